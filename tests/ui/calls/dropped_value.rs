use autodiff_runtime::prelude::*;

#[differentiate]
fn halve(y: &mut f64) -> f64 {
    *y *= 0.5;
    *y
}

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    halve(&mut y);
    y
}

fn main() {
    let _ = f_grad(1.0);
}
