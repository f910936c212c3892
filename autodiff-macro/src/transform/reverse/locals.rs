//! What the reverse of a body must know of its variables beforehand.

use super::super::shapes::reshapes;
use crate::ir::{Block, Expr, Function, HashMap, HashSet, Place, StmtId, StmtKind, Type, VarId};

/// Bound without a value: `let z;`.
pub(super) fn deferred(body: &Block) -> HashSet<VarId> {
    let mut deferred = HashSet::default();
    body.visit(&mut |stmt| {
        if let StmtKind::Let { var, value: None } = stmt.kind {
            deferred.insert(var);
        }
    });
    deferred
}

/// Copies of an element or a field of a type that only rustc knows, which stay what they are.
pub(super) fn loaded(function: &Function, body: &Block) -> HashSet<VarId> {
    let mut loaded = HashSet::default();
    body.visit(&mut |stmt| {
        if let StmtKind::Let { var, value: Some(Expr::Load(_) | Expr::Clone(_)) } = stmt.kind
            && matches!(function.var(var).ty, Type::Unknown)
        {
            loaded.insert(var);
        }
    });
    let rewritten = rewritten(body);
    loaded.retain(|var| !rewritten.contains(var));
    loaded
}

/// Given another value, or written in part, after they are bound.
pub(super) fn rewritten(body: &Block) -> HashSet<VarId> {
    let touched = body.touched();
    touched.assigns.into_iter().chain(touched.writes).collect()
}

/// Of which the shape may change.
pub(super) fn reshaped(function: &Function, body: &Block) -> HashSet<VarId> {
    let mut reshaped = HashSet::default();
    body.visit(&mut |stmt| reshaped.extend(reshapes(function, stmt)));
    reshaped
}

/// Local references, each with what it refers to.
pub(super) fn aliases(function: &Function, body: &Block) -> HashMap<VarId, (StmtId, Place)> {
    let mut aliases = HashMap::default();
    body.visit(&mut |stmt| {
        let StmtKind::Let { var, value: Some(value) } = &stmt.kind else { return };
        match value {
            Expr::Borrow { place, .. } => aliases.insert(*var, (stmt.id, place.clone())),
            // A reference is copied.
            Expr::Var(of) if function.var(*of).ty.is_ref() => aliases.insert(*var, (stmt.id, Place::var(*of))),
            _ => None,
        };
    });
    aliases
}
