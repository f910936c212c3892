//! Softmax cross-entropy, from logits, of one example and of a batch.

use alloc::vec::Vec;

use crate::Scalar;
use crate::private::{ConstantFlag, Flag, check_len, derived_from};

/// The cross-entropy `−ln softmax(z)[class]` of the logits `z`, in nats: `ln Σⱼ e^zⱼ − z[class]`.
///
/// The logits are shifted by their maximum, so that no exponential overflows, and the maximum's own term, 1, enters by
/// `ln_1p`, so that the loss of a sure and right prediction keeps its relative precision.
///
/// Gradient in `logits`: `softmax(z) − onehot(class)`. The class carries none.
///
/// Source: Goodfellow, Bengio and Courville, *Deep learning* (2016), sections 4.1 and 6.2.2.3.
///
/// ```
/// use autodiff_runtime::loss::softmax_cross_entropy;
///
/// assert_eq!(softmax_cross_entropy(&[0.0, 0.0], 1), 2.0_f64.ln());
/// assert_eq!(softmax_cross_entropy(&[1000.0_f64, 0.0], 1), 1000.0);
/// ```
///
/// # Panics
///
/// If `class` is not the index of a logit.
#[inline]
#[must_use]
#[track_caller]
pub fn softmax_cross_entropy<T: Scalar>(logits: &[T], class: usize) -> T {
    check_class(logits.len(), class);
    let top = index_of_max(logits);
    let mut rest = T::zero();
    for (j, &logit) in logits.iter().enumerate() {
        if j != top {
            rest += (logit - logits[top]).exp();
        }
    }
    rest.ln_1p() + (logits[top] - logits[class])
}

/// [`softmax_cross_entropy`], its gradient in `logits` written over `d_logits`.
///
/// ```
/// use autodiff_runtime::loss::softmax_cross_entropy_grad_into;
///
/// let mut d_logits = [0.0; 2];
/// let value = softmax_cross_entropy_grad_into(&[0.0, 0.0], 1, &mut d_logits);
/// assert_eq!((value, d_logits), (2.0_f64.ln(), [0.5, -0.5]));
/// ```
///
/// # Panics
///
/// If `class` is not the index of a logit, or `d_logits` has another length than `logits`.
#[inline]
#[track_caller]
pub fn softmax_cross_entropy_grad_into<T: Scalar>(logits: &[T], class: usize, d_logits: &mut [T]) -> T {
    check_class(logits.len(), class);
    check_len("logits", logits.len(), d_logits.len());
    let top = index_of_max(logits);
    let rest = exponentials(logits, top, d_logits);
    let scale = T::one() / (T::one() + rest);
    for d in d_logits.iter_mut() {
        *d *= scale;
    }
    d_logits[class] = minus_the_others(d_logits, class);
    rest.ln_1p() + (logits[top] - logits[class])
}

/// The gradient of [`softmax_cross_entropy`] in `logits`: `softmax(z) − onehot(class)`.
///
/// ```
/// assert_eq!(autodiff_runtime::loss::softmax_cross_entropy_grad(&[0.0_f64, 0.0], 1), [0.5, -0.5]);
/// ```
///
/// # Panics
///
/// If `class` is not the index of a logit.
#[inline]
#[must_use]
#[track_caller]
pub fn softmax_cross_entropy_grad<T: Scalar>(logits: &[T], class: usize) -> Vec<T> {
    softmax_cross_entropy_value_and_grad(logits, class).1
}

/// [`softmax_cross_entropy`] and its gradient in `logits`.
///
/// ```
/// use autodiff_runtime::loss::softmax_cross_entropy_value_and_grad;
///
/// let (value, d_logits) = softmax_cross_entropy_value_and_grad(&[0.0, 0.0], 1);
/// assert_eq!((value, &d_logits[..]), (2.0_f64.ln(), &[0.5, -0.5][..]));
/// ```
///
/// # Panics
///
/// If `class` is not the index of a logit.
#[inline]
#[must_use]
#[track_caller]
pub fn softmax_cross_entropy_value_and_grad<T: Scalar>(logits: &[T], class: usize) -> (T, Vec<T>) {
    let mut d_logits = alloc::vec![T::zero(); logits.len()];
    let value = softmax_cross_entropy_grad_into(logits, class, &mut d_logits);
    (value, d_logits)
}

