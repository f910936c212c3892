use autodiff_runtime::prelude::*;

fn g(x: f64) -> f64 {
    x * x
}

#[pullback]
fn g_pullback(x: f64) -> impl Fn(f64, &mut f64) {
    move |d, d_x| *d_x += 2.0 * x * d
}

#[pullback]
fn h_pullback(_: &mut f64) {}

fn main() {
    let _ = g(1.0);
    let _ = g_pullback(1.0);
    h_pullback(&mut 1.0);
}
