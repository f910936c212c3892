//! The activations that are built on the exponential. None of them overflows on the way to a finite result.

use crate::Scalar;
use crate::private::lit;

/// √(2/π), from the tanh form of GELU.
pub(crate) const GELU_SCALE: f64 = 0.797_884_560_802_865_4;
/// The weight of x³ in the tanh form of GELU.
pub(crate) const GELU_CUBIC: f64 = 0.044_715;
/// λ of SELU: with it, activations of mean 0 and variance 1 keep both.
pub(crate) const SELU_SCALE: f64 = 1.050_700_987_355_480_5;
/// α of SELU.
pub(crate) const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;

/// The logistic function `σ(x) = 1 / (1 + e⁻ˣ)`. Derivative: `σ(x)·(1 − σ(x))`.
///
/// The exponential is only ever taken of `−|x|`, so nothing overflows, and the left tail keeps its full relative
/// precision down to the smallest float.
///
/// ```
/// use autodiff_runtime::primitive::sigmoid;
///
/// assert_eq!(sigmoid(0.0), 0.5);
/// assert_eq!(sigmoid(-700.0_f64), (-700.0_f64).exp());
/// ```
#[inline]
#[must_use]
pub fn sigmoid<T: Scalar>(x: T) -> T {
    let e = (-x.abs()).exp();
    let s = if x < T::zero() { e } else { T::one() };
    s / (T::one() + e)
}

/// The exponential linear unit: `x` for `x > 0`, else `alpha·(eˣ − 1)`.
///
/// Derivative in `x`: 1 for `x > 0`, else `alpha·eˣ`, at 0 therefore `alpha`. In `alpha`: 0 for `x > 0`, else `eˣ − 1`.
///
/// Source: Clevert, Unterthiner and Hochreiter, *Fast and accurate deep network learning by exponential linear units
/// (ELUs)* (ICLR 2016).
///
/// ```
/// use autodiff_runtime::primitive::elu;
///
/// assert_eq!(elu(2.0, 1.0), 2.0);
/// assert_eq!(elu(-1.0_f64, 0.5), 0.5 * (-1.0_f64).exp_m1());
/// ```
#[inline]
#[must_use]
pub fn elu<T: Scalar>(x: T, alpha: T) -> T {
    if x > T::zero() { x } else { alpha * x.exp_m1() }
}

/// The scaled exponential linear unit: `λ·x` for `x > 0`, else `λ·α·(eˣ − 1)`, with `λ = 1.0507…` and `α = 1.6732…`.
///
/// Derivative: `λ` for `x > 0`, else `λ·α·eˣ`, at 0 therefore `λ·α`.
///
/// Source: Klambauer, Unterthiner, Mayr and Hochreiter, *Self-normalizing neural networks* (NeurIPS 2017), which gives
/// the two constants.
///
/// ```
/// use autodiff_runtime::primitive::selu;
///
/// assert_eq!(selu(1.0), 1.0507009873554805);
/// assert!((selu(-50.0_f64) + 1.7580993408473766).abs() < 1e-15); // −λ·α, the floor
/// ```
#[inline]
#[must_use]
pub fn selu<T: Scalar>(x: T) -> T {
    lit::<T>(SELU_SCALE) * elu(x, lit(SELU_ALPHA))
}

/// The Gaussian error linear unit in its tanh approximation:
/// `½·x·(1 + tanh(u))` with `u = √(2/π)·(x + 0.044715·x³)`, within 5·10⁻⁴ of `x·Φ(x)`.
///
/// Computed as the equal `x·σ(2u)`, which keeps its precision in the left tail, where `1 + tanh(u)` cancels.
/// Derivative: `σ(2u) + x·σ(2u)·(1 − σ(2u))·2u′` with `u′ = √(2/π)·(1 + 3·0.044715·x²)`.
///
/// Source: Hendrycks and Gimpel, *Gaussian error linear units (GELUs)* (2016), the approximation of section 2. It is what
/// PyTorch calls `approximate='tanh'`, and not its exact default.
///
/// ```
/// use autodiff_runtime::primitive::gelu;
///
/// assert_eq!(gelu(0.0), 0.0);
/// assert!((gelu(1.0_f64) - 0.841_191_990_608_276_8).abs() < 1e-15);
/// ```
#[inline]
#[must_use]
pub fn gelu<T: Scalar>(x: T) -> T {
    let u = lit::<T>(GELU_SCALE) * x * (T::one() + lit::<T>(GELU_CUBIC) * x * x);
    x * sigmoid(u + u)
}

