//! Do forward and reverse mode agree? The dot-product test.

use alloc::vec::Vec;
use core::borrow::{Borrow, BorrowMut};
use core::fmt;

use crate::{Differentiable, DifferentiableMut};

/// Directions and cotangents that are tried.
const DRAWS: u64 = 4;

/// By how many units of rounding the two sums may differ: 10⁻¹² for `f64`.
const TOLERANCE: f64 = 1e-12 / f64::EPSILON;

/// The dot-product test: whatever the direction `ẋ` and the cotangent `ȳ`, `⟨ȳ, J ẋ⟩ = ⟨Jᵀ ȳ, ẋ⟩`.
///
/// The left side is forward mode's, the right side reverse mode's. There is no step size, so that they agree to rounding:
/// `10⁻¹²` of the magnitude of what is summed (`5·10⁻⁴` where a number is an `f32`). It can't tell which side is wrong, nor that
/// both are in the same way: for that there is [`check_gradient`](super::check_gradient).
///
/// - `at` and `value` are the argument and the function's value there, of which the shapes are taken;
/// - `jvp` takes a direction `ẋ` to `J ẋ`: what `f_jvp` returns beside the value;
/// - `pullback` takes a cotangent `ȳ`, and adds `Jᵀ ȳ` to a gradient that holds zeros: what `f_pullback` returns beside the value.
///
/// Four directions and cotangents are tried, the same in every run, with numbers between 0.5 and 1.5 of either sign.
///
/// ```
/// use autodiff_runtime::{check::check_adjoint, prelude::*};
///
/// #[differentiate(jvp)]
/// fn polar(x: f64, y: f64) -> [f64; 2] {
///     [x.hypot(y), y.atan2(x)]
/// }
///
/// let (x, y) = (1.5, 2.0);
/// let (value, pullback) = polar_pullback(x, y);
/// let report = check_adjoint(
///     &(x, y),
///     &value,
///     |(d_x, d_y)| polar_jvp(x, *d_x, y, *d_y).1,
///     |d_value, (d_x, d_y)| pullback(*d_value, d_x, d_y),
/// );
/// assert!(report.is_ok(), "{report}");
/// ```
///
/// Source: Claerbout, *Earth soundings analysis: processing versus inversion* (1992), chapter 5.
pub fn check_adjoint<X, Y>(
    at: &X,
    value: &Y,
    mut jvp: impl FnMut(&X::Gradient) -> Y::Gradient,
    mut pullback: impl FnMut(&Y::Accumulator, &mut X::Gradient),
) -> AdjointReport
where
    X: Differentiable + ?Sized,
    Y: Differentiable + ?Sized,
{
    let mut draws = Draws::default();
    let mut worst: Option<AdjointReport> = None;
    for _ in 0..DRAWS {
        let direction = draws.of(zeros(at));
        let cotangent = draws.of(zeros(value));
        let epsilon = epsilon(zeros(at)).max(epsilon(zeros(value)));
        let tangent = jvp(&direction);
        let mut gradient = zeros(at);
        pullback(cotangent.borrow(), &mut gradient);
        let (forward, of_forward) = dot(&leaves(&cotangent), &leaves(&tangent));
        let (backward, of_backward) = dot(&leaves(&gradient), &leaves(&direction));
        let allowed = TOLERANCE * epsilon * (of_forward + of_backward);
        let report = AdjointReport { forward, backward, allowed };
        if worst.is_none_or(|worst| report.badness() > worst.badness()) {
            worst = Some(report);
        }
    }
    worst.unwrap_or(AdjointReport { forward: 0.0, backward: 0.0, allowed: 0.0 })
}

