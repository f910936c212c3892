//! Gradients as one writes them by hand: the second opinion that generated ones are compared with, and the yardstick that
//! they are timed against. Nothing here calls a companion.

mod logistic;
mod network;

pub(crate) use logistic::logistic_objective_grad_into;
pub(crate) use network::log_loss_grad_into;

/// `softplus(z) = ln(1 + eᶻ)` and its derivative `σ(z)`, which share the one exponential that is dear.
#[inline]
fn softplus_and_sigmoid(z: f64) -> (f64, f64) {
    let e = (-z.abs()).exp();
    let sigmoid = if z < 0.0 { e } else { 1.0 } / (1.0 + e);
    (z.max(0.0) + e.ln_1p(), sigmoid)
}
