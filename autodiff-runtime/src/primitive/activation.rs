//! The piecewise linear activations. They need no float library.

use crate::Scalar;

/// The rectifier `max(x, 0)`. Derivative: 1 for `x > 0`, and 0 for `x ≤ 0`, the kink at 0 included.
///
/// NaN stays NaN (where `f64::max` would turn it to 0 and hide it).
///
/// Source: Nair and Hinton, *Rectified linear units improve restricted Boltzmann machines* (ICML 2010).
///
/// ```
/// use autodiff_runtime::primitive::relu;
///
/// assert_eq!(relu(2.0), 2.0);
/// assert_eq!(relu(-2.0), 0.0);
/// assert!(relu(f64::NAN).is_nan());
/// ```
#[inline]
#[must_use]
pub fn relu<T: Scalar>(x: T) -> T {
    if x <= T::zero() { T::zero() } else { x }
}

/// The leaky rectifier: `x` for `x > 0`, else `slope · x`.
///
/// Derivative in `x`: 1 for `x > 0`, `slope` for `x ≤ 0`, the kink at 0 included. In `slope`: 0 for `x > 0`, else `x`.
///
/// Source: Maas, Hannun and Ng, *Rectifier nonlinearities improve neural network acoustic models* (ICML 2013).
///
/// ```
/// use autodiff_runtime::primitive::leaky_relu;
///
/// assert_eq!(leaky_relu(2.0, 0.25), 2.0);
/// assert_eq!(leaky_relu(-2.0, 0.25), -0.5);
/// ```
#[inline]
#[must_use]
pub fn leaky_relu<T: Scalar>(x: T, slope: T) -> T {
    if x > T::zero() { x } else { slope * x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectifiers_at_and_around_zero() {
        assert_eq!(relu(-0.0_f64).to_bits(), 0.0_f64.to_bits());
        assert_eq!(relu(f64::INFINITY), f64::INFINITY);
        assert_eq!(relu(f64::NEG_INFINITY), 0.0);
        assert_eq!(leaky_relu(0.0_f32, 0.1), 0.0);
        assert!(leaky_relu(f32::NAN, 0.1).is_nan());
    }
}
