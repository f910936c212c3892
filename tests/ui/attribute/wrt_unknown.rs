use autodiff_runtime::prelude::*;

#[differentiate(wrt(weights))]
fn f(w: f64, b: f64) -> f64 {
    w * b
}

#[differentiate(wrt(w))]
fn g() -> f64 {
    1.0
}

fn main() {
    let _ = f(1.0, 2.0);
    let _ = g();
}
