//! Arithmetic under its names, for whoever composes functions instead of writing operators.

use crate::Scalar;

/// The sum `x + y`. Derivative: 1 in `x`, 1 in `y`.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::add(2.0, 3.0), 5.0);
/// ```
#[inline]
#[must_use]
pub fn add<T: Scalar>(x: T, y: T) -> T {
    x + y
}

/// The difference `x − y`. Derivative: 1 in `x`, −1 in `y`.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::sub(2.0, 3.0), -1.0);
/// ```
#[inline]
#[must_use]
pub fn sub<T: Scalar>(x: T, y: T) -> T {
    x - y
}

/// The product `x · y`. Derivative: `y` in `x`, `x` in `y`.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::mul(2.0, 3.0), 6.0);
/// ```
#[inline]
#[must_use]
pub fn mul<T: Scalar>(x: T, y: T) -> T {
    x * y
}

/// The quotient `x / y`. Derivative: `1 / y` in `x`, `−x / y²` in `y`.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::div(3.0, 2.0), 1.5);
/// ```
#[inline]
#[must_use]
pub fn div<T: Scalar>(x: T, y: T) -> T {
    x / y
}

/// The negative `−x`. Derivative: −1.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::neg(2.0), -2.0);
/// ```
#[inline]
#[must_use]
pub fn neg<T: Scalar>(x: T) -> T {
    -x
}

/// The integer power `xⁿ`. Derivative in `x`: `n · xⁿ⁻¹`, and 0 for every `x` where `n = 0`.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::powi(-2.0, 3), -8.0);
/// ```
#[inline]
#[must_use]
pub fn powi<T: Scalar>(x: T, n: i32) -> T {
    x.powi(n)
}

/// The identity, through which no derivative passes: for the compiler `x` is a constant from here on.
///
/// For a target that is computed from the parameters but must not be moved by them, or for a cast of an active value to
/// an integer.
///
/// ```
/// use autodiff_runtime::prelude::*;
///
/// assert_eq!(stop_gradient(2.5_f64) as usize, 2);
/// assert_eq!(stop_gradient([1.0, 2.0]), [1.0, 2.0]);
/// ```
#[inline]
#[must_use]
pub fn stop_gradient<T>(x: T) -> T {
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_with_extreme_exponents() {
        assert_eq!(powi(0.0_f64, 0), 1.0);
        assert_eq!(powi(-1.0_f64, i32::MIN), 1.0);
        assert_eq!(powi(-1.0_f64, i32::MAX), -1.0);
        assert_eq!(powi(2.0_f32, -2), 0.25);
    }

    #[test]
    fn names_mean_their_operators_in_both_types() {
        assert_eq!(sub(mul(2.0_f32, 3.0), div(neg(4.0), 8.0)), 6.5);
        assert_eq!(add(0.1_f64, 0.2), 0.1 + 0.2);
    }
}
