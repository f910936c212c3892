use autodiff_runtime::prelude::*;

#[differentiate]
fn swapped(a: f64, b: f64) -> (f64, f64) {
    (b, a)
}

#[differentiate]
fn f(x: f64) -> f64 {
    let (mut a, mut b) = (x, 1.0);
    (a, b) = swapped(a, b);
    a * b
}

fn main() {
    let _ = f_grad(1.0);
}
