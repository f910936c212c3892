use autodiff_runtime::prelude::*;

const ACTIVATIONS: [fn(f64) -> f64; 2] = [f64::sin, f64::cos];

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    ACTIVATIONS[n](x)
}

#[differentiate]
fn g(x: f64, #[constant] activation: fn(f64) -> f64) -> f64 {
    activation(x)
}

fn main() {
    let _ = f_grad(1.0, 0);
    let _ = g_grad(1.0, f64::sin);
}
