use autodiff_runtime::prelude::*;

#[pullback]
fn g_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (x * x, move |d, d_x| *d_x += 2.0 * x * d)
}

fn main() {
    let _ = g_pullback(1.0);
}
