//! Memory whose shape changes after it is bound: what is assigned whole, swapped, or made longer or shorter.
//!
//! An adjoint has the shape that its variable has at that point of the primal, so whoever makes one, or asks for a length,
//! must not look at a later state of such memory.

use super::normal::place_type;
use crate::ir::{Act, Expr, Function, Place, Stmt, StmtKind, VarId};

/// The variables whose shape this statement itself may change.
pub(super) fn reshapes(function: &Function, stmt: &Stmt) -> Vec<VarId> {
    let says_shape = |place: &Place| place_type(function, place).says_shape();
    match &stmt.kind {
        StmtKind::Assign { place, .. } if place.is_whole() => vec![place.base],
        // A row that is given another one; a number is one, whatever is known of the memory around it.
        StmtKind::Assign { place, value } => {
            let is_number = match value {
                Expr::Var(var) => function.var(*var).ty.is_scalar(),
                value => matches!(value, Expr::Number(_)),
            };
            if is_number || says_shape(place) { Vec::new() } else { vec![place.base] }
        }
        // A callee that is differentiated keeps the length of what it is lent: its cotangent has it, too.
        StmtKind::Accumulate { .. } | StmtKind::Call(_) => Vec::new(),
        StmtKind::Mutate { place, act } => {
            let keeps = match act {
                Act::Swap(_) | Act::Exchange(_) => says_shape(place),
                Act::Fill(_) | Act::Copy(_) => place_type(function, place).element().says_shape(),
                Act::Push(_)
                | Act::Pop { .. }
                | Act::Replace { .. }
                | Act::Truncate { .. }
                | Act::Resize { .. }
                | Act::Extend { .. } => false,
            };
            if keeps { Vec::new() } else { [place.base].into_iter().chain(act.swapped()).collect() }
        }
        _ => {
            let effects = stmt.effects();
            [effects.assigns, effects.writes].concat()
        }
    }
}
