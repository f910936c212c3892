//! Hessians out of products with directions.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::directions::{Directions, Group, groups};
use crate::private::lit;
use crate::{Differentiable, DifferentiableMut, Scalar};

/// The direction that leads nowhere, in the shape of a value: all of its numbers are 0, those that are no leaves, too.
#[inline]
pub fn still_direction<D: DifferentiableMut>(mut value: D) -> D {
    value.reset_to_zero();
    value
}

/// The Hessian, row by row, from its product with each direction.
#[cfg(feature = "alloc")]
pub fn hessian<T, D, G>(mut direction: D, mut product: impl FnMut(&D) -> G) -> Vec<Vec<T>>
where
    T: Scalar,
    D: DifferentiableMut,
    G: Differentiable,
{
    let count = direction.leaf_count();
    let mut row = |at| {
        let mut row = Vec::with_capacity(count);
        along(&mut direction, at, &mut product).for_each_leaf(&mut |leaf| row.push(lit(leaf)));
        row
    };
    (0..count).map(&mut row).collect()
}

/// The same where the number of numbers is a constant.
pub fn hessian_array<T, D, G, const N: usize>(mut direction: D, mut product: impl FnMut(&D) -> G) -> [[T; N]; N]
where
    T: Scalar,
    D: DifferentiableMut,
    G: Differentiable,
{
    core::array::from_fn(|at| {
        let mut row = [T::zero(); N];
        let mut cells = row.iter_mut();
        along(&mut direction, at, &mut product).for_each_leaf(&mut |leaf| {
            if let Some(cell) = cells.next() {
                *cell = lit(leaf);
            }
        });
        row
    })
}

/// The diagonal of the Hessian.
#[cfg(feature = "alloc")]
pub fn diagonal<T, D, G>(mut direction: D, mut product: impl FnMut(&D) -> G) -> Vec<T>
where
    T: Scalar,
    D: DifferentiableMut,
    G: Differentiable,
{
    (0..direction.leaf_count()).map(|at| leaf(&along(&mut direction, at, &mut product), at)).collect()
}

/// The same where the number of numbers is a constant.
pub fn diagonal_array<T, D, G, const N: usize>(mut direction: D, mut product: impl FnMut(&D) -> G) -> [T; N]
where
    T: Scalar,
    D: DifferentiableMut,
    G: Differentiable,
{
    core::array::from_fn(|at| leaf(&along(&mut direction, at, &mut product), at))
}

/// The Hessian from its products with several directions at a time.
#[cfg(feature = "alloc")]
pub fn hessian_in_groups<T, A, B>(
    four: impl FnMut(&mut Directions<4>) -> A,
    mut eight: impl FnMut(&mut Directions<8>) -> B,
) -> Vec<Vec<T>>
where
    T: Scalar,
    A: Differentiable,
    B: Differentiable,
{
    let (products, count) = first_group(&mut eight);
    let mut rows = alloc::vec![alloc::vec![T::zero(); count]; count];
    let mut put = |row: usize, column: usize, slope| {
        if let Some(row) = rows.get_mut(row) {
            row[column] = lit(slope);
        }
    };
    each::<8>(0, &products, &mut put);
    each_group(8, count, four, eight, put);
    rows
}

/// The same where the number of numbers is a constant.
pub fn hessian_array_in_groups<T, A, B, const N: usize>(
    four: impl FnMut(&mut Directions<4>) -> A,
    eight: impl FnMut(&mut Directions<8>) -> B,
) -> [[T; N]; N]
where
    T: Scalar,
    A: Differentiable,
    B: Differentiable,
{
    let mut rows = [[T::zero(); N]; N];
    each_group(0, N, four, eight, |row, column, slope| {
        if let Some(row) = rows.get_mut(row) {
            row[column] = lit(slope);
        }
    });
    rows
}

/// The diagonal of the Hessian from its products with several directions at a time.
#[cfg(feature = "alloc")]
pub fn diagonal_in_groups<T, A, B>(
    four: impl FnMut(&mut Directions<4>) -> A,
    mut eight: impl FnMut(&mut Directions<8>) -> B,
) -> Vec<T>
where
    T: Scalar,
    A: Differentiable,
    B: Differentiable,
{
    let (products, count) = first_group(&mut eight);
    let mut diagonal = alloc::vec![T::zero(); count];
    let mut put = |row: usize, column: usize, slope| {
        if row == column {
            diagonal[row] = lit(slope);
        }
    };
    each::<8>(0, &products, &mut put);
    each_group(8, count, four, eight, put);
    diagonal
}

/// The same where the number of numbers is a constant.
pub fn diagonal_array_in_groups<T, A, B, const N: usize>(
    four: impl FnMut(&mut Directions<4>) -> A,
    eight: impl FnMut(&mut Directions<8>) -> B,
) -> [T; N]
where
    T: Scalar,
    A: Differentiable,
    B: Differentiable,
{
    let mut diagonal = [T::zero(); N];
    each_group(0, N, four, eight, |row, column, slope| {
        if row == column {
            diagonal[row] = lit(slope);
        }
    });
    diagonal
}

/// The products with the first directions, along which it is counted how many numbers there are.
#[cfg(feature = "alloc")]
fn first_group<P>(eight: &mut impl FnMut(&mut Directions<8>) -> P) -> (P, usize) {
    let mut along = Directions::from(0);
    let products = eight(&mut along);
    (products, along.counted())
}

/// Calls `put` with row, column and value of the rows from number `first` on. Rows beyond the last one are asked for as well,
/// where a group is not full: they are zero.
#[inline]
fn each_group<A: Differentiable, B: Differentiable>(
    first: usize,
    count: usize,
    mut four: impl FnMut(&mut Directions<4>) -> A,
    mut eight: impl FnMut(&mut Directions<8>) -> B,
    mut put: impl FnMut(usize, usize, f64),
) {
    for group in groups(first, count) {
        match group {
            Group::Four(first) => each::<4>(first, &four(&mut Directions::from(first)), &mut put),
            Group::Eight(first) => each::<8>(first, &eight(&mut Directions::from(first)), &mut put),
        }
    }
}

/// The numbers of the gradient stand one after the other, each along every direction.
#[inline]
fn each<const L: usize>(first: usize, products: &impl Differentiable, put: &mut impl FnMut(usize, usize, f64)) {
    let mut at = 0;
    products.for_each_leaf(&mut |leaf| {
        put(first + at % L, at / L, leaf);
        at += 1;
    });
}

/// The product with the direction of number `at`.
pub(super) fn along<D: DifferentiableMut, G>(direction: &mut D, at: usize, product: &mut impl FnMut(&D) -> G) -> G {
    set(direction, at, 1.0);
    let product = product(direction);
    set(direction, at, 0.0);
    product
}

/// Number `at` of a value becomes `to`.
pub(super) fn set<D: DifferentiableMut>(of: &mut D, at: usize, to: f64) {
    let mut number = 0;
    of.for_each_leaf_mut(&mut |leaf| {
        if number == at {
            *leaf = to;
        }
        number += 1;
    });
}

fn leaf<T: Scalar, G: Differentiable>(of: &G, at: usize) -> T {
    let (mut number, mut found) = (0, 0.0);
    of.for_each_leaf(&mut |leaf| {
        if number == at {
            found = leaf;
        }
        number += 1;
    });
    lit(found)
}
