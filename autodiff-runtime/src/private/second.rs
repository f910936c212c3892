//! Hessians out of products with directions.

use crate::differentiable::{Differentiable, DifferentiableMut};
use crate::private::lit;
use crate::scalar::Scalar;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

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
