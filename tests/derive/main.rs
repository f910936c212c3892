//! `#[derive(Differentiable)]`: what the traits do on a derived type.

mod generic;
mod hygiene;
mod leaves;
mod optimised;
mod skipped;

use autodiff_runtime::Differentiable;

/// Every leaf, in order.
fn leaves<T: Differentiable + ?Sized>(value: &T) -> Vec<f64> {
    let mut leaves = Vec::new();
    value.for_each_leaf(&mut |leaf| leaves.push(leaf));
    assert_eq!(leaves.len(), value.leaf_count());
    leaves
}
