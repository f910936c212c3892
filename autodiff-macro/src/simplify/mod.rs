//! From correct to readable and fast: small passes, each with one name and one direction, to a fixed point.

mod dead;
mod direction;
mod fold;
mod inline;
mod propagate;
mod scope;
mod tidy;

use crate::ir::{Block, Function, VarId};
use std::collections::HashSet;

pub(crate) use dead::{eliminate, is_pure};
pub(crate) use direction::only_adds;

/// What can be done before it is known how the backward pass gets its values: it decides which of them it reads.
pub(crate) fn reduce(function: &mut Function, block: &mut Block, keep: &HashSet<VarId>) {
    propagate::propagate(function, block);
    fold::fold(block);
    eliminate(block, keep);
}

/// Everything, on a complete companion.
pub(crate) fn simplify(function: &mut Function, block: &mut Block, keep: &HashSet<VarId>) {
    eliminate(block, keep);
    // Each round folds what the one before uncovered; a program of any size settles within a few.
    for _ in 0..4 {
        propagate::propagate(function, block);
        eliminate(block, keep);
        inline::inline(function, block);
        tidy::tidy(function, block);
        fold::fold(block);
    }
    direction::forwards(function, block);
    eliminate(block, keep);
}
