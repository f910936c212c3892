//! Slopes of the smooth activations. At 0 `elu` and `selu` have the left branch's slope.

use crate::Scalar;
use crate::primitive::{GELU_CUBIC, GELU_SCALE, SELU_ALPHA, SELU_SCALE, sigmoid};
use crate::private::lit;

/// The derivative of `sigmoid`: `σ(x)·(1 − σ(x))`, as `e/(1 + e)²` with `e = e^−|x|`, which keeps its relative precision
/// in both tails, where `1 − σ(x)` would round to 0 for `x > 37`.
#[inline]
pub fn sigmoid_slope<T: Scalar>(x: T) -> T {
    let e = (-x.abs()).exp();
    let whole = T::one() + e;
    e / (whole * whole)
}

/// The derivative of `softplus`: `σ(x)`.
#[inline]
pub fn softplus_slope<T: Scalar>(x: T) -> T {
    sigmoid(x)
}

/// The derivative of `silu`: `σ(x) + x·σ′(x)`.
#[inline]
pub fn silu_slope<T: Scalar>(x: T) -> T {
    sigmoid(x) + x_times_vanishing(x, sigmoid_slope(x))
}

/// The derivative of `gelu` in its tanh form: `σ(2u) + x·σ′(2u)·2u′`, with `u = √(2/π)·(x + 0.044715·x³)` and
/// `u′ = √(2/π)·(1 + 3·0.044715·x²)`.
#[inline]
pub fn gelu_slope<T: Scalar>(x: T) -> T {
    let (scale, cubic) = (lit::<T>(2.0 * GELU_SCALE), lit::<T>(GELU_CUBIC) * x * x);
    let twice_u = scale * x * (T::one() + cubic);
    let twice_u_slope = scale * (T::one() + lit::<T>(3.0) * cubic);
    sigmoid(twice_u) + x_times_vanishing(x * twice_u_slope, sigmoid_slope(twice_u))
}

/// The derivative of `elu` in `x`: 1 for `x > 0`, else `alpha·eˣ`. In `alpha` it is 0 for `x > 0`, else `eˣ − 1`.
#[inline]
pub fn elu_slope<T: Scalar>(x: T, alpha: T) -> T {
    if x > T::zero() { T::one() } else { alpha * x.exp() }
}

/// The derivative of `selu`: `λ` for `x > 0`, else `λ·α·eˣ`.
#[inline]
pub fn selu_slope<T: Scalar>(x: T) -> T {
    lit::<T>(SELU_SCALE) * elu_slope(x, lit(SELU_ALPHA))
}

/// `x·s` where `s` falls off exponentially in `x`: once it is 0 the product is, too, and never inf·0.
#[inline]
fn x_times_vanishing<T: Scalar>(x: T, s: T) -> T {
    if s == T::zero() { s } else { x * s }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitive::{elu, gelu, selu, silu, softplus};
    use approx::assert_relative_eq;

    fn measured(f: impl Fn(f64) -> f64, x: f64) -> f64 {
        let h = 1e-3;
        (8.0 * (f(x + h) - f(x - h)) - (f(x + 2.0 * h) - f(x - 2.0 * h))) / (12.0 * h)
    }

    #[test]
    fn slopes_agree_with_central_differences() {
        for x in [-6.0, -2.0, -0.7, -0.1, 0.1, 0.7, 2.0, 6.0] {
            for (name, slope, f) in [
                ("sigmoid", sigmoid_slope(x), sigmoid as fn(f64) -> f64),
                ("softplus", softplus_slope(x), softplus),
                ("silu", silu_slope(x), silu),
                ("gelu", gelu_slope(x), gelu),
                ("elu", elu_slope(x, 0.7), |x| elu(x, 0.7)),
                ("selu", selu_slope(x), selu),
            ] {
                let want = measured(f, x);
                assert!((slope - want).abs() < 1e-10, "{name}′({x}) = {slope}, measured {want}");
            }
        }
    }

    #[test]
    fn tails_keep_their_precision_and_never_meet_an_infinity() {
        assert_eq!(sigmoid_slope(700.0_f64), (-700.0_f64).exp());
        assert_eq!(sigmoid_slope(-700.0_f64), (-700.0_f64).exp());
        for (x, limit) in [(1e200, 1.0), (f64::INFINITY, 1.0), (-1e200, 0.0), (f64::NEG_INFINITY, 0.0)] {
            assert_eq!(silu_slope(x), limit, "silu′({x})");
            assert_eq!(gelu_slope(x), limit, "gelu′({x})");
        }
        for slope in [sigmoid_slope, softplus_slope, silu_slope, gelu_slope, selu_slope] {
            assert!(slope(f64::NAN).is_nan());
        }
    }

    #[test]
    fn the_left_slope_holds_at_zero() {
        assert_eq!(elu_slope(0.0, 0.5), 0.5);
        assert_relative_eq!(selu_slope(0.0_f64), SELU_SCALE * SELU_ALPHA);
        assert_relative_eq!(selu_slope(1e-300_f64), SELU_SCALE);
    }
}
