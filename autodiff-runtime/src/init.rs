//! Initial weights, drawn from a named generator.
//!
//! ```
//! use autodiff_runtime::init::{Initializer, generator};
//!
//! let mut rng = generator(42);
//! let w: Vec<f64> = Initializer::glorot_uniform(30, 8).vec(30 * 8, &mut rng);
//! let b: Vec<f64> = Initializer::zeros().vec(8, &mut rng);
//! assert!(w.iter().all(|w| w.abs() <= (6.0_f64 / 38.0).sqrt()));
//! assert_eq!(b, [0.0; 8]);
//! ```
//!
//! # The same weights tomorrow
//!
//! [`generator`] is always `Pcg64` of the crate `rand_pcg` (PCG XSL RR 128/64), seeded by rand's `seed_from_u64`; how its
//! 64-bit words become floats is written down here, and not left to rand's distributions, which may change. So a seed
//! means the same uniform numbers on every machine and in every version of this crate, to the bit, and the same normal
//! numbers to the last digits of the platform's `ln`, `sin` and `cos`. Tests pin both.
//!
//! Source: O'Neill, *PCG: A family of simple fast space-efficient statistically good algorithms for random number
//! generation* (2014).

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;

use crate::Scalar;
use crate::primitive::{ln, sqrt};

/// The generator of this module: `Pcg64` in the state that belongs to `seed`. Not for secrets.
///
/// ```
/// use autodiff_runtime::init::{Initializer, generator};
///
/// let weights = |seed| -> Vec<f64> { Initializer::normal(0.0, 1.0).vec(3, &mut generator(seed)) };
/// assert_eq!(weights(7), weights(7));
/// assert_ne!(weights(7), weights(8));
/// ```
#[must_use]
pub fn generator(seed: u64) -> Pcg64 {
    Pcg64::seed_from_u64(seed)
}

/// A distribution to draw initial weights from.
///
/// The *fan-in* of a layer is the number of inputs that one of its outputs sums over, the *fan-out* the number of outputs
/// that one of its inputs reaches: for a dense layer from `n` to `m` values, `n` and `m`; for a convolution, each times
/// the size of the kernel.
///
/// Which one: Glorot's for layers that are followed by `tanh`, `sigmoid` or nothing, He's for `relu` and its kin.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Initializer {
    /// Every weight 0.
    Zeros,
    /// Evenly distributed from `low` up to, but for rounding not including, `high`.
    Uniform {
        /// The least value.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// Normally distributed (Gaussian).
    Normal {
        /// The mean.
        mean: f64,
        /// The standard deviation.
        std_dev: f64,
    },
}

impl Initializer {
    /// Every weight 0: for biases. (Weights that start equal stay equal.)
    #[must_use]
    pub fn zeros() -> Self {
        Self::Zeros
    }

    /// Evenly distributed from `low` up to, but for rounding not including, `high`.
    ///
    /// # Panics
    ///
    /// If `low` is greater than `high`, or either is not finite.
    #[must_use]
    #[track_caller]
    pub fn uniform(low: f64, high: f64) -> Self {
        assert!(low.is_finite() && high.is_finite() && low <= high, "no uniform distribution from {low} to {high}");
        Self::Uniform { low, high }
    }

    /// Normally distributed.
    ///
    /// # Panics
    ///
    /// If `std_dev` is negative, or either is not finite.
    #[must_use]
    #[track_caller]
    pub fn normal(mean: f64, std_dev: f64) -> Self {
        assert!(
            mean.is_finite() && std_dev.is_finite() && std_dev >= 0.0,
            "no normal distribution with mean {mean} and standard deviation {std_dev}"
        );
        Self::Normal { mean, std_dev }
    }

    /// Glorot's (Xavier's) uniform distribution, on `±√(6 / (fan_in + fan_out))`: variance `2 / (fan_in + fan_out)`, a
    /// compromise between keeping the variance of activations (forward) and that of gradients (backward).
    ///
    /// Source: Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural networks* (AISTATS
    /// 2010), equation 16.
    ///
    /// ```
    /// use autodiff_runtime::init::Initializer;
    ///
    /// let bound = (6.0_f64 / 12.0).sqrt();
    /// assert_eq!(Initializer::glorot_uniform(4, 8), Initializer::uniform(-bound, bound));
    /// ```
    ///
    /// # Panics
    ///
    /// If both fans are 0.
    #[must_use]
    #[track_caller]
    #[doc(alias = "xavier_uniform")]
    pub fn glorot_uniform(fan_in: usize, fan_out: usize) -> Self {
        symmetric(variance(2.0, fan_in + fan_out))
    }

