//! Clipping: transforms that keep a gradient from growing too large.
//!
//! They stand before the optimiser in a [`chain`](crate::optim::chain), and work on gradients alone, too:
//!
//! ```
//! use autodiff_runtime::clip::clip_by_global_norm;
//!
//! let mut gradient = (vec![3.0], 4.0); // of norm 5
//! clip_by_global_norm(1.0).clip(&mut gradient);
//! assert_eq!(gradient, (vec![0.6], 0.8));
//! ```
//!
//! What is not a number stays so: clipping never hides a gradient that has gone wrong. Each page says how.

use crate::optim::Transform;
use crate::{Differentiable, DifferentiableMut};

/// Scales a gradient down to a norm. See [`clip_by_global_norm`].
#[cfg(any(feature = "std", feature = "libm"))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClipByGlobalNorm {
    max_norm: f64,
}

/// Clips by the norm over all leaves: `g ← g·min(1, τ/‖g‖)`, with `τ = max_norm`. The direction is kept.
///
/// A gradient with an entry that is NaN or infinite has no such scale: it is passed on as it is, every entry of it, so that
/// it is seen in the parameters and in the next loss. (Scaled by `τ/inf` an infinite entry would become NaN and all others
/// 0, and by `τ/NaN` all would become NaN.) Large entries alone are no reason: the norm is formed without overflow.
///
/// Source: Pascanu, Mikolov and Bengio, *On the difficulty of training recurrent neural networks* (ICML 2013).
///
/// # Panics
///
/// If `max_norm` is not greater than 0, or not finite.
#[cfg(any(feature = "std", feature = "libm"))]
#[must_use]
#[track_caller]
pub fn clip_by_global_norm(max_norm: f64) -> ClipByGlobalNorm {
    ClipByGlobalNorm { max_norm: valid_bound(max_norm) }
}

#[cfg(any(feature = "std", feature = "libm"))]
impl ClipByGlobalNorm {
    /// Clips one gradient in place.
    ///
    /// ```
    /// use autodiff_runtime::clip::clip_by_global_norm;
    ///
    /// let mut small = [0.3, 0.4];
    /// clip_by_global_norm(1.0).clip(&mut small);
    /// assert_eq!(small, [0.3, 0.4]);
    /// ```
    pub fn clip<G: DifferentiableMut + ?Sized>(&self, gradient: &mut G) {
        let norm = crate::diagnose::Norm::of(gradient);
        if norm.is_finite() && norm.exceeds(self.max_norm) {
            gradient.for_each_leaf_mut(&mut |g| *g = norm.rescale(*g, self.max_norm));
        }
    }
}

#[cfg(any(feature = "std", feature = "libm"))]
impl<P: Differentiable + ?Sized> Transform<P> for ClipByGlobalNorm {
    type State = ();

    fn init(&self, _params: &P) {}

    fn update(&self, updates: &mut P::Accumulator, _state: &mut (), _params: &P) {
        self.clip(updates);
    }
}

/// Clips every entry to an interval. See [`clip_by_value`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClipByValue {
    limit: f64,
}

/// Clips every entry by itself: `gᵢ ← clamp(gᵢ, −limit, limit)`. The direction may change.
///
/// An entry that is NaN stays NaN. One that is infinite becomes `±limit` like any other that is too large.
///
/// # Panics
///
/// If `limit` is not greater than 0, or not finite.
#[must_use]
#[track_caller]
pub fn clip_by_value(limit: f64) -> ClipByValue {
    ClipByValue { limit: valid_bound(limit) }
}

impl ClipByValue {
    /// Clips one gradient in place.
    ///
    /// ```
    /// use autodiff_runtime::clip::clip_by_value;
    ///
    /// let mut gradient = [5.0, -0.5, f64::NEG_INFINITY];
    /// clip_by_value(1.0).clip(&mut gradient);
    /// assert_eq!(gradient, [1.0, -0.5, -1.0]);
    /// ```
    pub fn clip<G: DifferentiableMut + ?Sized>(&self, gradient: &mut G) {
        gradient.for_each_leaf_mut(&mut |g| *g = g.clamp(-self.limit, self.limit));
    }
}

impl<P: Differentiable + ?Sized> Transform<P> for ClipByValue {
    type State = ();

    fn init(&self, _params: &P) {}

    fn update(&self, updates: &mut P::Accumulator, _state: &mut (), _params: &P) {
        self.clip(updates);
    }
}

#[track_caller]
fn valid_bound(bound: f64) -> f64 {
    assert!(bound.is_finite() && bound > 0.0, "a bound of {bound} to clip by is not finite and > 0");
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_are_not_numbers_stay() {
        let mut gradient = [f64::NAN, 2.0];
        clip_by_value(1.0).clip(&mut gradient);
        assert!(gradient[0].is_nan());
        assert_eq!(gradient[1], 1.0);
    }

    #[test]
    #[should_panic(expected = "a bound of 0 to clip by is not finite and > 0")]
    fn a_bound_that_leaves_nothing_is_refused() {
        let _ = clip_by_value(0.0);
    }

    #[cfg(any(feature = "std", feature = "libm"))]
    mod by_norm {
        use super::*;
        use crate::diagnose::global_norm;
        use approx::assert_relative_eq;

        #[test]
        fn the_norm_is_over_all_leaves_and_the_direction_is_kept() {
            let mut gradient = ([6.0, 0.0], 8.0_f32);
            clip_by_global_norm(5.0).clip(&mut gradient);
            assert_eq!(gradient, ([3.0, 0.0], 4.0));
        }

        #[test]
        fn a_norm_at_the_bound_is_left_to_the_bit() {
            let before = [3.0, 4.0];
            for max_norm in [5.0, 1e300] {
                let mut gradient = before;
                clip_by_global_norm(max_norm).clip(&mut gradient);
                assert_eq!(gradient, before);
            }
            let mut zero = [0.0; 2];
            clip_by_global_norm(1e-300).clip(&mut zero);
            assert_eq!(zero, [0.0; 2]);
        }

        #[test]
        fn entries_whose_squares_overflow_are_clipped_all_the_same() {
            for size in [1e200, f64::MAX, 1e-200] {
                let mut gradient = [size; 4];
                clip_by_global_norm(1e-250).clip(&mut gradient);
                assert_relative_eq!(global_norm(&gradient), 1e-250, max_relative = 1e-14);
                assert_relative_eq!(gradient[0], 0.5e-250, max_relative = 1e-14);
            }
        }

        #[test]
        fn a_norm_that_is_not_finite_is_passed_on_unhidden() {
            for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                let mut gradient = [100.0, bad];
                clip_by_global_norm(1.0).clip(&mut gradient);
                assert_eq!(gradient[0], 100.0);
                assert_eq!(gradient[1].to_bits(), bad.to_bits());
            }
        }
    }
}
