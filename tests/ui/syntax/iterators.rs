use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    x.iter().sum()
}

#[differentiate]
fn g(x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| x * x).collect()
}

#[differentiate]
fn h(x: f64) -> f64 {
    (0..3).map(|i| x * i as f64).fold(0.0, f64::max)
}

#[differentiate]
fn k(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    x.windows(2).for_each(|pair| sum += pair[0] * pair[1]);
    sum
}

fn main() {
    let _ = f_grad(&[1.0]);
    let _ = g_pullback(&[1.0]);
    let _ = h_grad(1.0);
    let _ = k_grad(&[1.0, 2.0]);
}
