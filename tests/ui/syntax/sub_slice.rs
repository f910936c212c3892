use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    let tail = &x[1..];
    tail[0]
}

#[differentiate]
fn g(x: &[f64]) -> f64 {
    f(&x[..2])
}

fn main() {
    let _ = f_grad(&[1.0, 2.0]);
    let _ = g_grad(&[1.0, 2.0]);
}
