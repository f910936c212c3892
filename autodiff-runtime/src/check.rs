//! Is this gradient right? Central differences know; and forward mode knows what reverse mode must agree with.
//!
//! ```
//! use autodiff_runtime::check::check_gradient;
//!
//! let f = |x: &[f64]| x[0] * x[0] * x[1].sin();
//! let x = [1.5_f64, 0.5];
//! let right = [2.0 * x[0] * x[1].sin(), x[0] * x[0] * x[1].cos()];
//! assert!(check_gradient(f, &x[..], &right).is_ok());
//!
//! let wrong = [right[0], -right[1]];
//! let report = check_gradient(f, &x[..], &wrong);
//! assert!(!report.is_ok());
//! assert_eq!(report.worst().unwrap().index, 1);
//! ```
//!
//! [`check_gradient`] gives a report, [`assert_gradient`] is the form for tests, and [`GradientCheck`] sets the tolerance.
//! [`check_adjoint`] holds a pullback against forward mode, by the dot-product test: it measures nothing, and is exact to
//! rounding. `#[differentiate(check)]` writes a test that does both.
//!
//! A kink (`relu` at 0, a tie of `max`) has no derivative to measure: check on either side of it.

pub(crate) mod adjoint;
mod measure;
mod report;

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::borrow::BorrowMut;

pub use adjoint::{AdjointReport, assert_adjoint, check_adjoint};
pub use report::{Entry, GradientReport};

use crate::{Differentiable, DifferentiableMut, Scalar};

/// Compares a claimed gradient of `f` at a point with central differences, entry by entry.
///
/// The point is a slice, an array, a float, or a tuple of these and of `Vec`s, whatever
/// [`Differentiable`] value `f` takes; the claimed gradient has its shape. `f` may return `f64` or `f32`, and the
/// tolerance goes by that: see [`GradientCheck::new`].
///
/// ```
/// use autodiff_runtime::check::check_gradient;
///
/// let loss = |(w, b): &([f64; 2], f64)| (w[0] * 3.0 + w[1] * b).powi(2);
/// let at = ([1.0, 2.0], 0.5);
/// let report = check_gradient(loss, &at, &([24.0, 4.0], 16.0));
/// assert!(report.is_ok(), "{report}");
/// ```
///
/// # Panics
///
/// If the claimed gradient has another shape than the point.
#[track_caller]
pub fn check_gradient<P, R>(f: impl Fn(&P) -> R, at: &P, claimed: &P::Accumulator) -> GradientReport
where
    P: DifferentiableMut + ToOwned + ?Sized,
    P::Owned: BorrowMut<P>,
    R: Scalar,
{
    GradientCheck::new().check(f, at, claimed)
}

/// [`check_gradient`], and panics with the report unless the gradient is right.
///
/// ```
/// use autodiff_runtime::check::assert_gradient;
///
/// assert_gradient(|x| x.sin(), &0.5_f64, &0.5_f64.cos());
/// ```
///
/// ```should_panic
/// use autodiff_runtime::check::assert_gradient;
///
/// assert_gradient(|x| x.sin(), &0.5_f64, &0.5_f64.sin());
/// ```
///
/// # Panics
///
/// If the claimed gradient is wrong, or has another shape than the point.
#[track_caller]
pub fn assert_gradient<P, R>(f: impl Fn(&P) -> R, at: &P, claimed: &P::Accumulator)
where
    P: DifferentiableMut + ToOwned + ?Sized,
    P::Owned: BorrowMut<P>,
    R: Scalar,
{
    check_gradient(f, at, claimed).assert_ok();
}

/// A gradient check with a tolerance of one's own.
///
/// ```
/// use autodiff_runtime::check::GradientCheck;
///
/// let rough = GradientCheck::new().relative(1e-2);
/// assert!(rough.check(|x: &f64| x.exp(), &0.0, &1.005).is_ok());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GradientCheck {
    relative: Option<f64>,
    absolute: Option<f64>,
}

