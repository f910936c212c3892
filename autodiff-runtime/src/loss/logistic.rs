//! Binary cross-entropy, from logits.

use super::weight;
use crate::Scalar;
use crate::primitive::sigmoid;
use crate::private::{Flag, check_len, derived_from};

/// The cross-entropy `−y·ln σ(z) − (1 − y)·ln(1 − σ(z))` of the label `y` and the logit `z`, in nats.
///
/// Computed as `max(z, 0) − z·y + ln_1p(e^−|z|)`, which never overflows and is exact to rounding for every logit; the
/// probability `σ(z)` itself is never formed, since it rounds to 1 from `z = 37` on. Labels are 0 or 1, or anything between
/// (soft labels).
///
/// Gradient: `σ(z) − y` in `logit`, `−z` in `label`.
///
/// Source: the logistic loss in the form of TensorFlow's `sigmoid_cross_entropy_with_logits`.
///
/// ```
/// use autodiff_runtime::loss::binary_cross_entropy_from_logits;
///
/// assert_eq!(binary_cross_entropy_from_logits(0.0, 1.0), 2.0_f64.ln());
/// assert_eq!(binary_cross_entropy_from_logits(-1000.0, 1.0), 1000.0);
/// assert_eq!(binary_cross_entropy_from_logits(1000.0, 1.0), 0.0);
/// ```
#[inline]
#[must_use]
pub fn binary_cross_entropy_from_logits<T: Scalar>(logit: T, label: T) -> T {
    let entropy = (-logit.abs()).exp().ln_1p();
    // `max(z, 0) − z·y`, without the cancellation of two large numbers where the label is 1.
    let linear = if logit > T::zero() { logit * (T::one() - label) } else { -logit * label };
    linear + entropy
}

/// The gradient of [`binary_cross_entropy_from_logits`] in `logit`: `σ(z) − y`.
///
/// Computed as the equal `(1 − y)·σ(z) − y·σ(−z)`, which keeps its relative precision for labels 0 and 1 however sure the
/// prediction is.
///
/// ```
/// use autodiff_runtime::loss::binary_cross_entropy_from_logits_grad;
///
/// assert_eq!(binary_cross_entropy_from_logits_grad(0.0, 1.0), -0.5);
/// assert_eq!(binary_cross_entropy_from_logits_grad(100.0_f64, 1.0), -(-100.0_f64).exp());
/// ```
#[inline]
#[must_use]
pub fn binary_cross_entropy_from_logits_grad<T: Scalar>(logit: T, label: T) -> T {
    (T::one() - label) * sigmoid(logit) - label * sigmoid(-logit)
}

/// [`binary_cross_entropy_from_logits`] and its gradient in `logit`.
///
/// ```
/// use autodiff_runtime::loss::binary_cross_entropy_from_logits_value_and_grad;
///
/// let (value, d_logit) = binary_cross_entropy_from_logits_value_and_grad(0.0, 1.0);
/// assert_eq!((value, d_logit), (2.0_f64.ln(), -0.5));
/// ```
#[inline]
#[must_use]
pub fn binary_cross_entropy_from_logits_value_and_grad<T: Scalar>(logit: T, label: T) -> (T, T) {
    (binary_cross_entropy_from_logits(logit, label), binary_cross_entropy_from_logits_grad(logit, label))
}

/// [`binary_cross_entropy_from_logits`] as differentiated functions call it; the label may be active, too.
#[doc(hidden)]
#[inline]
pub fn binary_cross_entropy_from_logits_pullback_for<T: Scalar, Z: Flag, Y: Flag, F>(
    primal: F,
    (_, logit): (Z, T),
    (_, label): (Y, T),
) -> (T, impl Fn(&T, ((), Z::Slot<&mut T>), ((), Y::Slot<&mut T>)) + use<T, Z, Y, F>)
where
    F: Fn(T, T) -> T + Copy + 'static,
{
    derived_from(primal, binary_cross_entropy_from_logits::<T>);
    let value = binary_cross_entropy_from_logits(logit, label);
    let pullback =
        move |d_value: &T, (_, mut d_logit): ((), Z::Slot<&mut T>), (_, mut d_label): ((), Y::Slot<&mut T>)| {
            if let Some(d_logit) = Z::slot(&mut d_logit) {
                **d_logit += *d_value * binary_cross_entropy_from_logits_grad(logit, label);
            }
            if let Some(d_label) = Y::slot(&mut d_label) {
                **d_label -= *d_value * logit;
            }
        };
    (value, pullback)
}

/// The mean of [`binary_cross_entropy_from_logits`] over a slice, the log-loss of a classifier, in nats an example.
///
/// Gradient: `(σ(zᵢ) − yᵢ) / n` in `logits[i]`, `−zᵢ / n` in `labels[i]`.
///
/// ```
/// use autodiff_runtime::loss::mean_binary_cross_entropy_from_logits;
///
/// assert_eq!(mean_binary_cross_entropy_from_logits(&[0.0, 0.0], &[0.0, 1.0]), 2.0_f64.ln());
/// ```
///
/// # Panics
///
/// If the slices differ in length, or are empty.
#[inline]
#[must_use]
#[track_caller]
pub fn mean_binary_cross_entropy_from_logits<T: Scalar>(logits: &[T], labels: &[T]) -> T {
    let weight = weight::<T>(logits.len(), labels.len());
    let mut sum = T::zero();
    for (&logit, &label) in logits.iter().zip(labels) {
        sum += binary_cross_entropy_from_logits(logit, label);
    }
    sum * weight
}

