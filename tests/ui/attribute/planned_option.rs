use autodiff_runtime::prelude::*;

#[differentiate(of(grad))]
fn f(x: f64) -> f64 {
    x * x
}

#[differentiate(wrt(x), check)]
fn g(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0, 2.0);
}
