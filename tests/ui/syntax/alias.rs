use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, y: f64) -> f64 {
    let larger = if x > y { &x } else { &y };
    *larger
}

#[differentiate]
fn g(x: &[[f64; 2]]) -> f64 {
    let row = &x[0];
    row[0] * row[1]
}

fn main() {
    let _ = f_grad(1.0, 2.0);
    let _ = g_grad(&[[1.0, 2.0]]);
}
