//! `Vec`s whose element number `i` is pushed in trip number `i` of one loop.
//!
//! Such a `Vec` starts empty, one `push` alone changes its length, and that stands in each trip of a loop counted from zero
//! in the block that binds the `Vec`. Its adjoint needs not follow its length backwards: the push that is reversed in trip
//! `i` finds its cotangent at `i`, and nobody asks for that again.

use super::shapes::reshapes;
use crate::ir::{Act, Block, Expr, Function, HashMap, HashSet, Stmt, StmtKind, Type, VarId};

/// Each such `Vec`, with the loop variable.
pub(super) fn pushed_in_order(function: &Function) -> HashMap<VarId, VarId> {
    let mut changes: HashMap<VarId, usize> = HashMap::default();
    function.body.visit(&mut |stmt| {
        reshapes(function, stmt).into_iter().for_each(|var| *changes.entry(var).or_default() += 1);
    });
    let mut pushed = HashMap::default();
    look(function, &function.body, &mut pushed);
    pushed.retain(|var, _| changes.get(var) == Some(&1));
    pushed
}

fn look(function: &Function, block: &Block, pushed: &mut HashMap<VarId, VarId>) {
    let mut empty = HashSet::default();
    for stmt in &block.stmts {
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } if is_empty(value) => {
                empty.insert(*var);
            }
            StmtKind::For { var, range, body, .. } if range.is_counted_from_zero() && is_usize(function, *var) => {
                pushed.extend(
                    body.stmts.iter().filter_map(pushed_on).filter(|on| empty.contains(on)).map(|on| (on, *var)),
                );
            }
            _ => {}
        }
        stmt.blocks().into_iter().for_each(|inner| look(function, inner, pushed));
    }
}

fn is_empty(value: &Expr) -> bool {
    match value {
        Expr::Runtime("Vec::new" | "Vec::with_capacity", _) => true,
        Expr::VecList(of) => of.is_empty(),
        _ => false,
    }
}

fn pushed_on(stmt: &Stmt) -> Option<VarId> {
    match &stmt.kind {
        StmtKind::Mutate { place, act: Act::Push(_) } if place.is_whole() => Some(place.base),
        _ => None,
    }
}

fn is_usize(function: &Function, var: VarId) -> bool {
    matches!(&function.var(var).ty, Type::Int(Some(tokens)) if tokens.to_string() == "usize")
}
