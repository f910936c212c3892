use autodiff_runtime::prelude::*;

#[jvp]
fn g_jvp(x: f64, d_x: f64) -> (f64, f64) {
    (x * x, 2.0 * x * d_x)
}

fn main() {
    let _ = g_jvp(1.0, 1.0);
}
