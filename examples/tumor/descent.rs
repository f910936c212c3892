//! One step of gradient descent.

use crate::network::Network;

/// `p ← p − rate · ∂L/∂p`.
pub(crate) fn descend(parameters: &mut [f64], gradient: &[f64], rate: f64) {
    for (parameter, slope) in parameters.iter_mut().zip(gradient) {
        *parameter -= rate * slope;
    }
}

impl Network {
    /// The same for a whole network.
    pub(crate) fn descend(&mut self, gradient: &Network, rate: f64) {
        for (parameters, gradient) in self.leaves_mut().into_iter().zip(gradient.leaves()) {
            descend(parameters, gradient, rate);
        }
    }
}
