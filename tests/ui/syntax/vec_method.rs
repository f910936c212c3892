use autodiff_runtime::prelude::*;

#[differentiate]
fn sorted(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    y.sort_by(f64::total_cmp);
    y[0]
}

#[differentiate]
fn reversed(x: f64) -> f64 {
    let mut y = [x, 2.0];
    y.reverse();
    y[0]
}

#[differentiate]
fn inserted(x: f64) -> f64 {
    let mut y = vec![x, 2.0];
    y.insert(0, x * x);
    y.extend([x]);
    y[0]
}

#[differentiate]
fn chunked(x: f64) -> f64 {
    let mut y = vec![x, 2.0];
    y.copy_within(0..1, 1);
    y[1]
}

#[differentiate]
fn refilled(x: f64) -> f64 {
    let mut y = vec![vec![x], vec![]];
    y.fill(vec![x]);
    y[1][0]
}

fn main() {
    let _ = sorted_grad(&[1.0, 2.0]);
    let _ = reversed_grad(1.0);
    let _ = inserted_grad(1.0);
    let _ = chunked_grad(1.0);
    let _ = refilled_grad(1.0);
}
