use autodiff_runtime::prelude::*;
use num_traits::Float;
use std::ops::Mul;

#[differentiate]
fn f<T: Float + Mul<f64, Output = T>>(x: T) -> T {
    x * 2.0
}

fn main() {
    let _ = f(1.0);
}
