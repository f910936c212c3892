use autodiff_runtime::prelude::*;

type Real = f64;

#[differentiate]
fn f(x: f64) -> Real {
    x * x
}

#[differentiate]
fn g(x: f64) -> std::ops::Range<f64> {
    x..x
}

fn main() {
    let _ = f(1.0);
    let _ = g(1.0);
}
