use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = Vec::new();
    y.push(x);
    y[0]
}

#[differentiate]
fn g(x: f64) -> f64 {
    let mut y = vec![0.0; 1];
    y.push(x);
    y[1]
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0);
}
