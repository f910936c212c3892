use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, activation: impl Fn(f64) -> f64) -> f64 {
    activation(x)
}

#[differentiate]
fn g(x: f64, activation: &dyn Fn(f64) -> f64) -> f64 {
    activation(x)
}

fn main() {
    let _ = f(1.0, f64::sin);
    let _ = g(1.0, &f64::sin);
}
