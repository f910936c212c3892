//! Losses, each with its gradient derived by hand beside it.
//!
//! | loss | of | gradient in the first argument |
//! |---|---|---|
//! | [`squared_error`] | a number | `2·(p − y)` |
//! | [`mean_squared_error`] | a slice | `2·(p − y) / n` |
//! | [`binary_cross_entropy_from_logits`] | a logit and its label | `σ(z) − y` |
//! | [`mean_binary_cross_entropy_from_logits`] | a slice | `(σ(z) − y) / n` |
//! | [`softmax_cross_entropy`] | the logits of one example | `softmax(z) − onehot(class)` |
//! | [`mean_softmax_cross_entropy`] | the logits of a batch, row by row | `(softmax(z) − onehot(class)) / n` |
//!
//! The companions are named as those of a differentiated function: `…_grad`, `…_value_and_grad`, `…_grad_into`. They
//! take the target for data and return the gradient in the prediction. `…_pullback_for` is what differentiated functions
//! call: whoever imports a loss by name into a file with differentiated functions imports that too, or uses a glob.
//!
//! ```
//! use autodiff_runtime::loss;
//!
//! let (value, d_logits) = loss::softmax_cross_entropy_value_and_grad(&[0.0_f64, 0.0], 1);
//! assert_eq!(value, 2.0_f64.ln());
//! assert_eq!(d_logits, [0.5, -0.5]);
//! ```

// The type of a pullback is its calling convention, one pair for each parameter; an alias would only hide that.
#![allow(clippy::type_complexity)]

#[cfg(any(feature = "std", feature = "libm"))]
mod logistic;
#[cfg(all(feature = "alloc", any(feature = "std", feature = "libm")))]
mod softmax;
mod squared;

#[cfg(any(feature = "std", feature = "libm"))]
pub use logistic::*;
#[cfg(all(feature = "alloc", any(feature = "std", feature = "libm")))]
pub use softmax::*;
pub use squared::*;

use crate::Scalar;

/// The weight of one example in a mean over `predictions`, checked to have one target each.
#[track_caller]
fn weight<T: Scalar>(predictions: usize, targets: usize) -> T {
    assert!(predictions == targets, "{predictions} predictions for {targets} targets");
    assert!(targets != 0, "the mean over no examples at all");
    T::one() / T::from_double(targets as f64)
}
