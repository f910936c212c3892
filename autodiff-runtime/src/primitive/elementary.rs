//! The elementary functions under their names.

use crate::Scalar;

/// The power `x^y` with a float exponent.
///
/// Derivative: `y · x^(y−1)` in `x`, and 0 for every `x` where `y = 0`; `x^y · ln x` in `y`, which is 0 at `x = 0` for
/// `y ≥ 0`, and NaN for `x < 0`. For a constant integer exponent [`powi`](super::powi) is exact and faster.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::pow(4.0_f64, 0.5), 2.0);
/// ```
#[inline]
#[must_use]
pub fn pow<T: Scalar>(x: T, y: T) -> T {
    x.powf(y)
}

/// The exponential `eˣ`. Its own derivative.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::exp(0.0_f64), 1.0);
/// ```
#[inline]
#[must_use]
pub fn exp<T: Scalar>(x: T) -> T {
    x.exp()
}

/// The natural logarithm. Derivative: `1 / x`, which is infinite at 0, as calculus has it. NaN for `x < 0`.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::ln(1.0_f64), 0.0);
/// ```
#[inline]
#[must_use]
pub fn ln<T: Scalar>(x: T) -> T {
    x.ln()
}

/// The square root. Derivative: `1 / (2·√x)`, which is infinite at 0, as calculus has it. NaN for `x < 0`.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::sqrt(9.0_f64), 3.0);
/// ```
#[inline]
#[must_use]
pub fn sqrt<T: Scalar>(x: T) -> T {
    x.sqrt()
}

/// The hyperbolic tangent. Derivative: `1 − tanh²(x)`.
///
/// ```
/// assert_eq!(autodiff_runtime::primitive::tanh(0.0_f64), 0.0);
/// ```
#[inline]
#[must_use]
pub fn tanh<T: Scalar>(x: T) -> T {
    x.tanh()
}
