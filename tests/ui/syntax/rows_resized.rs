use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[Vec<f64>]) -> f64 {
    let mut y = x.to_vec();
    y.resize(3, vec![1.0]);
    y[0][0]
}

fn main() {
    let _ = f_grad(&[vec![1.0]]);
}
