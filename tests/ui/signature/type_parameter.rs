use autodiff_runtime::prelude::*;
use std::ops::Mul;

#[differentiate]
fn unbounded<T: Copy + Mul<Output = T>>(x: T) -> T {
    x * x
}

#[differentiate]
fn returned<T: From<f64>>(x: f64) -> T {
    T::from(x)
}

fn main() {
    let _ = unbounded(1.0);
    let _: f64 = returned(1.0);
}
