//! From correct to readable and fast: small passes, each with one name and one direction, to a fixed point.

mod dead;
mod direction;
mod fold;
mod held;
mod inline;
mod propagate;
mod scope;
mod stores;
mod tidy;

use crate::ir::{Block, Function, VarSet};

pub(crate) use dead::{eliminate, is_pure};
pub(crate) use direction::only_adds;
pub(crate) use fold::{fold, same};
pub(crate) use scope::{AllUses, uses};

/// What can be done before it is known how the backward pass gets its values: it decides which of them it reads.
pub(crate) fn reduce(function: &mut Function, backward: &mut Block, keep: &VarSet) {
    let ambiguous = scope::ambiguous(function);
    propagate::propagate(function, backward, &ambiguous);
    fold(backward, 0);
    eliminate(backward, keep);
}

/// Everything, on a complete companion. The block's values are the primal's, then gradients from number `gradients` on.
pub(crate) fn simplify(function: &mut Function, block: &mut Block, keep: &VarSet, gradients: usize) {
    let ambiguous = scope::ambiguous(function);
    eliminate(block, keep);
    // Each round folds what the one before uncovered; a program of any size settles within a few.
    for _ in 0..ROUNDS {
        for _ in 0..ROUNDS {
            let copied = propagate::propagate(function, block, &ambiguous);
            eliminate(block, keep);
            let moved = inline::inline(function, block, &ambiguous);
            fold(block, gradients);
            if !copied && !moved {
                break;
            }
        }
        if !tidy::tidy(function, block, &ambiguous) {
            break;
        }
        fold(block, gradients);
    }
    direction::forwards(block);
    stores::merge(function, block);
    eliminate(block, keep);
}

/// A bound on the rounds, so that no program can keep the compiler busy.
const ROUNDS: usize = 6;
