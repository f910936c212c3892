//! A network: its parameters, and what is asked of it.

use crate::data::{FEATURES, Split};
use crate::model::{log_loss, log_loss_grad_into, log_odds};

/// Weights (one row for each neuron) and biases.
pub(crate) type Layer = (Vec<f64>, Vec<f64>);

/// The hidden layer and the output neuron. A gradient with respect to them has the same shape.
pub(crate) type Parameters = (Layer, Layer);

/// A network of one hidden layer, `FEATURES`–`hidden`–1.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) parameters: Parameters,
}

/// How well a network does on a split.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Score {
    /// Mean negative log-likelihood in nats.
    pub(crate) log_loss: f64,
    /// How many tumors are taken for the other kind.
    pub(crate) wrong: usize,
    /// The share of the others.
    pub(crate) accuracy: f64,
}

impl Network {
    /// Weights that a formula gives, the same on every machine and in every language. Biases 0.
    pub(crate) fn formula(hidden: usize) -> Network {
        let wave = |n: usize, start: f64| (0..n).map(|k| 0.5 * (start + k as f64).sin()).collect::<Vec<f64>>();
        let hidden_layer = (wave(hidden * FEATURES, 1.0), vec![0.0; hidden]);
        let output = (wave(hidden, 101.0), vec![0.0]);
        Network { parameters: (hidden_layer, output) }
    }

    /// The loss on `data`; its gradient goes into `gradient`.
    pub(crate) fn loss_grad_into(&self, data: &Split, gradient: &mut Parameters) -> f64 {
        let ((w1, b1), (w2, b2)) = &self.parameters;
        let ((d_w1, d_b1), (d_w2, d_b2)) = gradient;
        log_loss_grad_into(w1, b1, w2, b2, &data.x, &data.y, d_w1, d_b1, d_w2, d_b2)
    }

    /// The loss on `data`.
    pub(crate) fn loss(&self, data: &Split) -> f64 {
        let ((w1, b1), (w2, b2)) = &self.parameters;
        log_loss(w1, b1, w2, b2, &data.x, &data.y)
    }

    /// How well the network does on `data`.
    pub(crate) fn score(&self, data: &Split) -> Score {
        let ((w1, b1), (w2, b2)) = &self.parameters;
        let is_wrong = |x: &[f64; FEATURES], y: f64| (log_odds(x, w1, b1, w2, b2) > 0.0) != (y == 1.0);
        let wrong = data.x.iter().zip(&data.y).filter(|&(x, &y)| is_wrong(x, y)).count();
        Score { log_loss: self.loss(data), wrong, accuracy: 1.0 - wrong as f64 / data.len() as f64 }
    }
}