/// [`softmax_cross_entropy`] as differentiated functions call it.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn softmax_cross_entropy_pullback_for<T: Scalar, Z: Flag, K: ConstantFlag, F>(
    primal: F,
    (_, logits): (Z, &[T]),
    (_, class): (K, usize),
) -> (T, impl Fn(&T, (&[T], Z::Slot<&mut [T]>), ((), K::Slot<()>)) + use<T, Z, K, F>)
where
    F: Fn(&[T], usize) -> T + Copy + 'static,
{
    derived_from(primal, softmax_cross_entropy::<T>);
    // The exponentials are dear and the gradient is little else, so that it is what is kept.
    let (value, tape_d_logits) = if Z::ACTIVE {
        softmax_cross_entropy_value_and_grad(logits, class)
    } else {
        (softmax_cross_entropy(logits, class), Vec::new())
    };
    let pullback = move |d_value: &T, (_, mut d_logits): (&[T], Z::Slot<&mut [T]>), (_, _): ((), K::Slot<()>)| {
        if let Some(d_logits) = Z::slot(&mut d_logits) {
            for (d, &slope) in d_logits.iter_mut().zip(&tape_d_logits) {
                *d += *d_value * slope;
            }
        }
    };
    (value, pullback)
}

/// The mean of [`softmax_cross_entropy`] over a batch: `logits` holds one row an example, each of
/// `logits.len() / classes.len()` logits.
///
/// Gradient in row `i` of `logits`: `(softmax(zᵢ) − onehot(classes[i])) / n`.
///
/// ```
/// use autodiff_runtime::loss::mean_softmax_cross_entropy;
///
/// let logits = [0.0, 0.0, /* and the second example */ 5.0, 5.0];
/// assert_eq!(mean_softmax_cross_entropy(&logits, &[0, 1]), 2.0_f64.ln());
/// ```
///
/// # Panics
///
/// If there are no examples, `logits` does not divide into rows of equal length, or a class is not the index of a logit
/// in its row.
#[inline]
#[must_use]
#[track_caller]
pub fn mean_softmax_cross_entropy<T: Scalar>(logits: &[T], classes: &[usize]) -> T {
    let width = row_width(logits.len(), classes.len());
    let mut sum = T::zero();
    for (row, &class) in logits.chunks_exact(width).zip(classes) {
        sum += softmax_cross_entropy(row, class);
    }
    sum / T::from_double(classes.len() as f64)
}

/// [`mean_softmax_cross_entropy`], its gradient in `logits` written over `d_logits`.
///
/// # Panics
///
/// As [`mean_softmax_cross_entropy`], and if `d_logits` has another length than `logits`.
#[inline]
#[track_caller]
pub fn mean_softmax_cross_entropy_grad_into<T: Scalar>(logits: &[T], classes: &[usize], d_logits: &mut [T]) -> T {
    let width = row_width(logits.len(), classes.len());
    check_len("logits", logits.len(), d_logits.len());
    let weight = T::one() / T::from_double(classes.len() as f64);
    let mut sum = T::zero();
    let rows = logits.chunks_exact(width).zip(d_logits.chunks_exact_mut(width));
    for ((row, d_row), &class) in rows.zip(classes) {
        sum += softmax_cross_entropy_grad_into(row, class, d_row);
        for d in d_row {
            *d *= weight;
        }
    }
    sum / T::from_double(classes.len() as f64)
}

/// The gradient of [`mean_softmax_cross_entropy`] in `logits`, row by row.
///
/// ```
/// use autodiff_runtime::loss::mean_softmax_cross_entropy_grad;
///
/// let d_logits = mean_softmax_cross_entropy_grad(&[0.0_f64, 0.0, 5.0, 5.0], &[0, 1]);
/// assert_eq!(d_logits, [-0.25, 0.25, 0.25, -0.25]);
/// ```
///
/// # Panics
///
/// As [`mean_softmax_cross_entropy`].
#[inline]
#[must_use]
#[track_caller]
pub fn mean_softmax_cross_entropy_grad<T: Scalar>(logits: &[T], classes: &[usize]) -> Vec<T> {
    mean_softmax_cross_entropy_value_and_grad(logits, classes).1
}

/// [`mean_softmax_cross_entropy`] and its gradient in `logits`.
///
/// # Panics
///
/// As [`mean_softmax_cross_entropy`].
#[inline]
#[must_use]
#[track_caller]
pub fn mean_softmax_cross_entropy_value_and_grad<T: Scalar>(logits: &[T], classes: &[usize]) -> (T, Vec<T>) {
    let mut d_logits = alloc::vec![T::zero(); logits.len()];
    let value = mean_softmax_cross_entropy_grad_into(logits, classes, &mut d_logits);
    (value, d_logits)
}

