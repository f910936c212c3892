use autodiff_runtime::prelude::*;

#[differentiate]
fn g(x: &[f64], w: &[f64; 2]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for (i, x) in x.iter().filter(|x| **x > 0.0).skip(1).enumerate() {
        y[i] = x * w[0];
    }
    y
}

#[differentiate]
fn f(x: &[f64], w: &[f64; 2]) -> f64 {
    let y = g(x, w);
    let z = g(&y, w);
    z[0]
}

fn main() {
    let _ = f_grad(&[1.0], &[1.0, 2.0]);
    let _ = f_grad_into(&[1.0], &[1.0, 2.0], &mut [0.0], &mut [0.0, 0.0]);
    let (_, pullback) = g_pullback(&[1.0], &[1.0, 2.0]);
    pullback(&[1.0], &mut [0.0], &mut [0.0, 0.0]);
}
