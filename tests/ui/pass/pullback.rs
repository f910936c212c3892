//! The twins of `tests/ui/pullback`, each under the name of its case.
use autodiff_runtime::prelude::*;

fn g(x: f64, y: f64) -> f64 {
    x * y
}

#[pullback]
fn g_pullback(x: f64, y: f64) -> (f64, impl Fn(f64, &mut f64, &mut f64)) {
    let pullback = move |d: f64, d_x: &mut f64, d_y: &mut f64| {
        *d_x += y * d;
        *d_y += x * d;
    };
    (g(x, y), pullback)
}

fn with_a_constant(x: f64, y: f64) -> f64 {
    x * y
}

#[pullback]
fn with_a_constant_pullback(x: f64, #[constant] y: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (with_a_constant(x, y), move |d, d_x| *d_x += y * d)
}

#[differentiate]
fn accumulators(x: f64) -> f64 {
    g(x, x) + with_a_constant(x, 2.0)
}

fn main() {
    assert_eq!(accumulators_grad(3.0), 8.0);
}
