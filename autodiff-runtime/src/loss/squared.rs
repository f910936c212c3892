//! The squared error, of one number and in the mean.

use super::weight;
use crate::Scalar;
use crate::private::{Flag, check_len, derived_from};

/// The squared error `(p − y)²` of one prediction.
///
/// Gradient: `2·(p − y)` in `prediction`, its negative in `target`.
///
/// ```
/// use autodiff_runtime::loss::{squared_error, squared_error_grad};
///
/// assert_eq!(squared_error(3.0, 1.0), 4.0);
/// assert_eq!(squared_error_grad(3.0, 1.0), 4.0);
/// ```
#[inline]
#[must_use]
pub fn squared_error<T: Scalar>(prediction: T, target: T) -> T {
    let error = prediction - target;
    error * error
}

/// The gradient of [`squared_error`] in `prediction`: `2·(p − y)`.
#[inline]
#[must_use]
pub fn squared_error_grad<T: Scalar>(prediction: T, target: T) -> T {
    let error = prediction - target;
    error + error
}

/// [`squared_error`] and its gradient in `prediction`.
///
/// ```
/// assert_eq!(autodiff_runtime::loss::squared_error_value_and_grad(3.0, 1.0), (4.0, 4.0));
/// ```
#[inline]
#[must_use]
pub fn squared_error_value_and_grad<T: Scalar>(prediction: T, target: T) -> (T, T) {
    let error = prediction - target;
    (error * error, error + error)
}

/// [`squared_error`] as differentiated functions call it; the target may be active, too.
#[doc(hidden)]
#[inline]
pub fn squared_error_pullback_for<T: Scalar, P: Flag, Y: Flag, F>(
    primal: F,
    (_, prediction): (P, T),
    (_, target): (Y, T),
) -> (T, impl Fn(&T, ((), P::Slot<&mut T>), ((), Y::Slot<&mut T>)) + use<T, P, Y, F>)
where
    F: Fn(T, T) -> T + Copy + 'static,
{
    derived_from(primal, squared_error::<T>);
    let (value, slope) = squared_error_value_and_grad(prediction, target);
    let pullback =
        move |d_value: &T, (_, mut d_prediction): ((), P::Slot<&mut T>), (_, mut d_target): ((), Y::Slot<&mut T>)| {
            if let Some(d_prediction) = P::slot(&mut d_prediction) {
                **d_prediction += *d_value * slope;
            }
            if let Some(d_target) = Y::slot(&mut d_target) {
                **d_target -= *d_value * slope;
            }
        };
    (value, pullback)
}

/// The mean squared error `1/n · Σᵢ (pᵢ − yᵢ)²`.
///
/// Gradient: `2·(pᵢ − yᵢ) / n` in `predictions[i]`, its negative in `targets[i]`.
///
/// ```
/// use autodiff_runtime::loss::mean_squared_error;
///
/// assert_eq!(mean_squared_error(&[1.0, 2.0], &[1.0, 4.0]), 2.0);
/// ```
///
/// # Panics
///
/// If the slices differ in length, or are empty.
#[inline]
#[must_use]
#[track_caller]
pub fn mean_squared_error<T: Scalar>(predictions: &[T], targets: &[T]) -> T {
    let weight = weight::<T>(predictions.len(), targets.len());
    let mut sum = T::zero();
    for (&prediction, &target) in predictions.iter().zip(targets) {
        sum += squared_error(prediction, target);
    }
    sum * weight
}

/// [`mean_squared_error`], its gradient in `predictions` written over `d_predictions`.
///
/// ```
/// use autodiff_runtime::loss::mean_squared_error_grad_into;
///
/// let mut d_predictions = [f64::NAN; 2]; // overwritten, whatever it held
/// let value = mean_squared_error_grad_into(&[1.0, 2.0], &[1.0, 4.0], &mut d_predictions);
/// assert_eq!((value, d_predictions), (2.0, [0.0, -2.0]));
/// ```
///
/// # Panics
///
/// If the three slices differ in length, or are empty.
#[inline]
#[track_caller]
pub fn mean_squared_error_grad_into<T: Scalar>(predictions: &[T], targets: &[T], d_predictions: &mut [T]) -> T {
    let weight = weight::<T>(predictions.len(), targets.len());
    check_len("predictions", predictions.len(), d_predictions.len());
    let twice_weight = weight + weight;
    let mut sum = T::zero();
    for ((d, &prediction), &target) in d_predictions.iter_mut().zip(predictions).zip(targets) {
        let error = prediction - target;
        sum += error * error;
        *d = twice_weight * error;
    }
    sum * weight
}

