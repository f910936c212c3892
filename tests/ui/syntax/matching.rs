use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, y: f64) -> f64 {
    match (x, y) {
        (0.0, _) => y,
        (x, y) if x > y => x * x,
        _ => 1.0,
    }
}

#[differentiate]
fn g(x: &[f64]) -> f64 {
    if let [first, ..] = x { first * first } else { 0.0 }
}

fn main() {
    let _ = f_grad(1.0, 2.0);
    let _ = g_grad(&[1.0]);
}
