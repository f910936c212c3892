use autodiff_runtime::prelude::*;

fn g(x: f64) -> f64 {
    x * x
}

#[jvp]
fn g_jvp(x: f64, d_x: f64) -> f64 {
    2.0 * g(x) / x * d_x
}

fn main() {
    let _ = g_jvp(1.0, 1.0);
}
