//! Jacobians, row by row out of pullbacks, or column by column out of tangents.

use super::second::{along, set};
use crate::differentiable::DifferentiableMut;
use crate::scalar::Scalar;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

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
    mut pull: impl FnMut(&P, [T; M], &mut G),
) -> [G; M]
where
    T: Scalar,
    D: DifferentiableMut,
    G: DifferentiableMut + Clone,
{
    let mut rows: [G; M] = core::array::from_fn(|_| zeros.clone());
    let count = direction.leaf_count();
    if count < M {
        for at in 0..count {
            let slopes = along(&mut direction, at, &mut column);
            rows.iter_mut().zip(slopes).for_each(|(row, slope)| set(row, at, double(slope)));
        }
    } else {
        let pullback = forward();
        for (at, row) in rows.iter_mut().enumerate() {
            let mut seed = [T::zero(); M];
            seed[at] = T::one();
            pull(&pullback, seed, row);
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
    mut pull: impl FnMut(&P, &[T], &mut G),
) -> Vec<G>
where
    T: Scalar,
    D: DifferentiableMut,
    G: DifferentiableMut + Clone,
{
    let (mut seed, pullback) = forward();
    let mut rows = alloc::vec![zeros; seed.len()];
    let count = direction.leaf_count();
    if count < rows.len() {
        for at in 0..count {
            let slopes = along(&mut direction, at, &mut column);
            rows.iter_mut().zip(slopes).for_each(|(row, slope)| set(row, at, double(slope)));
        }
        return rows;
    }
    seed.fill(T::zero());
    for (at, row) in rows.iter_mut().enumerate() {
        seed[at] = T::one();
        pull(&pullback, &seed, row);
        seed[at] = T::zero();
    }
    rows
}

fn double<T: Scalar>(value: T) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}
