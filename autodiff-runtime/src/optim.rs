//! Optimisers, as transforms of gradients that compose.
//!
//! A [`Transform`] turns a gradient into an update, step by step, and keeps what it must remember in a state that is plain
//! data. [`Sgd`] is one, [clipping](crate::clip) is another, and [`chain`] puts one behind the other. [`Optimizer`] holds a
//! transform together with its state and applies the updates:
//!
//! ```
//! use autodiff_runtime::clip::clip_by_global_norm;
//! use autodiff_runtime::optim::{Optimizer, Sgd, chain};
//!
//! // Minimise (w − 3)² + (b + 1)².
//! let gradient = |(w, b): &(Vec<f64>, f64)| (vec![2.0 * (w[0] - 3.0)], 2.0 * (b + 1.0));
//!
//! let mut params = (vec![0.0], 0.0);
//! let transform = chain(clip_by_global_norm(1.0), Sgd::new(0.1).with_momentum(0.5));
//! let mut optimizer = Optimizer::new(transform, &params);
//! for _ in 0..200 {
//!     let gradient = gradient(&params);
//!     optimizer.step(&mut params, &gradient);
//! }
//! assert!((params.0[0] - 3.0).abs() < 1e-9 && (params.1 + 1.0).abs() < 1e-9);
//! ```
//!
//! Parameters are anything whose numbers can be changed in place ([`DifferentiableMut`]): a `Vec<f64>`, a slice, an array,
//! or a tuple like `(w1, b1, w2, b2)`, with a gradient of the same shape. The arithmetic is `f64`, whatever the parameters
//! are; `f32` parameters and states are rounded once a step.
//!
//! Source of the design: optax (DeepMind, 2020), whose gradient transformations have the same `init`, `update` and
//! `chain`.

mod chain;
mod optimizer;
mod sgd;

pub use chain::{Chain, chain};
pub use optimizer::Optimizer;
pub use sgd::{Sgd, SgdState};

use crate::{Differentiable, DifferentiableMut};

/// A step of an optimiser: turns a gradient into an update, in place.
///
/// Transforms are plain data, with no hidden state of their own: what they remember from step to step is their
/// [`State`](Transform::State), which the caller holds and may copy, compare and store.
///
/// ```
/// use autodiff_runtime::optim::{Sgd, Transform, apply_updates};
///
/// let sgd = Sgd::new(0.5);
/// let mut params = vec![1.0, 2.0];
/// let mut state = sgd.init(&params);
/// let mut updates = vec![1.0, -1.0]; // the gradient …
/// sgd.update(&mut updates[..], &mut state, &params);
/// assert_eq!(updates, [-0.5, 0.5]); // … and what it became
/// apply_updates(&mut params, &updates);
/// assert_eq!(params, [0.5, 2.5]);
/// ```
pub trait Transform<P: Differentiable + ?Sized> {
    /// What is remembered from step to step.
    type State;

    /// The state before the first step.
    fn init(&self, params: &P) -> Self::State;

    /// Turns the gradient in `updates` into what is to be added to `params`, or into what the next transform is given.
    ///
    /// # Panics
    ///
    /// If `updates` has another shape than the parameters that `state` was made for.
    #[track_caller]
    fn update(&self, updates: &mut P::Accumulator, state: &mut Self::State, params: &P);
}

/// Adds the updates to the parameters, leaf by leaf: `params += updates`. What is no leaf stays as it is.
///
/// # Panics
///
/// If the two differ in shape; the message names both lengths.
#[inline]
#[track_caller]
pub fn apply_updates<P: DifferentiableMut + ?Sized>(params: &mut P, updates: &P::Accumulator) {
    params.zip_leaves_mut(updates, &mut |p, u| *p += u);
}
