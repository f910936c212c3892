use autodiff_runtime::prelude::*;

#[differentiate]
fn g(x: f64) -> f64 {
    let square = unsafe { x.mul_add(x, 0.0) };
    square
}

#[differentiate]
fn f(x: f64) -> f64 {
    g(x) + g(2.0 * x)
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_value_and_grad(1.0);
    let (_, pullback) = g_pullback(1.0);
    pullback(1.0, &mut 0.0);
}
