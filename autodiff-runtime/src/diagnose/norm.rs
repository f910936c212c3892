//! The Euclidean norm over all leaves.

use crate::Differentiable;
use crate::primitive::sqrt;

/// The Euclidean (L2) norm over all leaves, `√(Σ gᵢ²)`.
///
/// Formed without overflow or underflow of the squares. NaN if any entry is NaN, infinite if any is infinite (or the norm
/// itself is beyond the largest `f64`), 0 where there are no leaves.
///
/// ```
/// use autodiff_runtime::diagnose::global_norm;
///
/// assert_eq!(global_norm(&(vec![2.0, 3.0], 6.0)), 7.0);
/// let large = 2.0_f64.powi(1000);
/// assert_eq!(global_norm(&[3.0 * large, 4.0 * large]), 5.0 * large);
/// ```
#[must_use]
pub fn global_norm<G: Differentiable + ?Sized>(gradient: &G) -> f64 {
    Norm::of(gradient).value()
}

/// A norm as `scale · root`, which may be beyond what one `f64` can hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Norm {
    scale: f64,
    root: f64,
}

impl Norm {
    pub(crate) fn of<G: Differentiable + ?Sized>(gradient: &G) -> Self {
        let mut squares = 0.0;
        gradient.for_each_leaf(&mut |g| squares += g * g);
        // Above this every square that matters to the sum is a normal float. NaN fails the comparison as well.
        let safe = f64::MIN_POSITIVE / f64::EPSILON;
        if squares >= safe && squares < f64::INFINITY {
            return Self { scale: 1.0, root: sqrt(squares) };
        }
        let mut largest = 0.0_f64;
        gradient.for_each_leaf(&mut |g| largest = largest.max(if g < 0.0 { -g } else { g }));
        if squares.is_nan() || largest == 0.0 || largest == f64::INFINITY {
            return Self { scale: 1.0, root: if squares.is_nan() { squares } else { largest } };
        }
        // By a power of two nothing is rounded: the exponent of the largest entry, or of the least normal float.
        let scale = f64::from_bits(largest.to_bits() & f64::INFINITY.to_bits()).max(f64::MIN_POSITIVE);
        let mut squares = 0.0;
        gradient.for_each_leaf(&mut |g| squares += (g / scale) * (g / scale));
        Self { scale, root: sqrt(squares) }
    }

    pub(crate) fn value(self) -> f64 {
        self.scale * self.root
    }

    /// Is every entry finite? (The value may still be beyond the largest `f64`.)
    pub(crate) fn is_finite(self) -> bool {
        self.root.is_finite()
    }

    pub(crate) fn exceeds(self, bound: f64) -> bool {
        self.value() > bound
    }

    /// `entry · bound / norm`. Entry by norm comes first, a number between −1 and 1, so that nothing overflows.
    pub(crate) fn rescale(self, entry: f64, bound: f64) -> f64 {
        entry / self.scale / self.root * bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn squares_beyond_the_range_of_floats() {
        for size in [1e-320, 1e-300, 1e-160, 1e-150, 1.0, 1e150, 1e160, 1e300] {
            assert_relative_eq!(
                global_norm(&[2.0 * size, -3.0 * size, 6.0 * size]),
                7.0 * size,
                max_relative = 1e-3_f64.min(f64::EPSILON.max(1e-323 / size))
            );
        }
    }

    #[test]
    fn nothing_has_norm_zero_and_the_rest_shows() {
        assert_eq!(global_norm::<[f64; 0]>(&[]), 0.0);
        assert_eq!(global_norm(&None::<f64>), 0.0);
        assert_eq!(global_norm(&[0.0, -0.0]), 0.0);
        assert_eq!(global_norm(&[1.0, f64::NEG_INFINITY]), f64::INFINITY);
        assert!(global_norm(&[f64::INFINITY, f64::NAN]).is_nan());
        assert_eq!(global_norm(&[f64::MAX; 4]), f64::INFINITY);
    }
}
