use autodiff_runtime::prelude::*;

#[differentiate(wrt = x)]
fn f(x: f64) -> f64 {
    x * x
}

#[differentiate(crate)]
fn g(x: f64) -> f64 {
    x * x
}

#[differentiate(wrt(x) y)]
fn h(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0);
    let _ = h_grad(1.0);
}
