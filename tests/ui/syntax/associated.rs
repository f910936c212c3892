use autodiff_runtime::prelude::*;
use std::cell::Cell;

#[differentiate]
fn f(x: f64) -> f64 {
    *Box::new(x)
}

#[differentiate]
fn g(x: f64) -> f64 {
    let kept = Cell::new(x);
    kept.get() * x
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0);
}
