//! An attention head: each token asks the others, and takes of them by how well they answer.

use super::{assert_same_slopes, c, gradient, leaves};
use autodiff_runtime::prelude::*;
use num_dual::{Dual64, DualNum};

#[derive(Clone, Debug, Differentiable)]
struct Projection {
    rows: Vec<Vec<f64>>,
}

impl Projection {
    #[differentiate]
    fn of(&self, x: &[f64]) -> Vec<f64> {
        let mut y = Vec::with_capacity(self.rows.len());
        for i in 0..self.rows.len() {
            let row: &[f64] = &self.rows[i];
            y.push(row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>());
        }
        y
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Head {
    query: Projection,
    key: Projection,
    value: Projection,
}

#[differentiate]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[differentiate]
fn softmax(scores: &[f64]) -> Vec<f64> {
    let top = scores.iter().fold(f64::NEG_INFINITY, |top, s| top.max(*s));
    let weights: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

impl Head {
    #[differentiate]
    fn attend(&self, tokens: &[Vec<f64>], asking: usize) -> Vec<f64> {
        let query = self.query.of(&tokens[asking]);
        let scale = 1.0 / (query.len() as f64).sqrt();
        let mut scores = Vec::new();
        for token in tokens {
            let key = self.key.of(token);
            scores.push(dot(&query, &key) * scale);
        }
        let weights = softmax(&scores);
        let mut out = vec![0.0; query.len()];
        for (token, w) in tokens.iter().zip(&weights) {
            let value = self.value.of(token);
            for i in 0..out.len() {
                out[i] += w * value[i];
            }
        }
        out
    }

    #[differentiate]
    fn loss(&self, tokens: &[Vec<f64>], goal: &[f64]) -> f64 {
        let mut loss = 0.0;
        for asking in 0..tokens.len() {
            let out = self.attend(tokens, asking);
            for (out, goal) in out.iter().zip(goal) {
                loss += (out - goal).powi(2);
            }
        }
        loss
    }
}

#[test]
fn a_head_on_three_tokens() {
    let number = |k: usize| (1.3 * k as f64 + 0.4).sin() * 0.8;
    let matrix =
        |from: usize| Projection { rows: (0..2).map(|i| (0..3).map(|j| number(from + 3 * i + j)).collect()).collect() };
    let head = Head { query: matrix(0), key: matrix(6), value: matrix(12) };
    let tokens: Vec<Vec<f64>> = (0..3).map(|i| (0..3).map(|j| number(18 + 3 * i + j)).collect()).collect();
    let goal = [0.3, -0.2];
    let (d_head, d_tokens, d_goal) = head.loss_grad(&tokens, &goal);
    let at = [leaves(&head), leaves(&tokens), goal.to_vec()].concat();
    let truth = gradient(
        |p| {
            let project = |from: usize, token: usize| -> [Dual64; 2] {
                std::array::from_fn(|i| (0..3).fold(c(0.0), |s, j| s + p[from + 3 * i + j] * p[18 + 3 * token + j]))
            };
            let mut loss = c(0.0);
            for asking in 0..3 {
                let query = project(0, asking);
                let answers = [0, 1, 2].map(|token| {
                    let key = project(6, token);
                    ((query[0] * key[0] + query[1] * key[1]) / 2.0_f64.sqrt()).exp()
                });
                let total = answers[0] + answers[1] + answers[2];
                for i in 0..2 {
                    let out = (0..3).fold(c(0.0), |s, token| s + answers[token] / total * project(12, token)[i]);
                    loss += (out - p[27 + i]).powi(2);
                }
            }
            loss
        },
        &at,
    );
    assert_same_slopes(&[leaves(&d_head), leaves(&d_tokens), d_goal].concat(), &truth);
}