/// The sigmoid linear unit `x·σ(x)`, also called swish. Derivative: `σ(x) + x·σ(x)·(1 − σ(x))`.
///
/// Source: Elfwing, Uchibe and Doya, *Sigmoid-weighted linear units for neural network function approximation in
/// reinforcement learning* (Neural Networks, 2018).
///
/// ```
/// use autodiff_runtime::primitive::{sigmoid, silu};
///
/// assert_eq!(silu(2.0), 2.0 * sigmoid(2.0));
/// ```
#[inline]
#[must_use]
pub fn silu<T: Scalar>(x: T) -> T {
    x * sigmoid(x)
}

/// The smooth rectifier `ln(1 + eˣ)`. Derivative: `σ(x)`.
///
/// Computed as `max(x, 0) + ln_1p(e^−|x|)`: it never overflows, and the left tail keeps its full relative precision.
///
/// Source: Dugas, Bengio, Bélisle, Nadeau and Garcia, *Incorporating second-order functional knowledge for better option
/// pricing* (NIPS 2000).
///
/// ```
/// use autodiff_runtime::primitive::softplus;
///
/// assert_eq!(softplus(0.0_f64), 2.0_f64.ln());
/// assert_eq!(softplus(1000.0), 1000.0);
/// assert_eq!(softplus(-700.0_f64), (-700.0_f64).exp());
/// ```
#[inline]
#[must_use]
pub fn softplus<T: Scalar>(x: T) -> T {
    x.max(T::zero()) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    const POINTS: [f64; 9] = [-30.0, -3.0, -1.0, -0.1, 0.0, 0.1, 1.0, 3.0, 30.0];

    #[test]
    fn smooth_activations_agree_with_their_textbook_forms() {
        for x in POINTS {
            assert_relative_eq!(sigmoid(x), 1.0 / (1.0 + (-x).exp()), max_relative = 1e-15);
            assert_relative_eq!(softplus(x), x.exp().ln_1p(), max_relative = 1e-15);
            let u = (2.0 / core::f64::consts::PI).sqrt() * (x + 0.044_715 * x.powi(3));
            // The textbook form loses the left tail to cancellation, hence the absolute bound.
            assert_relative_eq!(gelu(x), 0.5 * x * (1.0 + u.tanh()), epsilon = 1e-14);
        }
    }

    #[test]
    fn nothing_overflows_and_nan_stays() {
        assert_eq!(sigmoid(1e300_f64), 1.0);
        assert_eq!(sigmoid(-1e300_f64), 0.0);
        assert_eq!(sigmoid(f64::NEG_INFINITY), 0.0);
        assert_eq!(sigmoid(-100.0_f32), (-100.0_f32).exp());
        assert_eq!(softplus(-1e300_f64), 0.0);
        assert_eq!(softplus(f64::INFINITY), f64::INFINITY);
        assert_eq!(gelu(-1e200_f64), 0.0);
        assert_eq!(silu(-800.0_f64), 0.0);
        for f in [sigmoid::<f64>, softplus, gelu, silu, selu, |x| elu(x, 1.0)] {
            assert!(f(f64::NAN).is_nan());
        }
    }

    /// What defines λ and α: of a standard normal input, the output has mean 0 and variance 1 again. By the trapezoidal
    /// rule, split at the kink.
    #[test]
    fn selu_keeps_mean_and_variance() {
        let moment = |power: i32| {
            let step = 1e-3;
            let density = |z: f64| (-0.5 * z * z).exp() / (2.0 * core::f64::consts::PI).sqrt();
            let at = |k: i32| selu(step * f64::from(k)).powi(power) * density(step * f64::from(k));
            step * (-12_000..12_000).map(|k| 0.5 * (at(k) + at(k + 1))).sum::<f64>()
        };
        assert!(moment(1).abs() < 1e-6, "{}", moment(1));
        assert_relative_eq!(moment(2), 1.0, epsilon = 1e-6);
    }

    #[test]
    fn gelu_scale_has_its_definition() {
        assert_relative_eq!(GELU_SCALE, (2.0 / core::f64::consts::PI).sqrt());
    }
}
