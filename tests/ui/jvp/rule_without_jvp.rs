use autodiff_runtime::prelude::*;

fn g(x: f64) -> f64 {
    x * x
}

#[pullback]
fn g_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (g(x), move |d, d_x| *d_x += 2.0 * x * d)
}

#[differentiate(jvp)]
fn f(x: f64) -> f64 {
    g(x) + x
}

fn main() {
    let _ = f_jvp(1.0, 1.0);
}
