use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = (x, 2.0);
    let z = std::mem::take(&mut y);
    z.0 + y.1
}

#[differentiate]
fn g(x: &[Vec<f64>]) -> f64 {
    let mut y = x.to_vec();
    let (head, tail) = y.split_at_mut(1);
    std::mem::swap(&mut head[0], &mut tail[0]);
    y[0][0]
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(&[vec![1.0], vec![2.0]]);
}