/// [`mean_softmax_cross_entropy`] as differentiated functions call it.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn mean_softmax_cross_entropy_pullback_for<T: Scalar, Z: Flag, K: ConstantFlag, F>(
    primal: F,
    (_, logits): (Z, &[T]),
    (_, classes): (K, &[usize]),
) -> (T, impl Fn(&T, (&[T], Z::Slot<&mut [T]>), (&[usize], K::Slot<()>)) + use<T, Z, K, F>)
where
    F: Fn(&[T], &[usize]) -> T + Copy + 'static,
{
    derived_from(primal, mean_softmax_cross_entropy::<T>);
    let (value, tape_d_logits) = if Z::ACTIVE {
        mean_softmax_cross_entropy_value_and_grad(logits, classes)
    } else {
        (mean_softmax_cross_entropy(logits, classes), Vec::new())
    };
    let pullback = move |d_value: &T, (_, mut d_logits): (&[T], Z::Slot<&mut [T]>), (_, _): (&[usize], K::Slot<()>)| {
        if let Some(d_logits) = Z::slot(&mut d_logits) {
            for (d, &slope) in d_logits.iter_mut().zip(&tape_d_logits) {
                *d += *d_value * slope;
            }
        }
    };
    (value, pullback)
}

/// The first of the largest logits. NaN is never larger, and reaches the loss by its exponential.
fn index_of_max<T: Scalar>(logits: &[T]) -> usize {
    let mut top = 0;
    for (j, &logit) in logits.iter().enumerate() {
        if logit > logits[top] {
            top = j;
        }
    }
    top
}

/// Writes `e^(zⱼ − z[top])` over `into`, and returns the sum of all but the one at `top`, which is 1.
fn exponentials<T: Scalar>(logits: &[T], top: usize, into: &mut [T]) -> T {
    let mut rest = T::zero();
    for (j, (e, &logit)) in into.iter_mut().zip(logits).enumerate() {
        *e = (logit - logits[top]).exp();
        if j != top {
            rest += *e;
        }
    }
    rest
}

/// `p[class] − 1` as minus the sum of the other probabilities: for a sure and right prediction the difference would cancel.
fn minus_the_others<T: Scalar>(probabilities: &[T], class: usize) -> T {
    let mut others = T::zero();
    for (j, &p) in probabilities.iter().enumerate() {
        if j != class {
            others += p;
        }
    }
    -others
}

#[track_caller]
fn check_class(logits: usize, class: usize) {
    assert!(class < logits, "class {class} of {logits} logits");
}

#[track_caller]
fn row_width(logits: usize, examples: usize) -> usize {
    assert!(examples != 0, "the mean over no examples at all");
    assert!(logits != 0 && logits.is_multiple_of(examples), "{logits} logits do not divide into {examples} rows");
    logits / examples
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn it_agrees_with_the_textbook_form_where_that_is_finite() {
        let z = [0.3, -1.2, 2.5, 2.5];
        let total: f64 = z.iter().map(|z: &f64| z.exp()).sum();
        for class in 0..4 {
            let (value, gradient) = softmax_cross_entropy_value_and_grad(&z, class);
            assert_relative_eq!(value, -(z[class].exp() / total).ln(), max_relative = 1e-14);
            for (j, d) in gradient.into_iter().enumerate() {
                let onehot = if j == class { 1.0 } else { 0.0 };
                assert_relative_eq!(d, z[j].exp() / total - onehot, epsilon = 1e-15);
            }
        }
    }

    #[test]
    fn it_never_overflows_and_keeps_its_tail() {
        assert_eq!(softmax_cross_entropy(&[1e308, -1e308, 0.0], 0), 0.0);
        assert_eq!(softmax_cross_entropy(&[500.0_f32, 0.0], 1), 500.0);
        let (value, gradient) = softmax_cross_entropy_value_and_grad(&[700.0_f64, 0.0], 0);
        let tail = (-700.0_f64).exp();
        assert_eq!((value, gradient), (tail, alloc::vec![-tail, tail]));
    }

    #[test]
    fn what_is_not_a_number_is_not_hidden() {
        for z in [[f64::NAN, 0.0], [0.0, f64::NAN], [f64::INFINITY, f64::INFINITY]] {
            let (value, gradient) = softmax_cross_entropy_value_and_grad(&z, 0);
            assert!(value.is_nan(), "{z:?}");
            assert!(gradient.iter().all(|d| d.is_nan()), "{z:?}: {gradient:?}");
        }
    }

    #[test]
    fn one_class_leaves_nothing_to_learn() {
        let (value, gradient) = softmax_cross_entropy_value_and_grad(&[3.0], 0);
        assert_eq!((value, &gradient[..]), (0.0, &[0.0][..]));
    }

    #[test]
    #[should_panic(expected = "class 3 of 3 logits")]
    fn the_class_must_exist() {
        let _ = softmax_cross_entropy(&[0.0_f64; 3], 3);
    }

    #[test]
    #[should_panic(expected = "7 logits do not divide into 3 rows")]
    fn rows_must_be_of_equal_length() {
        let _ = mean_softmax_cross_entropy(&[0.0_f64; 7], &[0, 0, 0]);
    }
}
