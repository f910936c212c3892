use autodiff_runtime::prelude::*;

fn g(x: f64) -> f64 {
    x * x
}

#[pullback]
fn g_pullback(x: f64) -> (f64, impl Fn()) {
    (g(x), || {})
}

fn main() {
    let _ = g_pullback(1.0);
}
