use autodiff_runtime::prelude::*;

#[differentiate]
fn f(n: usize, #[constant] x: f64) -> f64 {
    x * n as f64
}

#[differentiate]
fn g() -> f64 {
    1.0
}

fn main() {
    let _ = f(1, 2.0);
    let _ = g();
}
