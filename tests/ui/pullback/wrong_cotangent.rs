use autodiff_runtime::prelude::*;

fn g(x: f64) -> f64 {
    x * x
}

#[pullback]
fn g_pullback(x: f64) -> (f64, impl Fn(f32, &mut f64)) {
    (g(x), move |d: f32, d_x| *d_x += 2.0 * x * f64::from(d))
}

fn main() {
    let _ = g_pullback(1.0);
}
