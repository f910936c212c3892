//! The truth for programs that differences can't tell to ten digits: the same program over dual numbers, by num-dual.

use num_dual::Dual64;

/// A number without a derivative.
pub(crate) fn c(value: f64) -> Dual64 {
    Dual64::from(value)
}

/// The gradient of a program over dual numbers, one argument after the other.
pub(crate) fn gradient(f: impl Fn(&[Dual64]) -> Dual64, at: &[f64]) -> Vec<f64> {
    let seeded = |k| at.iter().enumerate().map(|(i, &x)| Dual64::new(x, f64::from(i == k))).collect::<Vec<_>>();
    (0..at.len()).map(|k| f(&seeded(k)).eps).collect()
}

/// To ten digits, relative to one or to the larger of the two.
#[track_caller]
pub(crate) fn assert_same_slopes(got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len(), "{got:?} has not the shape of {want:?}");
    for (g, w) in got.iter().zip(want) {
        assert!((g - w).abs() <= 1e-10 * w.abs().max(1.0), "{got:?} should be {want:?}");
    }
}
