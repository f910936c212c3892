use autodiff_runtime::prelude::*;

#[differentiate(wrt(x), wrt(y))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(crate = autodiff_runtime, crate = ::autodiff_runtime)]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = g_grad(1.0);
}