    /// Glorot's (Xavier's) normal distribution: mean 0, standard deviation `√(2 / (fan_in + fan_out))`.
    ///
    /// Source: as [`glorot_uniform`](Self::glorot_uniform), equation 12.
    ///
    /// # Panics
    ///
    /// If both fans are 0.
    #[must_use]
    #[track_caller]
    #[doc(alias = "xavier_normal")]
    pub fn glorot_normal(fan_in: usize, fan_out: usize) -> Self {
        Self::normal(0.0, sqrt(variance(2.0, fan_in + fan_out)))
    }

    /// He's (Kaiming's) uniform distribution, on `±√(6 / fan_in)`: variance `2 / fan_in`, twice what keeps the variance of
    /// activations, since a rectifier halves it.
    ///
    /// Source: He, Zhang, Ren and Sun, *Delving deep into rectifiers: Surpassing human-level performance on ImageNet
    /// classification* (ICCV 2015), equation 10.
    ///
    /// # Panics
    ///
    /// If `fan_in` is 0.
    #[must_use]
    #[track_caller]
    #[doc(alias = "kaiming_uniform")]
    pub fn he_uniform(fan_in: usize) -> Self {
        symmetric(variance(2.0, fan_in))
    }

    /// He's (Kaiming's) normal distribution: mean 0, standard deviation `√(2 / fan_in)`.
    ///
    /// Source: as [`he_uniform`](Self::he_uniform).
    ///
    /// ```
    /// use autodiff_runtime::init::Initializer;
    ///
    /// assert_eq!(Initializer::he_normal(8), Initializer::normal(0.0, 0.5));
    /// ```
    ///
    /// # Panics
    ///
    /// If `fan_in` is 0.
    #[must_use]
    #[track_caller]
    #[doc(alias = "kaiming_normal")]
    pub fn he_normal(fan_in: usize) -> Self {
        Self::normal(0.0, sqrt(variance(2.0, fan_in)))
    }

    /// Writes fresh values over `weights`, in order.
    ///
    /// A uniform number takes one 64-bit word of the generator; two normal numbers take two, and an odd last one two as
    /// well. An `f32` is the `f64` of the same words, rounded.
    ///
    /// ```
    /// use autodiff_runtime::init::{Initializer, generator};
    ///
    /// let mut weights = [[0.0_f32; 3]; 2];
    /// Initializer::he_normal(3).fill(weights.as_flattened_mut(), &mut generator(1));
    /// assert!(weights.as_flattened().iter().all(|w| *w != 0.0));
    /// ```
    pub fn fill<T: Scalar, R: Rng + ?Sized>(self, weights: &mut [T], rng: &mut R) {
        match self {
            Self::Zeros => weights.fill(T::zero()),
            Self::Uniform { low, high } => {
                for weight in weights {
                    *weight = T::from_double(low + (high - low) * unit(rng));
                }
            }
            Self::Normal { mean, std_dev } => {
                for pair in weights.chunks_mut(2) {
                    let normals = two_normals(rng);
                    for (weight, normal) in pair.iter_mut().zip(normals) {
                        *weight = T::from_double(mean + std_dev * normal);
                    }
                }
            }
        }
    }

    /// `len` fresh values.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn vec<T: Scalar, R: Rng + ?Sized>(self, len: usize, rng: &mut R) -> alloc::vec::Vec<T> {
        let mut weights = alloc::vec![T::zero(); len];
        self.fill(&mut weights, rng);
        weights
    }
}

/// The uniform distribution around 0 with this variance: on `±√(3·variance)`.
fn symmetric(variance: f64) -> Initializer {
    let bound = sqrt(3.0 * variance);
    Initializer::Uniform { low: -bound, high: bound }
}

#[track_caller]
fn variance(gain: f64, fans: usize) -> f64 {
    assert!(fans != 0, "a layer without connections has no scale for its weights");
    gain / fans as f64
}

/// Uniform on [0, 1): the upper 53 bits of a word, all that an `f64` there can hold.
fn unit<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    (rng.next_u64() >> 11) as f64 * STEP
}

