use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    if x < 0.0 {
        return 0.0;
    }
    x * x
}

#[differentiate]
fn g(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        if x[i] < 0.0 {
            continue;
        }
        if x[i] > 9.0 {
            break;
        }
        sum += x[i];
    }
    sum
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(&[1.0, 2.0]);
}
