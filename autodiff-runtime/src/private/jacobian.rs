//! Jacobians, row by row out of pullbacks, or column by column out of tangents.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::directions::{Directions, Group, groups};
use super::second::{along, set};
use crate::{DifferentiableMut, Scalar, Tangents};

/// The Jacobian of a function that returns an array: by columns where there are fewer numbers to differentiate by than
/// results, which is known at compile time where the sizes are.
///
/// `zeros` is a row of zeros, `column` the tangent of the result along a direction, `forward` the pullback; `pull` adds what
/// a cotangent gives to a row.
#[inline]
pub fn jacobian_array<T, D, G, P, const M: usize>(
    zeros: G,
    mut direction: D,
    mut column: impl FnMut(&D) -> [T; M],
    forward: impl FnOnce() -> P,
    pull: impl FnMut(&P, [T; M], &mut G),
) -> [G; M]
where
    T: Scalar,
    D: DifferentiableMut,
    G: DifferentiableMut + Clone,
{
    let mut rows: [G; M] = core::array::from_fn(|_| zeros.clone());
    let count = direction.leaf_count();
    if count >= M {
        by_rows(&mut rows, &forward(), pull);
        return rows;
    }
    for at in 0..count {
        let slopes = along(&mut direction, at, &mut column);
        rows.iter_mut().zip(slopes).for_each(|(row, slope)| set(row, at, slope.to_double()));
    }
    rows
}

/// The same with several columns at a time: `four` and `eight` are the tangents of the result along so many directions.
#[inline]
pub fn jacobian_array_in_groups<T, G, P, const M: usize>(
    zeros: G,
    mut four: impl FnMut(&mut Directions<4>) -> [Tangents<T, 4>; M],
    mut eight: impl FnMut(&mut Directions<8>) -> [Tangents<T, 8>; M],
    forward: impl FnOnce() -> P,
    pull: impl FnMut(&P, [T; M], &mut G),
) -> [G; M]
where
    T: Scalar,
    G: DifferentiableMut + Clone,
{
    let mut rows: [G; M] = core::array::from_fn(|_| zeros.clone());
    let count = zeros.leaf_count();
    if are_rows_cheaper(M, count) {
        by_rows(&mut rows, &forward(), pull);
        return rows;
    }
    for group in groups(0, count) {
        match group {
            Group::Four(first) => put(&mut rows, first, &four(&mut Directions::from(first))),
            Group::Eight(first) => put(&mut rows, first, &eight(&mut Directions::from(first))),
        }
    }
    rows
}

/// The Jacobian of a function that returns a `Vec`: of how many numbers, only its forward pass tells.
#[cfg(feature = "alloc")]
pub fn jacobian<T, D, G, P>(
    zeros: G,
    mut direction: D,
    mut column: impl FnMut(&D) -> Vec<T>,
    forward: impl FnOnce() -> (Vec<T>, P),
    pull: impl FnMut(&P, &[T], &mut G),
) -> Vec<G>
where
    T: Scalar,
    D: DifferentiableMut,
    G: DifferentiableMut + Clone,
{
    let (value, pullback) = forward();
    let count = direction.leaf_count();
    if count >= value.len() {
        return by_seeds(zeros, value, &pullback, pull);
    }
    let mut numbers = alloc::vec![T::zero(); value.len() * count];
    for at in 0..count {
        let slopes = along(&mut direction, at, &mut column);
        numbers.chunks_exact_mut(count).zip(slopes).for_each(|(row, slope)| row[at] = slope);
    }
    filled(&zeros, value.len(), count, &numbers)
}

