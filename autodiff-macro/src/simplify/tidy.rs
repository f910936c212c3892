//! The last touches on the adjoint: contributions to one place become one, and so do guards of one parameter.
//!
//! An earlier contribution sinks to the next one to the same place. *Legal* if nothing in between reads or writes what
//! the contribution reads, and nothing in between touches the place but by adding to it: then only the order of a sum
//! changes.

use super::fold;
use super::fold::same_place;
use super::scope::conflicts;
use crate::ir::{Block, Expr, Function, Op, Pass, Stmt, StmtKind, VarId};

pub(crate) fn tidy(function: &Function, block: &mut Block) {
    for stmt in &mut block.stmts {
        stmt.blocks_mut().into_iter().for_each(|inner| tidy(function, inner));
    }
    let mut at = 0;
    while at < block.stmts.len() {
        match partner(function, &block.stmts, at) {
            Some(later) => {
                let stmt = block.stmts.remove(at);
                merge(stmt, &mut block.stmts[later - 1]);
                if let StmtKind::IfActive { body, .. } = &mut block.stmts[later - 1].kind {
                    tidy(function, body);
                }
            }
            None => at += 1,
        }
    }
}

/// The next statement that `at` can be merged into.
fn partner(function: &Function, stmts: &[Stmt], at: usize) -> Option<usize> {
    let stmt = &stmts[at];
    if stmt.pass != Pass::Adjoint {
        return None;
    }
    let target = target(&stmt.kind)?;
    for (offset, later) in stmts[at + 1..].iter().enumerate() {
        if later.pass == Pass::Adjoint && pairs(&stmt.kind, &later.kind) {
            return Some(at + 1 + offset);
        }
        let mut blocked = false;
        stmt.visit(&mut |inner| {
            blocked |= inner.exprs().into_iter().any(|expr| conflicts(function, later, expr));
        });
        if blocked || !leaves_alone(later, target) {
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
    let mut alone = true;
    stmt.visit(&mut |inner| {
        alone &= match &inner.kind {
            StmtKind::Accumulate { place, value, .. } => {
                !value.mentions(target) && !place.indices().any(|index| index.mentions(target))
            }
            _ => {
                let effects = inner.effects();
                !effects.reads.contains(&target)
                    && !effects.writes.contains(&target)
                    && !effects.assigns.contains(&target)
                    && !effects.binds.contains(&target)
            }
        };
        // A loop around it would repeat what only happens once.
        alone &= !matches!(inner.kind, StmtKind::Break { .. } | StmtKind::Continue { .. } | StmtKind::Return { .. });
    });
    alone
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
