//! Losses and layers.

use super::{array, numbers};
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

#[differentiate]
fn softmax_cross_entropy(logits: &[f64], label: usize) -> f64 {
    let mut top = logits[0];
    for i in 1..logits.len() {
        top = top.max(logits[i]);
    }
    let mut sum = 0.0;
    for i in 0..logits.len() {
        sum += (logits[i] - top).exp();
    }
    sum.ln() + top - logits[label]
}

/// The gradient is softmax minus one-hot.
#[test]
fn cross_entropy() {
    let logits: [f64; 5] = numbers(1.0);
    let gradient: [f64; 5] = array(softmax_cross_entropy_grad(&logits, 2));
    assert_gradient(|l| softmax_cross_entropy(l, 2), &logits, &gradient);
    let sum: f64 = logits.iter().map(|l| l.exp()).sum();
    for i in 0..5 {
        let want = logits[i].exp() / sum - f64::from(u8::from(i == 2));
        assert!((gradient[i] - want).abs() < 1e-14);
    }
}

#[differentiate]
fn ridge(w: &[f64], lambda: f64, #[constant] x: &[f64], #[constant] y: &[f64]) -> f64 {
    let (n, d) = (y.len(), w.len());
    let mut loss = 0.0;
    for i in 0..n {
        let mut prediction = 0.0;
        for j in 0..d {
            prediction += x[i * d + j] * w[j];
        }
        loss += (prediction - y[i]).powi(2);
    }
    loss /= n as f64;
    for j in 0..d {
        loss += lambda * w[j] * w[j];
    }
    loss
}

#[differentiate]
fn huber(prediction: f64, target: f64, delta: f64) -> f64 {
    let r = (prediction - target).abs();
    if r <= delta { 0.5 * r * r } else { delta * (r - 0.5 * delta) }
}

#[differentiate]
fn poisson_loss(w: &[f64; 2], b: f64, #[constant] x: &[[f64; 2]], #[constant] y: &[u32]) -> f64 {
    let mut loss = 0.0;
    for i in 0..x.len() {
        let eta = w[0] * x[i][0] + w[1] * x[i][1] + b;
        loss += eta.exp() - y[i] as f64 * eta;
    }
    loss
}

#[test]
fn regressions() {
    let (w, x, y): ([f64; 3], [f64; 12], [f64; 4]) = (numbers(1.0), numbers(2.0), numbers(3.0));
    let (d_w, d_lambda) = ridge_grad(&w, 0.8, &x, &y);
    assert_gradient(|(w, lambda)| ridge(w, *lambda, &x, &y), &(w, 0.8), &(array(d_w), d_lambda));
    for prediction in [1.0, -1.0, 0.9] {
        let gradient = huber_grad(prediction, 0.7, 0.5);
        assert_gradient(|&(p, t, d)| huber(p, t, d), &(prediction, 0.7, 0.5), &gradient);
    }
    let (x, y) = ([[1.0, 0.5], [-0.3, 0.2]], [3, 0]);
    let gradient = poisson_loss_grad(&[0.2, 0.3], -0.5, &x, &y);
    assert_gradient(|(w, b)| poisson_loss(w, *b, &x, &y), &([0.2, 0.3], -0.5), &gradient);
}

#[differentiate]
fn lstm_cell(x: f64, h: f64, c: f64, w: &[f64; 4], u: &[f64; 4], b: &[f64; 4]) -> (f64, f64) {
    let i = sigmoid(w[0] * x + u[0] * h + b[0]);
    let f = sigmoid(w[1] * x + u[1] * h + b[1]);
    let o = sigmoid(w[2] * x + u[2] * h + b[2]);
    let g = (w[3] * x + u[3] * h + b[3]).tanh();
    let c = f * c + i * g;
    (o * c.tanh(), c)
}

#[differentiate]
fn lstm_loss(#[constant] xs: &[f64], w: &[f64; 4], u: &[f64; 4], b: &[f64; 4], #[constant] target: f64) -> f64 {
    let mut h = 0.0;
    let mut c = 0.0;
    for t in 0..xs.len() {
        (h, c) = lstm_cell(xs[t], h, c, w, u, b);
    }
    (h - target).powi(2)
}

#[differentiate]
fn rnn_single(w: f32, u: f32, b: f32, #[constant] xs: &[f32]) -> f32 {
    let mut h = 0.0;
    for t in 0..xs.len() {
        h = (w * xs[t] + u * h + b).tanh();
    }
    h * h
}

#[test]
fn recurrent_networks() {
    let (xs, at): ([f64; 6], [[f64; 4]; 3]) = (numbers(1.0), [numbers(2.0), numbers(3.0), numbers(4.0)]);
    let (d_w, d_u, d_b) = lstm_loss_grad(&xs, &at[0], &at[1], &at[2], 0.3);
    assert_gradient(|p| lstm_loss(&xs, &p[0], &p[1], &p[2], 0.3), &at, &[d_w, d_u, d_b]);
    let gradient = rnn_single_grad(0.3, 0.5, 0.1, &[0.5, -0.2, 0.7]);
    assert_gradient(|&(w, u, b)| rnn_single(w, u, b, &[0.5, -0.2, 0.7]), &(0.3_f32, 0.5, 0.1), &gradient);
}

/// One head of attention: softmax of the scores, then the mean of the values.
#[differentiate]
fn attention(q: &[f64; 3], k: &[[f64; 3]], v: &[[f64; 3]]) -> [f64; 3] {
    let n = k.len();
    let mut scores = vec![0.0; n];
    let mut total = 0.0;
    for i in 0..n {
        let mut dot = 0.0;
        for c in 0..3 {
            dot += q[c] * k[i][c];
        }
        scores[i] = (dot / 3.0_f64.sqrt()).exp();
        total += scores[i];
    }
    let mut out = [0.0; 3];
    for i in 0..n {
        let weight = scores[i] / total;
        for c in 0..3 {
            out[c] += weight * v[i][c];
        }
    }
    out
}

#[test]
fn attention_row_by_row() {
    let at: ([f64; 3], [[f64; 3]; 2], [[f64; 3]; 2]) =
        (numbers(1.0), [numbers(2.0), numbers(3.0)], [numbers(4.0), numbers(5.0)]);
    let (_, pullback) = attention_pullback(&at.0, &at.1, &at.2);
    for row in 0..3 {
        let mut gradient = ([0.0; 3], [[0.0; 3]; 2], [[0.0; 3]; 2]);
        let mut seed = [0.0; 3];
        seed[row] = 1.0;
        pullback(seed, &mut gradient.0, &mut gradient.1, &mut gradient.2);
        assert_gradient(|(q, k, v)| attention(q, k, v)[row], &at, &gradient);
    }
}
