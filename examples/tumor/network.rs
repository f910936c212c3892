//! The parameters of a network, or a gradient with respect to them: the two have the same shape.

use crate::data::{FEATURES, Split};
use crate::model::{log_loss, log_loss_grad_into, log_odds};

/// A network of one hidden layer, `FEATURES`–`hidden`–1.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    /// One row of `FEATURES` weights for each hidden neuron.
    pub(crate) w1: Vec<f64>,
    pub(crate) b1: Vec<f64>,
    /// The weights of the output neuron.
    pub(crate) w2: Vec<f64>,
    /// Its bias, alone.
    pub(crate) b2: Vec<f64>,
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
    /// All parameters 0.
    pub(crate) fn zeros(hidden: usize) -> Network {
        Network { w1: vec![0.0; hidden * FEATURES], b1: vec![0.0; hidden], w2: vec![0.0; hidden], b2: vec![0.0] }
    }

    /// Weights that a formula gives, the same on every machine and in every language.
    pub(crate) fn formula(hidden: usize) -> Network {
        let wave = |start: f64| move |k: usize| 0.5 * (start + k as f64).sin();
        Network {
            w1: (0..hidden * FEATURES).map(wave(1.0)).collect(),
            w2: (0..hidden).map(wave(101.0)).collect(),
            ..Network::zeros(hidden)
        }
    }

    /// The parameters, layer by layer.
    pub(crate) fn leaves(&self) -> [&[f64]; 4] {
        [&self.w1, &self.b1, &self.w2, &self.b2]
    }

    /// The parameters, layer by layer, to be moved.
    pub(crate) fn leaves_mut(&mut self) -> [&mut [f64]; 4] {
        [&mut self.w1, &mut self.b1, &mut self.w2, &mut self.b2]
    }

    /// The loss on `data`; its gradient goes into `gradient`.
    pub(crate) fn loss_grad_into(&self, data: &Split, gradient: &mut Network) -> f64 {
        let Network { w1, b1, w2, b2 } = gradient;
        log_loss_grad_into(&self.w1, &self.b1, &self.w2, &self.b2, &data.x, &data.y, w1, b1, w2, b2)
    }

    /// The loss on `data`.
    pub(crate) fn loss(&self, data: &Split) -> f64 {
        log_loss(&self.w1, &self.b1, &self.w2, &self.b2, &data.x, &data.y)
    }

    /// How well the network does on `data`.
    pub(crate) fn score(&self, data: &Split) -> Score {
        let is_wrong = |x: &[f64; FEATURES], y: f64| {
            let malignant = log_odds(x, &self.w1, &self.b1, &self.w2, &self.b2) > 0.0;
            malignant != (y == 1.0)
        };
        let wrong = data.x.iter().zip(&data.y).filter(|&(x, &y)| is_wrong(x, y)).count();
        Score { log_loss: self.loss(data), wrong, accuracy: 1.0 - wrong as f64 / data.len() as f64 }
    }

    /// The Euclidean norms of the hidden layer, of the output layer, and of everything.
    pub(crate) fn norms(&self) -> (f64, f64, f64) {
        let square = |leaf: &[f64]| leaf.iter().map(|v| v * v).sum::<f64>();
        let [w1, b1, w2, b2] = self.leaves().map(square);
        ((w1 + b1).sqrt(), (w2 + b2).sqrt(), (w1 + b1 + w2 + b2).sqrt())
    }
}
