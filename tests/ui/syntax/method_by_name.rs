use autodiff_runtime::prelude::*;

#[differentiate]
fn g(x: f64) -> Vec<f64> {
    vec![x * x, x]
}

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = g(x);
    y.swap_remove(0)
}

fn main() {
    let _ = f_grad(1.0);
}
