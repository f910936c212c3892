#![deny(unused_must_use)]

use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, y: &[f64]) -> f64 {
    x * y[0]
}

fn main() {
    f_grad(1.0, &[1.0]);
    f_value_and_grad(1.0, &[1.0]);
    f_pullback(1.0, &[1.0]);
}
