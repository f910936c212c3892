//! Gradient descent, with momentum.

use core::borrow::Borrow;

use super::Transform;
use crate::{Differentiable, DifferentiableMut};

/// (Stochastic) gradient descent: `v ← μ·v + g`, update `−η·v`, with the learning rate `η` and the momentum `μ`.
///
/// Without momentum the update is `−η·g`. With Nesterov's momentum it is `−η·(g + μ·v)`, the gradient looked up where the
/// momentum is about to lead. The velocity starts at 0, and is not damped (as in PyTorch and optax by default).
///
/// Source: Polyak, *Some methods of speeding up the convergence of iteration methods* (1964); Nesterov's in the form of
/// Sutskever, Martens, Dahl and Hinton, *On the importance of initialization and momentum in deep learning* (ICML 2013).
///
/// ```
/// use autodiff_runtime::optim::{Optimizer, Sgd};
///
/// let mut w = [1.0_f64];
/// let mut optimizer = Optimizer::new(Sgd::new(0.1).with_momentum(0.9), &w);
/// optimizer.step(&mut w, &[1.0]); // v = 1
/// optimizer.step(&mut w, &[1.0]); // v = 1.9
/// assert!((w[0] - (1.0 - 0.1 - 0.19)).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    learning_rate: f64,
    momentum: f64,
    nesterov: bool,
}

/// What [`Sgd`] remembers: the velocity, unless its momentum is 0.
#[derive(Clone, Debug, PartialEq)]
pub struct SgdState<G> {
    /// `v` of the last step. `None` without momentum: it costs no memory then.
    pub velocity: Option<G>,
}

impl Sgd {
    /// Plain gradient descent.
    ///
    /// # Panics
    ///
    /// If the learning rate is negative, infinite or NaN. (0 stands still.)
    #[must_use]
    #[track_caller]
    pub fn new(learning_rate: f64) -> Self {
        Self { learning_rate: valid_learning_rate(learning_rate), momentum: 0.0, nesterov: false }
    }

    /// With momentum `μ`: how much of the velocity is left after a step.
    ///
    /// # Panics
    ///
    /// If `momentum` is not in `0 ≤ μ < 1`: a velocity that is never lost grows without bound.
    #[must_use]
    #[track_caller]
    pub fn with_momentum(mut self, momentum: f64) -> Self {
        assert!((0.0..1.0).contains(&momentum), "a momentum of {momentum} is not in 0 ≤ μ < 1");
        self.momentum = momentum;
        self
    }

    /// With Nesterov's momentum in place of the classical one. Without momentum it changes nothing.
    #[must_use]
    pub fn with_nesterov(mut self) -> Self {
        self.nesterov = true;
        self
    }

    /// `η`, the length of a step in units of the gradient.
    #[must_use]
    pub fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    /// Changes `η` between two steps: for a schedule. The velocity is kept.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[track_caller]
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.learning_rate = valid_learning_rate(learning_rate);
    }
}

#[track_caller]
fn valid_learning_rate(learning_rate: f64) -> f64 {
    assert!(
        learning_rate.is_finite() && learning_rate >= 0.0,
        "a learning rate of {learning_rate} is not finite and ≥ 0"
    );
    learning_rate
}

impl<P: Differentiable + ?Sized> Transform<P> for Sgd {
    type State = SgdState<P::Gradient>;

    fn init(&self, params: &P) -> Self::State {
        SgdState { velocity: (self.momentum != 0.0).then(|| params.zero_gradient()) }
    }

    fn update(&self, updates: &mut P::Accumulator, state: &mut Self::State, _params: &P) {
        let (eta, mu) = (self.learning_rate, self.momentum);
        match &mut state.velocity {
            None => updates.for_each_leaf_mut(&mut |u| *u *= -eta),
            Some(velocity) => {
                velocity.zip_leaves_mut(updates, &mut |v, g| *v = mu * *v + g);
                let velocity: &P::Accumulator = (*velocity).borrow();
                if self.nesterov {
                    updates.zip_leaves_mut(velocity, &mut |u, v| *u = -eta * (*u + mu * v));
                } else {
                    updates.zip_leaves_mut(velocity, &mut |u, v| *u = -eta * v);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optim::Optimizer;

    #[test]
    fn plain_descent_is_one_multiplication() {
        let mut w = (0.3_f64, [0.1_f32]);
        let mut optimizer = Optimizer::new(Sgd::new(0.1), &w);
        optimizer.step(&mut w, &(0.7, [0.2]));
        assert_eq!(w, (0.3 - 0.1 * 0.7, [0.1_f32 - 0.02_f32]));
        assert_eq!(optimizer.state().velocity, None);
    }

    /// Three steps with the gradients 1, −2, 4, μ = ½, η = ½: all numbers are exact in binary.
    #[test]
    fn momentum_by_hand() {
        let run = |sgd: Sgd| {
            let mut w = 0.0;
            let mut optimizer = Optimizer::new(sgd, &w);
            [1.0, -2.0, 4.0].map(|g| {
                optimizer.step(&mut w, &g);
                w
            })
        };
        // v = 1, −1.5, 3.25
        assert_eq!(run(Sgd::new(0.5).with_momentum(0.5)), [-0.5, 0.25, -1.375]);
        // g + v/2 = 1.5, −2.75, 5.625
        assert_eq!(run(Sgd::new(0.5).with_momentum(0.5).with_nesterov()), [-0.75, 0.625, -2.1875]);
        assert_eq!(run(Sgd::new(0.5).with_nesterov()), run(Sgd::new(0.5)));
    }

    #[test]
    fn the_state_is_plain_data() {
        let sgd = Sgd::new(0.1).with_momentum(0.9);
        let params = [1.0, 2.0];
        let mut state = sgd.init(&params);
        let before = state.clone();
        sgd.update(&mut [1.0, -1.0], &mut state, &params);
        assert_eq!(state.velocity, Some([1.0, -1.0]));
        assert_ne!(state, before);
    }

    #[test]
    fn a_schedule_changes_the_rate_and_keeps_the_velocity() {
        let mut optimizer = Optimizer::new(Sgd::new(1.0).with_momentum(0.5), &0.0);
        let mut w = 0.0;
        optimizer.step(&mut w, &1.0);
        optimizer.transform_mut().set_learning_rate(0.5);
        optimizer.step(&mut w, &0.0);
        assert_eq!((w, optimizer.transform().learning_rate()), (-1.25, 0.5));
    }

    #[test]
    fn a_gradient_that_is_not_a_number_reaches_the_parameters() {
        let mut w = [0.0_f64; 2];
        Optimizer::new(Sgd::new(0.1).with_momentum(0.9), &w).step(&mut w, &[f64::NAN, 1.0]);
        assert!(w[0].is_nan());
        assert_eq!(w[1], -0.1);
    }

    #[test]
    #[should_panic(expected = "a learning rate of -1 is not finite and ≥ 0")]
    fn ascent_is_refused() {
        let _ = Sgd::new(-1.0);
    }

    #[test]
    #[should_panic(expected = "a momentum of 1 is not in 0 ≤ μ < 1")]
    fn momentum_without_loss_is_refused() {
        let _ = Sgd::new(0.1).with_momentum(1.0);
    }
}
