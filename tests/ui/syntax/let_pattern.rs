use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: [f64; 3]) -> f64 {
    let [a, .., b] = x;
    a * b
}

#[differentiate]
fn g(x: f64) -> f64 {
    let ref y = x;
    *y
}

fn main() {
    let _ = f_grad([1.0, 2.0, 3.0]);
    let _ = g_grad(1.0);
}
