use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[Vec<f64>]) -> f64 {
    let mut y = x.to_vec();
    y.truncate(1);
    y[0][0]
}

#[differentiate]
fn g(x: f64) -> f64 {
    let mut y = vec![vec![x], vec![2.0]];
    y.clear();
    x
}

fn main() {
    let _ = f_grad(&[vec![1.0]]);
    let _ = g_grad(1.0);
}
