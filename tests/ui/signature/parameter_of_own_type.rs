use autodiff_runtime::prelude::*;

type Real = f64;

struct Weights {
    w: f64,
}

#[differentiate]
fn f(weights: &Weights, x: Real) -> f64 {
    weights.w * x
}

#[differentiate]
fn g(x: f64, _weight: (f64, usize)) -> f64 {
    x
}

fn main() {
    let _ = f(&Weights { w: 1.0 }, 2.0);
    let _ = g(1.0, (1.0, 2));
}