/// The same with several columns at a time.
#[cfg(feature = "alloc")]
pub fn jacobian_in_groups<T, G, P>(
    zeros: G,
    mut four: impl FnMut(&mut Directions<4>) -> Vec<Tangents<T, 4>>,
    mut eight: impl FnMut(&mut Directions<8>) -> Vec<Tangents<T, 8>>,
    forward: impl FnOnce() -> (Vec<T>, P),
    pull: impl FnMut(&P, &[T], &mut G),
) -> Vec<G>
where
    T: Scalar,
    G: DifferentiableMut + Clone,
{
    let count = zeros.leaf_count();
    // One group tells how many rows there are, and is all that there is to do.
    if count <= 4 {
        return one_group(&zeros, &four(&mut Directions::from(0)));
    }
    if count <= 8 {
        return one_group(&zeros, &eight(&mut Directions::from(0)));
    }
    let (value, pullback) = forward();
    if are_rows_cheaper(value.len(), count) {
        return by_seeds(zeros, value, &pullback, pull);
    }
    drop(pullback);
    let mut numbers = alloc::vec![T::zero(); value.len() * count];
    for group in groups(0, count) {
        match group {
            Group::Four(first) => lay(&mut numbers, count, first, &four(&mut Directions::from(first))),
            Group::Eight(first) => lay(&mut numbers, count, first, &eight(&mut Directions::from(first))),
        }
    }
    filled(&zeros, value.len(), count, &numbers)
}

/// A row costs one backward pass; eight columns cost about as much as two.
#[inline]
fn are_rows_cheaper(rows: usize, columns: usize) -> bool {
    columns > 4 * rows
}

/// A backward pass for each.
#[inline]
fn by_rows<T: Scalar, G, P, const M: usize>(rows: &mut [G; M], pullback: &P, mut pull: impl FnMut(&P, [T; M], &mut G)) {
    for (at, row) in rows.iter_mut().enumerate() {
        let mut seed = [T::zero(); M];
        seed[at] = T::one();
        pull(pullback, seed, row);
    }
}

/// The same; the value is what seeds are made in.
#[cfg(feature = "alloc")]
fn by_seeds<T: Scalar, G: Clone, P>(
    zeros: G,
    value: Vec<T>,
    pullback: &P,
    mut pull: impl FnMut(&P, &[T], &mut G),
) -> Vec<G> {
    let mut seed = value;
    let mut rows = alloc::vec![zeros; seed.len()];
    seed.fill(T::zero());
    for (at, row) in rows.iter_mut().enumerate() {
        seed[at] = T::one();
        pull(pullback, &seed, row);
        seed[at] = T::zero();
    }
    rows
}

/// Columns `first` and following, a row of them after the other.
#[inline]
fn put<T: Scalar, G: DifferentiableMut, const L: usize>(rows: &mut [G], first: usize, columns: &[Tangents<T, L>]) {
    for (row, tangents) in rows.iter_mut().zip(columns) {
        let mut at = 0_usize;
        row.for_each_leaf_mut(&mut |leaf| {
            if let Some(tangent) = tangents.0.get(at.wrapping_sub(first)) {
                *leaf = tangent.to_double();
            }
            at += 1;
        });
    }
}

#[cfg(feature = "alloc")]
fn one_group<T, G, const L: usize>(zeros: &G, columns: &[Tangents<T, L>]) -> Vec<G>
where
    T: Scalar,
    G: DifferentiableMut + Clone,
{
    let mut rows = alloc::vec![zeros.clone(); columns.len()];
    put(&mut rows, 0, columns);
    rows
}

/// The same as [`put`], into the numbers of all rows.
#[cfg(feature = "alloc")]
fn lay<T: Scalar, const L: usize>(numbers: &mut [T], count: usize, first: usize, columns: &[Tangents<T, L>]) {
    for (row, tangents) in numbers.chunks_exact_mut(count).zip(columns) {
        row[first..].iter_mut().zip(tangents.0).for_each(|(number, tangent)| *number = tangent);
    }
}

/// Rows with these numbers: each is gone through once, however many columns there are.
#[cfg(feature = "alloc")]
fn filled<T, G>(zeros: &G, rows: usize, count: usize, numbers: &[T]) -> Vec<G>
where
    T: Scalar,
    G: DifferentiableMut + Clone,
{
    let mut rows = alloc::vec![zeros.clone(); rows];
    if count > 0 {
        for (row, numbers) in rows.iter_mut().zip(numbers.chunks_exact(count)) {
            let mut numbers = numbers.iter();
            row.for_each_leaf_mut(&mut |leaf| *leaf = numbers.next().map_or(0.0, |number| number.to_double()));
        }
    }
    rows
}