/// [`mean_binary_cross_entropy_from_logits`], its gradient in `logits` written over `d_logits`.
///
/// # Panics
///
/// If the three slices differ in length, or are empty.
#[inline]
#[track_caller]
pub fn mean_binary_cross_entropy_from_logits_grad_into<T: Scalar>(logits: &[T], labels: &[T], d_logits: &mut [T]) -> T {
    let weight = weight::<T>(logits.len(), labels.len());
    check_len("logits", logits.len(), d_logits.len());
    let mut sum = T::zero();
    for ((d, &logit), &label) in d_logits.iter_mut().zip(logits).zip(labels) {
        sum += binary_cross_entropy_from_logits(logit, label);
        *d = weight * binary_cross_entropy_from_logits_grad(logit, label);
    }
    sum * weight
}

/// The gradient of [`mean_binary_cross_entropy_from_logits`] in `logits`: `(σ(zᵢ) − yᵢ) / n`.
///
/// ```
/// use autodiff_runtime::loss::mean_binary_cross_entropy_from_logits_grad;
///
/// assert_eq!(mean_binary_cross_entropy_from_logits_grad(&[0.0_f64, 0.0], &[0.0, 1.0]), [0.25, -0.25]);
/// ```
///
/// # Panics
///
/// If the slices differ in length, or are empty.
#[cfg(feature = "alloc")]
#[inline]
#[must_use]
#[track_caller]
pub fn mean_binary_cross_entropy_from_logits_grad<T: Scalar>(logits: &[T], labels: &[T]) -> alloc::vec::Vec<T> {
    let weight = weight::<T>(logits.len(), labels.len());
    let slope = |(&logit, &label)| weight * binary_cross_entropy_from_logits_grad(logit, label);
    logits.iter().zip(labels).map(slope).collect()
}

/// [`mean_binary_cross_entropy_from_logits`] and its gradient in `logits`.
///
/// # Panics
///
/// If the slices differ in length, or are empty.
#[cfg(feature = "alloc")]
#[inline]
#[must_use]
#[track_caller]
pub fn mean_binary_cross_entropy_from_logits_value_and_grad<T: Scalar>(
    logits: &[T],
    labels: &[T],
) -> (T, alloc::vec::Vec<T>) {
    let mut d_logits = alloc::vec![T::zero(); logits.len()];
    let value = mean_binary_cross_entropy_from_logits_grad_into(logits, labels, &mut d_logits);
    (value, d_logits)
}

/// [`mean_binary_cross_entropy_from_logits`] as differentiated functions call it; the labels may be active, too.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn mean_binary_cross_entropy_from_logits_pullback_for<T: Scalar, Z: Flag, Y: Flag, F>(
    primal: F,
    (_, logits): (Z, &[T]),
    (_, labels): (Y, &[T]),
) -> (T, impl Fn(&T, (&[T], Z::Slot<&mut [T]>), (&[T], Y::Slot<&mut [T]>)) + use<T, Z, Y, F>)
where
    F: Fn(&[T], &[T]) -> T + Copy + 'static,
{
    derived_from(primal, mean_binary_cross_entropy_from_logits::<T>);
    let value = mean_binary_cross_entropy_from_logits(logits, labels);
    let weight = weight::<T>(logits.len(), labels.len());
    let pullback = move |d_value: &T,
                         (logits, mut d_logits): (&[T], Z::Slot<&mut [T]>),
                         (labels, mut d_labels): (&[T], Y::Slot<&mut [T]>)| {
        let d_example = *d_value * weight;
        if let Some(d_logits) = Z::slot(&mut d_logits) {
            for ((d, &logit), &label) in d_logits.iter_mut().zip(logits).zip(labels) {
                *d += d_example * binary_cross_entropy_from_logits_grad(logit, label);
            }
        }
        if let Some(d_labels) = Y::slot(&mut d_labels) {
            for (d, &logit) in d_labels.iter_mut().zip(logits) {
                *d -= d_example * logit;
            }
        }
    };
    (value, pullback)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn it_agrees_with_the_textbook_form_where_that_is_finite() {
        for logit in [-9.0_f64, -1.5, -0.2, 0.0, 0.3, 2.0, 9.0] {
            for label in [0.0, 0.25, 1.0] {
                let p = 1.0 / (1.0 + (-logit).exp());
                let textbook = -label * p.ln() - (1.0 - label) * (1.0 - p).ln();
                assert_relative_eq!(binary_cross_entropy_from_logits(logit, label), textbook, max_relative = 1e-12);
            }
        }
    }

    #[test]
    fn it_never_overflows() {
        assert_eq!(binary_cross_entropy_from_logits(1e308, 0.0), 1e308);
        assert_eq!(binary_cross_entropy_from_logits(1e308, 1.0), 0.0);
        assert_eq!(binary_cross_entropy_from_logits(-1e308, 0.0), 0.0);
        assert_eq!(binary_cross_entropy_from_logits(-200.0_f32, 1.0), 200.0);
        // A sure and right prediction still has a loss, and a slope to learn from.
        assert_eq!(binary_cross_entropy_from_logits(-700.0_f64, 0.0), (-700.0_f64).exp());
        assert_eq!(binary_cross_entropy_from_logits_grad(-700.0_f64, 0.0), (-700.0_f64).exp());
        assert_eq!(binary_cross_entropy_from_logits_grad(1e308, 0.0), 1.0);
        assert!(binary_cross_entropy_from_logits(f64::NAN, 0.0).is_nan());
    }

    #[test]
    #[should_panic(expected = "2 predictions for 3 targets")]
    fn lengths_must_agree() {
        let _ = mean_binary_cross_entropy_from_logits(&[0.0_f64; 2], &[0.0; 3]);
    }
}
