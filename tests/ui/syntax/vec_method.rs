use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    let y = x.to_vec();
    y[0]
}

#[differentiate]
fn g(x: f64) -> f64 {
    let mut y = [x, 2.0];
    y.reverse();
    y[0]
}

fn main() {
    let _ = f_grad(&[1.0, 2.0]);
    let _ = g_grad(1.0);
}