/// Two independent standard normal numbers from two uniform ones, as a point in polar coordinates.
///
/// Source: Box and Muller, *A note on the generation of random normal deviates* (Annals of Mathematical Statistics,
/// 1958).
fn two_normals<R: Rng + ?Sized>(rng: &mut R) -> [f64; 2] {
    // 1 − u is never 0, whose logarithm there is none of.
    let radius = sqrt(-2.0 * ln(1.0 - unit(rng)));
    let (sin, cos) = num_traits::Float::sin_cos(core::f64::consts::TAU * unit(rng));
    [radius * cos, radius * sin]
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use approx::assert_relative_eq;

    fn draw(initializer: Initializer) -> Vec<f64> {
        initializer.vec(100_001, &mut generator(2024))
    }

    fn moments(x: &[f64]) -> (f64, f64, f64) {
        let n = x.len() as f64;
        let mean = x.iter().sum::<f64>() / n;
        let central = |k: i32| x.iter().map(|x| (x - mean).powi(k)).sum::<f64>() / n;
        (mean, central(2), central(4) / central(2).powi(2))
    }

    #[test]
    fn uniform_weights_have_their_bounds_and_moments() {
        for (initializer, variance) in [
            (Initializer::glorot_uniform(30, 8), 2.0 / 38.0),
            (Initializer::he_uniform(50), 2.0 / 50.0),
            (Initializer::uniform(-3.0, 3.0), 3.0),
        ] {
            let x = draw(initializer);
            let bound = f64::sqrt(3.0 * variance);
            assert!(x.iter().all(|x| (-bound..=bound).contains(x)));
            let (mean, measured, kurtosis) = moments(&x);
            // Four standard errors of 100,001 draws.
            assert!(mean.abs() < 4.0 * f64::sqrt(variance / 1e5));
            assert_relative_eq!(measured, variance, max_relative = 0.012);
            assert_relative_eq!(kurtosis, 1.8, max_relative = 0.01);
        }
    }

    #[test]
    fn normal_weights_have_their_moments_and_tails() {
        for (initializer, mean, variance) in [
            (Initializer::glorot_normal(30, 8), 0.0, 2.0 / 38.0),
            (Initializer::he_normal(50), 0.0, 2.0 / 50.0),
            (Initializer::normal(5.0, 2.0), 5.0, 4.0),
        ] {
            let x = draw(initializer);
            let (measured_mean, measured, kurtosis) = moments(&x);
            assert!((measured_mean - mean).abs() < 4.0 * f64::sqrt(variance / 1e5));
            assert_relative_eq!(measured, variance, max_relative = 0.018);
            assert_relative_eq!(kurtosis, 3.0, max_relative = 0.03);
            let beyond_two = x.iter().filter(|x| (*x - mean).abs() > 2.0 * f64::sqrt(variance));
            assert_relative_eq!(beyond_two.count() as f64 / 1e5, 0.0455, max_relative = 0.06);
        }
    }

    #[test]
    fn neighbours_are_not_correlated() {
        for initializer in [Initializer::uniform(-1.0, 1.0), Initializer::normal(0.0, 1.0)] {
            let x = draw(initializer);
            let lagged: f64 = x.windows(2).map(|w| w[0] * w[1]).sum();
            let square: f64 = x.iter().map(|x| x * x).sum();
            assert!((lagged / square).abs() < 4.0 / 1e5_f64.sqrt());
        }
    }

    /// The stream itself, as an independent implementation of PCG XSL RR 128/64 gives it. A change here changes every
    /// user's weights: it must not happen.
    #[test]
    fn the_stream_is_pinned() {
        let uniform: Vec<f64> = Initializer::uniform(0.0, 1.0).vec(4, &mut generator(42));
        assert_eq!(uniform, [0.2265125179283135, 0.23910669031859955, 0.760833410686741, 0.5278396573581516]);
        let normal: Vec<f64> = Initializer::normal(0.0, 1.0).vec(3, &mut generator(42));
        for (got, want) in normal.into_iter().zip([0.049017572888746586, 0.715044657853571, -1.665693121258388]) {
            assert_relative_eq!(got, want, max_relative = 1e-14);
        }
        let single: Vec<f32> = Initializer::uniform(0.0, 1.0).vec(4, &mut generator(42));
        assert_eq!(single, uniform.iter().map(|&x| x as f32).collect::<Vec<_>>());
    }

    #[test]
    fn zeros_draw_nothing() {
        let mut rng = generator(1);
        let mut weights = [1.0, f64::NAN];
        Initializer::zeros().fill(&mut weights, &mut rng);
        assert_eq!(weights, [0.0; 2]);
        assert_eq!(rng, generator(1));
    }

    #[test]
    #[should_panic(expected = "a layer without connections has no scale for its weights")]
    fn a_fan_of_zero_is_refused() {
        let _ = Initializer::he_normal(0);
    }

    #[test]
    #[should_panic(expected = "no normal distribution with mean 0 and standard deviation -1")]
    fn a_negative_deviation_is_refused() {
        let _ = Initializer::normal(0.0, -1.0);
    }
}
