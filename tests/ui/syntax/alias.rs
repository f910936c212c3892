use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, y: f64) -> f64 {
    let larger = if x > y { &x } else { &y };
    *larger
}

#[differentiate]
fn g(x: &[f64]) -> f64 {
    let mut rest = x;
    let mut sum = 0.0;
    for _ in 0..3 {
        sum += rest[0];
        rest = &x[1..];
    }
    sum
}

fn main() {
    let _ = f_grad(1.0, 2.0);
    let _ = g_grad(&[1.0, 2.0]);
}
