//! Memory lent through `&mut` to other differentiated functions.

mod places;
mod results;
mod steps;
mod variables;

use autodiff_runtime::prelude::*;

/// In place, nonlinear in both.
#[differentiate]
fn stir(y: &mut [f64], w: f64) {
    let n = y.len();
    for i in 0..n {
        y[i] = w * y[i] * y[(i + 1) % n] + y[0];
    }
}

#[differentiate]
fn push_up(acc: &mut f64, x: f64) {
    *acc = *acc * x + x * x;
}

/// Takes something out, and says what it was.
#[differentiate]
fn take_half(acc: &mut f64, x: f64) -> f64 {
    let half = 0.5 * *acc * x;
    *acc -= half;
    half
}

#[differentiate]
fn total(y: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..y.len() {
        s += y[i] * y[i];
    }
    s
}
