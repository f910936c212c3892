//! Memory whose shape changes after it is bound: what is assigned whole, swapped, or made longer or shorter.
//!
//! An adjoint has the shape that its variable has at that point of the primal, so whoever makes one, or asks for a length,
//! must not look at a later state of such memory.

use super::normal::place_type;
use crate::ir::{Act, Expr, Function, Place, Stmt, StmtKind, Type, VarId};

/// Of more than one shape, with the same length.
pub(super) fn may_vary(ty: &Type) -> bool {
    match ty.behind_refs() {
        Type::Option(_) | Type::Named(_) | Type::Unknown => true,
        Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) => may_vary(of),
        Type::Tuple(of) => of.iter().any(may_vary),
        _ => false,
    }
}

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
        StmtKind::Accumulate { .. } => Vec::new(),
        // A callee that is differentiated keeps the length of the slice that it is lent, and so does its cotangent; what is an
        // option or of a type of the user's own it may make another variant of.
        StmtKind::Call(call) => {
            let lent = call.args.iter().filter_map(|arg| match &arg.value {
                Expr::Borrow { mutable: true, place } if may_vary(&place_type(function, place)) => Some(place.base),
                _ => None,
            });
            lent.collect()
        }
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
