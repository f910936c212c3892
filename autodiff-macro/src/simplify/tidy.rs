//! The last touches on the adjoint: contributions to one place become one, and so do guards of one parameter.
//!
//! An earlier contribution sinks to the next one to the same place. *Legal* if nothing in between reads or writes what
//! the contribution reads, and nothing in between touches the place but by adding to it: then only the order of a sum
//! changes.

use super::fold;
use super::fold::same_place;
use super::scope::{Fragile, conflicts};
use crate::ir::{Block, Expr, Function, Op, Pass, Stmt, StmtKind, VarId};

/// True if anything was merged.
pub(crate) fn tidy(function: &Function, block: &mut Block) -> bool {
    let fragile = Fragile::of(function, block);
    tidy_block(function, &fragile, block)
}

fn tidy_block(function: &Function, fragile: &Fragile, block: &mut Block) -> bool {
    let mut changed = false;
    for stmt in &mut block.stmts {
        for inner in stmt.blocks_mut() {
            changed |= tidy_block(function, fragile, inner);
        }
    }
    let mut at = 0;
    while at < block.stmts.len() {
        match partner(function, fragile, &block.stmts, at) {
            Some(later) => {
                let stmt = block.stmts.remove(at);
                merge(stmt, &mut block.stmts[later - 1]);
                if let StmtKind::IfActive { body, .. } = &mut block.stmts[later - 1].kind {
                    tidy_block(function, fragile, body);
                }
                changed = true;
            }
            None => at += 1,
        }
    }
    changed
}

/// The next statement that `at` can be merged into.
fn partner(function: &Function, fragile: &Fragile, stmts: &[Stmt], at: usize) -> Option<usize> {
    let stmt = &stmts[at];
    if stmt.pass != Pass::Adjoint {
        return None;
    }
    let target = target(&stmt.kind)?;
    let mut moving: Vec<&Expr> = Vec::new();
    match &stmt.kind {
        StmtKind::IfActive { body, .. } => moving.extend(body.stmts.iter().flat_map(Stmt::exprs)),
        _ => moving.extend(stmt.exprs()),
    }
    moving.retain(|expr| fragile.is_fragile(expr));
    for (offset, later) in stmts[at + 1..].iter().enumerate() {
        if later.pass == Pass::Adjoint && pairs(&stmt.kind, &later.kind) {
            return Some(at + 1 + offset);
        }
        if moving.iter().any(|expr| conflicts(function, later, expr)) || !leaves_alone(later, target) {
            return None;
        }
    }
    None
}

/// What a contribution, or a guard around contributions, adds to.
fn target(kind: &StmtKind) -> Option<VarId> {
    match kind {
        StmtKind::Accumulate { place, .. } => Some(place.base),
        StmtKind::IfActive { body, .. } => {
            let mut targets = body.stmts.iter().map(|stmt| match &stmt.kind {
                StmtKind::Accumulate { place, .. } => Some(place.base),
                _ => None,
            });
            let first = targets.next()??;
            targets.all(|target| target == Some(first)).then_some(first)
        }
        _ => None,
    }
}

fn pairs(first: &StmtKind, second: &StmtKind) -> bool {
    match (first, second) {
        (StmtKind::Accumulate { place, .. }, StmtKind::Accumulate { place: other, value, .. }) => {
            same_place(place, other) && !value.mentions(other.base)
        }
        (StmtKind::IfActive { param, .. }, StmtKind::IfActive { param: other, .. }) => param == other,
        _ => false,
    }
}

/// `stmt`, with all inside it, touches `target` by adding to it alone.
fn leaves_alone(stmt: &Stmt, target: VarId) -> bool {
    let own = match &stmt.kind {
        StmtKind::Accumulate { place, value, .. } => {
            !value.mentions(target) && !place.indices().any(|index| index.mentions(target))
        }
        StmtKind::Let { var, value } => *var != target && !value.as_ref().is_some_and(|value| value.mentions(target)),
        StmtKind::Break { .. } | StmtKind::Continue { .. } | StmtKind::Return { .. } => false,
        _ => {
            let effects = stmt.effects();
            ![effects.reads, effects.writes, effects.assigns, effects.binds].concat().contains(&target)
        }
    };
    own && stmt.blocks().into_iter().flat_map(|block| &block.stmts).all(|inner| leaves_alone(inner, target))
        && !stmt.blocks().into_iter().flat_map(|block| &block.values).any(|value| value.mentions(target))
}

/// Takes `first` into `second`.
fn merge(first: Stmt, second: &mut Stmt) {
    match (first.kind, &mut second.kind) {
        (
            StmtKind::Accumulate { negative: first_negative, value: first, .. },
            StmtKind::Accumulate { negative, value, .. },
        ) => {
            let op = if first_negative == *negative { Op::Add } else { Op::Sub };
            let mut sum = Expr::op(op, vec![first, value.clone()]);
            fold::simplify(&mut sum);
            *value = sum;
            *negative = first_negative;
        }
        (StmtKind::IfActive { body: mut first, .. }, StmtKind::IfActive { body, .. }) => {
            first.stmts.append(&mut body.stmts);
            *body = first;
        }
        _ => {}
    }
}
