use autodiff_runtime::prelude::*;

fn g(x: f64, y: f64) -> f64 {
    x * y
}

#[pullback]
fn g_pullback(x: f64, y: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (g(x, y), move |d, d_x| *d_x += y * d)
}

#[differentiate]
fn f(x: f64) -> f64 {
    g(x, 2.0)
}

fn main() {
    let _ = f_grad(1.0);
}
