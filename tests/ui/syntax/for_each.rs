use autodiff_runtime::prelude::*;

fn load() -> std::collections::BTreeMap<usize, f64> {
    std::collections::BTreeMap::new()
}

#[differentiate]
fn f(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in x.iter().chain(x).skip(2) {
        sum += x;
    }
    sum
}

#[differentiate]
fn g(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    let weights = load();
    for (x, (_, w)) in x.iter().zip(weights.iter()) {
        sum += x * w;
    }
    for x in x.iter().rev().step_by(2).enumerate() {
        sum += x.1;
    }
    sum
}

fn main() {
    let _ = f_grad(&[1.0, 2.0]);
    let _ = g_grad(&[1.0, 2.0]);
}
