use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    dbg!(x)
}

#[differentiate]
fn g(x: f64) -> f64 {
    f(x) * x
}

#[differentiate]
fn h(x: f64) -> f64 {
    let y = |z: f64| z * x;
    g(y(x))
}

fn main() {
    let _ = h_grad(1.0);
}
