use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut sum = 0.0;
    for mut i in 0..3 {
        i += 1;
        sum += x * i as f64;
    }
    sum
}

#[differentiate]
fn g(x: &[f64], rows: Vec<Vec<f64>>) -> f64 {
    let mut sum = 0.0;
    for pair in x.iter().zip(x) {
        sum += pair.0 * pair.1;
    }
    for (i, mut x) in x.iter().enumerate() {
        sum += x * i as f64;
    }
    for row in rows {
        sum += row[0];
    }
    sum
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(&[1.0], vec![vec![1.0]]);
}
