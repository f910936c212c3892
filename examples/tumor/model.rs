//! The two models, as ordinary Rust functions of slices.
#![allow(clippy::needless_range_loop, reason = "loops are over ranges: the form of loop that can be differentiated")]

use autodiff_runtime::prelude::*;

use crate::data::FEATURES;

/// A layer of sigmoid neurons, `h = σ(W·x + b)`: one row of `w`, one entry of `b` for each of them.
#[differentiate]
pub(crate) fn dense(x: &[f64], w: &[f64], b: &[f64]) -> Vec<f64> {
    let mut h = vec![0.0; b.len()];
    for j in 0..b.len() {
        let mut z = b[j];
        for i in 0..x.len() {
            z += w[j * x.len() + i] * x[i];
        }
        h[j] = sigmoid(z);
    }
    h
}

/// The network's opinion on one tumor: the logarithm of the odds that it is malignant.
#[differentiate]
pub(crate) fn log_odds(x: &[f64], w1: &[f64], b1: &[f64], w2: &[f64], b2: &[f64]) -> f64 {
    let h = dense(x, w1, b1);
    let mut z = b2[0];
    for j in 0..h.len() {
        z += w2[j] * h[j];
    }
    z
}

/// The mean negative log-likelihood of the labels `y`, in nats: what the network is trained to make small.
///
/// One label costs `−y·ln σ(z) − (1 − y)·ln(1 − σ(z))`, which equals `softplus(z) − y·z` and then never takes the
/// logarithm of 0.
#[differentiate]
pub(crate) fn log_loss(
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: &[f64],
    #[constant] x: &[[f64; FEATURES]],
    #[constant] y: &[f64],
) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let z = log_odds(&x[i], w1, b1, w2, b2);
        sum += softplus(z) - y[i] * z;
    }
    sum / x.len() as f64
}

/// Logistic regression: the mean negative log-likelihood, and a ridge `|w|² / 2n` that makes its optimum unique.
#[differentiate]
pub(crate) fn logistic_objective(
    w: &[f64; FEATURES],
    b: f64,
    #[constant] x: &[[f64; FEATURES]],
    #[constant] y: &[f64],
) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let mut z = b;
        for j in 0..w.len() {
            z += w[j] * x[i][j];
        }
        sum += softplus(z) - y[i] * z;
    }
    let mut square = 0.0;
    for j in 0..w.len() {
        square += w[j] * w[j];
    }
    let n = x.len() as f64;
    sum / n + square / (2.0 * n)
}
