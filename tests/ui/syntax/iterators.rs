use autodiff_runtime::prelude::*;

#[differentiate]
fn kept_in_a_variable(x: &[f64]) -> f64 {
    let squares = x.iter().map(|x| x * x);
    squares.sum()
}

#[differentiate]
fn with_a_state(x: &[f64]) -> f64 {
    x.iter().scan(0.0, |s, x| { *s += x; Some(*s) }).sum()
}

#[differentiate]
fn two_that_leave_out(x: &[f64]) -> f64 {
    x.iter().filter(|x| **x > 0.0).zip(x.iter().filter(|x| **x < 1.0)).map(|(a, b)| a * b).sum()
}

#[differentiate]
fn skipped_behind_a_filter(x: &[f64]) -> f64 {
    x.iter().filter(|x| **x > 0.0).skip(1).sum()
}

#[differentiate]
fn into_something_else(x: &[f64]) -> f64 {
    let all: std::collections::VecDeque<f64> = x.iter().copied().collect();
    all[0]
}

#[differentiate]
fn of_references(x: &[f64]) -> f64 {
    let large: Vec<&f64> = x.iter().filter(|x| **x > 0.5).collect();
    large[0] * 2.0
}

#[differentiate]
fn endless(x: f64) -> f64 {
    (0..).map(|i| x * i as f64).sum()
}

#[differentiate]
fn peeked(x: &[f64]) -> f64 {
    let mut s = 0.0;
    x.iter().peekable().for_each(|x| s += x);
    s
}

fn main() {
    let _ = kept_in_a_variable_grad(&[1.0]);
    let _ = with_a_state_grad(&[1.0]);
    let _ = two_that_leave_out_grad(&[1.0]);
    let _ = skipped_behind_a_filter_grad(&[1.0]);
    let _ = into_something_else_grad(&[1.0]);
    let _ = of_references_grad(&[1.0]);
    let _ = endless_grad(1.0);
    let _ = peeked_grad(&[1.0]);
}
