use autodiff_runtime::prelude::*;

#[differentiate(constant(y))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(order = 2)]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(1.0, 2.0);
    let _ = g_grad(1.0);
}
