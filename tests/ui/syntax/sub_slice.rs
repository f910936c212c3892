use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    let range = 1..3;
    let part = &x[range.clone()];
    part[0] * part[1]
}

#[differentiate]
fn g(x: &[f64]) -> f64 {
    let range = 0..2;
    f(&x[range])
}

fn main() {
    let _ = f_grad(&[1.0, 2.0]);
    let _ = g_grad(&[1.0, 2.0]);
}
