use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let range = x..2.0 * x;
    range.end - range.start
}

#[differentiate]
fn g(x: f64) -> f64 {
    (x..2.0 * x).end * x
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0);
}
