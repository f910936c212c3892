//! The same, of those who think in objects: structs with methods, operators, iterators. The truth is a twin over dual numbers.

mod arm;
mod attention;
mod control;
mod market;
mod springs;
mod trees;

use super::dual::{assert_same_slopes, c, gradient};
use autodiff_runtime::Differentiable;

/// The numbers of a value, in order.
fn leaves(of: &impl Differentiable) -> Vec<f64> {
    let mut leaves = Vec::new();
    of.for_each_leaf(&mut |leaf| leaves.push(leaf));
    leaves
}
