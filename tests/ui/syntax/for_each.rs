use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in x {
        sum += x * x;
    }
    sum
}

#[differentiate]
fn g(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in x.iter() {
        sum += x * x;
    }
    sum
}

fn main() {
    let _ = f_grad(&[1.0, 2.0]);
    let _ = g_grad(&[1.0, 2.0]);
}
