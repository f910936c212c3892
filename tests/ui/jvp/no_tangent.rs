use autodiff_runtime::prelude::*;

fn g(x: f64, y: f64) -> f64 {
    x * y
}

#[jvp]
fn g_jvp(x: f64, y: f64, d_x: f64, d_y: f64) -> (f64, f64) {
    (g(x, y), y * d_x + x * d_y)
}

fn h(x: &[f64]) -> f64 {
    x[0]
}

#[jvp]
fn h_jvp(x: &[f64], d_x: f64) -> (f64, f64) {
    (h(x), d_x)
}

fn main() {
    let _ = g_jvp(1.0, 2.0, 1.0, 0.0);
    let _ = h_jvp(&[1.0], 1.0);
}