/// [`check_adjoint`], and panics with the report unless both modes agree.
///
/// ```should_panic
/// use autodiff_runtime::check::assert_adjoint;
///
/// // Of sin² x, and one of them is wrong.
/// let x: f64 = 0.5;
/// assert_adjoint(&x, &x.sin().powi(2), |d_x| 2.0 * x.sin() * d_x, |d, d_x| *d_x += d * (2.0 * x).sin());
/// ```
///
/// # Panics
///
/// If forward and reverse mode differ.
#[track_caller]
pub fn assert_adjoint<X, Y>(
    at: &X,
    value: &Y,
    jvp: impl FnMut(&X::Gradient) -> Y::Gradient,
    pullback: impl FnMut(&Y::Accumulator, &mut X::Gradient),
) where
    X: Differentiable + ?Sized,
    Y: Differentiable + ?Sized,
{
    check_adjoint(at, value, jvp, pullback).assert_ok();
}

/// What [`check_adjoint`] found, of the direction and the cotangent for which the two modes differ most.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use = "a report does nothing by itself: ask `is_ok()`, or `assert_ok()`"]
#[non_exhaustive]
pub struct AdjointReport {
    /// `⟨ȳ, J ẋ⟩`, of forward mode.
    pub forward: f64,
    /// `⟨Jᵀ ȳ, ẋ⟩`, of reverse mode.
    pub backward: f64,
    /// The difference that was allowed.
    pub allowed: f64,
}

impl AdjointReport {
    /// Do both modes agree? NaN and infinities never do.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.badness() <= 1.0
    }

    /// Panics with the report unless both modes agree.
    ///
    /// # Panics
    ///
    /// If they differ.
    #[track_caller]
    pub fn assert_ok(&self) {
        assert!(self.is_ok(), "dot-product test failed: {self}");
    }

    /// The difference by the allowed one.
    fn badness(&self) -> f64 {
        super::badness(self.forward, self.backward, self.allowed)
    }
}

impl fmt::Display for AdjointReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_ok() { "agree" } else { "differ" };
        write!(
            f,
            "forward and reverse mode {verdict}: ⟨ȳ, J ẋ⟩ is {}, ⟨Jᵀ ȳ, ẋ⟩ is {}, allowed to differ by {:.1e}",
            self.forward, self.backward, self.allowed
        )
    }
}

/// Of this shape; what is no leaf is zero as well, so that no derivative is sought there.
pub(crate) fn zeros<X: Differentiable + ?Sized>(of: &X) -> X::Gradient {
    let mut zeros = of.zero_gradient();
    zeros.reset_to_zero();
    zeros
}

pub(crate) fn leaves<X: Differentiable + ?Sized>(of: &X) -> Vec<f64> {
    let mut leaves = Vec::with_capacity(of.leaf_count());
    of.for_each_leaf(&mut |leaf| leaves.push(leaf));
    leaves
}

/// What a number of a value is rounded to: the coarsest of them.
pub(crate) fn epsilon<G: DifferentiableMut>(mut of: G) -> f64 {
    const TENTH: f64 = 0.1;
    of.for_each_leaf_mut(&mut |leaf| *leaf = TENTH);
    match leaves(&of).iter().all(|leaf| leaf.to_bits() == TENTH.to_bits()) {
        true => f64::EPSILON,
        false => f64::from(f32::EPSILON),
    }
}

/// The sum of the products, and of their magnitudes.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> (f64, f64) {
    assert_eq!(a.len(), b.len(), "a derivative of {} numbers, where there are {}", b.len(), a.len());
    let products = a.iter().zip(b).map(|(a, b)| a * b);
    products.fold((0.0, 0.0), |(sum, magnitude), product| (sum + product, magnitude + num_traits::Float::abs(product)))
}

/// Numbers between 0.5 and 1.5 of either sign, the same in every run.
///
/// Source: Steele, Lea and Flood, *Fast splittable pseudorandom number generators* (2014): SplitMix64.
#[derive(Default)]
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn of<G: BorrowMut<A>, A: DifferentiableMut + ?Sized>(&mut self, mut shape: G) -> G {
        shape.borrow_mut().for_each_leaf_mut(&mut |leaf| *leaf = self.next());
        shape
    }

    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let unit = (bits >> 11) as f64 / (1_u64 << 53) as f64;
        if bits & 1 == 0 { 0.5 + unit } else { -0.5 - unit }
    }
}
