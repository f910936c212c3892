//! Gradient buffers of generated code: born as zeros, added into, checked against their primal's length.

use crate::{Differentiable, DifferentiableMut};

/// A gradient of `v` with every number zero.
#[inline]
pub fn zero_like<T: Differentiable + ?Sized>(v: &T) -> T::Gradient {
    v.zero_gradient()
}

/// What a gradient of a value of type `T` is made by, once that value is gone.
pub struct ShapeOf<T: Differentiable + ?Sized>(T::Shape);

/// The shape of `v`, to be kept in its place.
#[inline]
pub fn shape_of<T: Differentiable + ?Sized>(v: &T) -> ShapeOf<T> {
    ShapeOf(v.gradient_shape())
}

/// A gradient with every number zero, of what had this shape.
#[inline]
pub fn zero_of<T: Differentiable + ?Sized>(shape: &ShapeOf<T>) -> T::Gradient {
    T::zero_of(&shape.0)
}

/// Makes `into` a gradient of `v` with every number zero, whatever it held.
#[inline]
#[track_caller]
pub fn zero_into<T: Differentiable + ?Sized>(v: &T, into: &mut T::Accumulator) {
    v.zero_gradient_into(into);
}

/// Adds `from` to `into`, number by number. A `&Vec<f64>` is taken where `[f64]` is meant.
///
/// # Panics
///
/// If the two differ in a length, or in which `Option`s are `Some`.
#[inline]
#[track_caller]
pub fn accumulate<T: DifferentiableMut + ?Sized>(into: &mut T, from: &T::Accumulator) {
    into.accumulate(from);
}

/// Adds every element of a gradient: what reaches the one row that memory was filled with.
///
/// # Panics
///
/// As [`accumulate`] does.
#[inline]
#[track_caller]
pub fn accumulate_each<T, E>(into: &mut T, from: &[E])
where
    T: DifferentiableMut + ?Sized,
    E: core::borrow::Borrow<T::Accumulator>,
{
    for element in from {
        into.accumulate(element.borrow());
    }
}

/// `n` zeros.
#[cfg(feature = "alloc")]
#[inline]
pub fn zeros<T: crate::Scalar>(n: usize) -> alloc::vec::Vec<T> {
    alloc::vec![T::zero(); n]
}

/// Sets every number of a gradient to zero.
#[inline]
pub fn reset<T: DifferentiableMut + ?Sized>(gradient: &mut T) {
    gradient.reset_to_zero();
}

/// The sum of all numbers of a gradient: what reaches the one value that filled an array.
#[inline]
pub fn sum<T: Copy + core::iter::Sum>(gradient: &[T]) -> T {
    gradient.iter().copied().sum()
}

/// The sum of the numbers of a gradient from `start` on: what reaches the one value that a `Vec` was made longer with.
#[inline]
pub fn sum_from<T: Copy + core::iter::Sum>(gradient: &[T], start: usize) -> T {
    gradient.iter().copied().skip(start).sum()
}

/// A cotangent of one's own, from one that is lent.
#[cfg(feature = "alloc")]
#[inline]
pub fn owned<T: alloc::borrow::ToOwned + ?Sized>(cotangent: &T) -> T::Owned {
    cotangent.to_owned()
}

/// A cotangent of one's own, from one that is lent.
#[cfg(not(feature = "alloc"))]
#[inline]
pub fn owned<T: Clone>(cotangent: &T) -> T {
    cotangent.clone()
}

/// Panics unless a gradient buffer is as long as its primal.
///
/// # Panics
///
/// If the lengths differ; the message names both buffers, `d_x` and `x` where `name` is `x`.
#[inline]
#[track_caller]
pub fn check_len(name: &str, primal: usize, gradient: usize) {
    if primal != gradient {
        wrong_length(name, primal, gradient);
    }
}

/// Panics unless a tangent is as long as its primal.
///
/// # Panics
///
/// If the lengths differ; the message names both, `d_x` and `x` where `name` is `x`.
#[inline]
#[track_caller]
pub fn check_tangent(name: &str, primal: usize, tangent: usize) {
    if primal != tangent {
        wrong_tangent(name, primal, tangent);
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_tangent(name: &str, primal: usize, tangent: usize) -> ! {
    panic!("the tangent `d_{name}` has length {tangent}, but `{name}` has length {primal}");
}

/// Panics unless each row of a gradient is as long as its primal's.
///
/// # Panics
///
/// If the lengths of a row differ; the message names it, `d_x[2]` and `x[2]`.
#[cfg(feature = "alloc")]
#[track_caller]
pub fn check_rows<T, G>(name: &str, primal: &[alloc::vec::Vec<T>], gradient: &[alloc::vec::Vec<G>]) {
    for (at, (primal, gradient)) in primal.iter().zip(gradient).enumerate() {
        if primal.len() != gradient.len() {
            wrong_length(&alloc::format!("{name}[{at}]"), primal.len(), gradient.len());
        }
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_length(name: &str, primal: usize, gradient: usize) -> ! {
    panic!("the gradient buffer `d_{name}` has length {gradient}, but `{name}` has length {primal}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "the gradient buffer `d_x` has length 3, but `x` has length 4")]
    fn a_wrong_length_is_named() {
        check_len("x", 4, 3);
    }

    #[cfg(feature = "alloc")]
    #[test]
    #[should_panic(expected = "the gradient buffer `d_x[1]` has length 0, but `x[1]` has length 1")]
    fn a_wrong_row_is_named() {
        check_rows(
            "x",
            &[alloc::vec![1.0, 2.0], alloc::vec![3.0]],
            &[alloc::vec![0.0; 2], alloc::vec::Vec::<f64>::new()],
        );
    }

    #[test]
    fn a_right_length_passes() {
        check_len("x", 4, 4);
    }

    #[test]
    fn a_gradient_is_reset_and_summed() {
        let mut d_x = [[1.0, 2.0], [3.0, 4.0]];
        assert_eq!(sum(&d_x[1]), 7.0);
        assert_eq!(sum_from(&d_x[1], 1), 4.0);
        assert_eq!(sum_from(&d_x[1], 3), 0.0);
        let mut d_row = [0.5; 2];
        accumulate_each(&mut d_row, &d_x);
        assert_eq!(d_row, [4.5, 6.5]);
        reset(&mut d_x);
        assert_eq!(d_x, [[0.0; 2]; 2]);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn buffers_of_vectors_and_slices_mix() {
        let x = [1.0, 2.0, 3.0];
        let mut d_x = zero_like(&x[..]);
        accumulate(&mut d_x, &alloc::vec![1.0, 0.0, 2.0]);
        accumulate(&mut d_x, &[1.0, 1.0, 1.0][..]);
        accumulate(&mut d_x[..], &alloc::vec![0.5; 3]);
        assert_eq!(d_x, [2.5, 1.5, 3.5]);
        assert_eq!(zeros::<f32>(2), [0.0, 0.0]);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn generic_code_sees_its_own_type() {
        fn doubled<T: crate::Scalar>(x: &[T]) -> alloc::vec::Vec<T> {
            let mut d: alloc::vec::Vec<T> = zero_like(x);
            accumulate(&mut d, x);
            accumulate(&mut d, x);
            let mut one: T = zero_like(&x[0]);
            accumulate(&mut one, &d[0]);
            d[0] = one;
            d
        }
        assert_eq!(doubled(&[1.0_f32, 2.0]), [2.0, 4.0]);
    }
}
