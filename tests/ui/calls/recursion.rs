use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * f(x, n - 1) }
}

#[differentiate]
fn g(x: f64, n: u32) -> f64 {
    f(x, n) + x
}

fn main() {
    let _ = g_grad(1.0, 2);
}