impl GradientCheck {
    /// The default tolerance: relative `10·√ε` and absolute `√ε`, with the machine epsilon `ε` of what the function
    /// returns; 1.5·10⁻⁷ and 1.5·10⁻⁸ for `f64`.
    ///
    /// An entry passes if claimed and measured value differ by no more than
    /// `absolute + relative·max(|claimed|, |measured|)`, and what rounding of the function's values alone can amount to.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the relative tolerance.
    ///
    /// # Panics
    ///
    /// If it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn relative(mut self, tolerance: f64) -> Self {
        self.relative = Some(valid(tolerance));
        self
    }

    /// Sets the absolute tolerance.
    ///
    /// # Panics
    ///
    /// If it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn absolute(mut self, tolerance: f64) -> Self {
        self.absolute = Some(valid(tolerance));
        self
    }

    /// As [`check_gradient`], with this tolerance.
    ///
    /// # Panics
    ///
    /// If the claimed gradient has another shape than the point.
    #[track_caller]
    pub fn check<P, R>(&self, f: impl Fn(&P) -> R, at: &P, claimed: &P::Accumulator) -> GradientReport
    where
        P: DifferentiableMut + ToOwned + ?Sized,
        P::Owned: BorrowMut<P>,
        R: Scalar,
    {
        let epsilon = R::epsilon().to_double();
        let root = crate::primitive::sqrt(epsilon);
        let relative = self.relative.unwrap_or(10.0 * root);
        let absolute = self.absolute.unwrap_or(root);

        let mut point = at.to_owned();
        let point: &mut P = point.borrow_mut();
        // Pairing them also finds a claim of the wrong shape.
        let mut leaves = Vec::with_capacity(at.leaf_count());
        point.zip_leaves_mut(claimed, &mut |x, g| leaves.push((*x, g)));

        let mut report = GradientReport::new();
        for (index, &(x, claimed)) in leaves.iter().enumerate() {
            let along = |moved: f64| {
                set_leaf(point, index, moved);
                (leaf(point, index), f(point).to_double())
            };
            let slope = measure::slope(along, x, epsilon, |slope| absolute + relative * larger(claimed, slope));
            set_leaf(point, index, x);
            report.push(Entry {
                index,
                at: x,
                claimed,
                measured: slope.value,
                error: slope.rounding + slope.truncation,
                allowed: absolute + relative * larger(claimed, slope.value) + slope.rounding,
            });
        }
        report
    }
}

#[track_caller]
fn valid(tolerance: f64) -> f64 {
    assert!(tolerance.is_finite() && tolerance >= 0.0, "a tolerance of {tolerance} is not finite and ≥ 0");
    tolerance
}

/// By how much two numbers differ, by what is allowed: up to 1 they agree. Infinite where either is not finite.
fn badness(one: f64, other: f64, allowed: f64) -> f64 {
    let off = num_traits::Float::abs(one - other);
    if !off.is_finite() {
        f64::INFINITY
    } else if off == 0.0 {
        0.0
    } else {
        off / allowed
    }
}

/// The larger magnitude; NaN counts as none.
fn larger(a: f64, b: f64) -> f64 {
    num_traits::Float::abs(a).max(num_traits::Float::abs(b))
}

fn leaf<P: Differentiable + ?Sized>(point: &P, index: usize) -> f64 {
    let mut found = f64::NAN;
    let mut at = 0;
    point.for_each_leaf(&mut |leaf| {
        if at == index {
            found = leaf;
        }
        at += 1;
    });
    found
}

fn set_leaf<P: DifferentiableMut + ?Sized>(point: &mut P, index: usize, value: f64) {
    let mut at = 0;
    point.for_each_leaf_mut(&mut |leaf| {
        if at == index {
            *leaf = value;
        }
        at += 1;
    });
}