/// The gradient of [`mean_squared_error`] in `predictions`: `2·(pᵢ − yᵢ) / n`.
///
/// ```
/// use autodiff_runtime::loss::mean_squared_error_grad;
///
/// assert_eq!(mean_squared_error_grad(&[1.0, 2.0], &[1.0, 4.0]), [0.0, -2.0]);
/// ```
///
/// # Panics
///
/// If the slices differ in length, or are empty.
#[cfg(feature = "alloc")]
#[inline]
#[must_use]
#[track_caller]
pub fn mean_squared_error_grad<T: Scalar>(predictions: &[T], targets: &[T]) -> alloc::vec::Vec<T> {
    mean_squared_error_value_and_grad(predictions, targets).1
}

/// [`mean_squared_error`] and its gradient in `predictions`.
///
/// ```
/// use autodiff_runtime::loss::mean_squared_error_value_and_grad;
///
/// let (value, d_predictions) = mean_squared_error_value_and_grad(&[1.0, 2.0], &[1.0, 4.0]);
/// assert_eq!((value, &d_predictions[..]), (2.0, &[0.0, -2.0][..]));
/// ```
///
/// # Panics
///
/// If the slices differ in length, or are empty.
#[cfg(feature = "alloc")]
#[inline]
#[must_use]
#[track_caller]
pub fn mean_squared_error_value_and_grad<T: Scalar>(predictions: &[T], targets: &[T]) -> (T, alloc::vec::Vec<T>) {
    let mut d_predictions = alloc::vec![T::zero(); predictions.len()];
    let value = mean_squared_error_grad_into(predictions, targets, &mut d_predictions);
    (value, d_predictions)
}

/// [`mean_squared_error`] as differentiated functions call it; the targets may be active, too.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn mean_squared_error_pullback_for<T: Scalar, P: Flag, Y: Flag, F>(
    primal: F,
    (_, predictions): (P, &[T]),
    (_, targets): (Y, &[T]),
) -> (T, impl Fn(&T, (&[T], P::Slot<&mut [T]>), (&[T], Y::Slot<&mut [T]>)) + use<T, P, Y, F>)
where
    F: Fn(&[T], &[T]) -> T + Copy + 'static,
{
    derived_from(primal, mean_squared_error::<T>);
    let value = mean_squared_error(predictions, targets);
    let weight = weight::<T>(predictions.len(), targets.len());
    let pullback = move |d_value: &T,
                         (predictions, mut d_predictions): (&[T], P::Slot<&mut [T]>),
                         (targets, mut d_targets): (&[T], Y::Slot<&mut [T]>)| {
        let d_error = *d_value * (weight + weight);
        if let Some(d_predictions) = P::slot(&mut d_predictions) {
            for ((d, &p), &y) in d_predictions.iter_mut().zip(predictions).zip(targets) {
                *d += d_error * (p - y);
            }
        }
        if let Some(d_targets) = Y::slot(&mut d_targets) {
            for ((d, &p), &y) in d_targets.iter_mut().zip(predictions).zip(targets) {
                *d -= d_error * (p - y);
            }
        }
    };
    (value, pullback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_over_the_examples() {
        assert_eq!(mean_squared_error(&[1.0_f32, 0.0, 5.0, 0.0], &[0.0; 4]), 6.5);
    }

    #[test]
    #[should_panic(expected = "3 predictions for 2 targets")]
    fn lengths_must_agree() {
        let _ = mean_squared_error(&[0.0; 3], &[0.0; 2]);
    }

    #[test]
    #[should_panic(expected = "the mean over no examples at all")]
    fn there_must_be_examples() {
        let _ = mean_squared_error::<f64>(&[], &[]);
    }

    #[test]
    #[should_panic(expected = "the gradient buffer `d_predictions` has length 1, but `predictions` has length 2")]
    fn the_buffer_must_fit() {
        mean_squared_error_grad_into(&[0.0; 2], &[0.0; 2], &mut [0.0]);
    }
}
