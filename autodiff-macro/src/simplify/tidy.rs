//! The last touches on the adjoint: contributions to one place become one, and so do guards of one parameter.
//!
//! An earlier contribution sinks to the next one to the same place. *Legal* if nothing in between reads or writes what
//! the contribution reads, and nothing in between touches the place but by adding to it: then only the order of a sum
//! changes.

use super::fold;
use super::fold::same_place;
use super::scope::{Fragile, LARGEST, conflicts, size};
use crate::ir::{Block, Expr, Function, Op, Pass, Stmt, StmtKind, VarId, VarSet};

/// True if anything was merged.
pub(crate) fn tidy(function: &Function, block: &mut Block, ambiguous: &VarSet) -> bool {
    let fragile = Fragile::of(function, block, ambiguous);
    tidy_block(function, &fragile, block)
}

/// A contribution sinks past so many statements at the most.
const WINDOW: usize = 48;

fn tidy_block(function: &Function, fragile: &Fragile, block: &mut Block) -> bool {
    let mut changed = false;
    for stmt in &mut block.stmts {
        for inner in stmt.blocks_mut() {
            changed |= tidy_block(function, fragile, inner);
        }
    }
    let mut touches: Vec<Touch> = block.stmts.iter().map(Touch::of).collect();
    let mut stmts: Vec<Option<Stmt>> = std::mem::take(&mut block.stmts).into_iter().map(Some).collect();
    for at in 0..stmts.len() {
        let Some(later) = partner(function, fragile, &stmts, &touches, at) else { continue };
        let (Some(first), Some(second)) = (stmts[at].take(), stmts[later].as_mut()) else { continue };
        merge(first, second);
        touches[later] = Touch::of(second);
        changed = true;
    }
    block.stmts = stmts.into_iter().flatten().collect();
    changed
}

/// The next statement that `at` can be merged into.
fn partner(
    function: &Function,
    fragile: &Fragile,
    stmts: &[Option<Stmt>],
    touches: &[Touch],
    at: usize,
) -> Option<usize> {
    let stmt = stmts[at].as_ref().filter(|stmt| stmt.pass == Pass::Adjoint)?;
    let target = target(&stmt.kind)?;
    let mut moving: Vec<&Expr> = Vec::new();
    match &stmt.kind {
        StmtKind::IfActive { body, .. } => moving.extend(body.stmts.iter().flat_map(Stmt::exprs)),
        _ => moving.extend(stmt.exprs()),
    }
    moving.retain(|expr| fragile.is_fragile(expr));
    let end = stmts.len().min(at + 1 + WINDOW);
    for index in at + 1..end {
        let Some(later) = &stmts[index] else { continue };
        if later.pass == Pass::Adjoint && pairs(&stmt.kind, &later.kind) {
            return Some(index);
        }
        if touches[index].touches(target) || moving.iter().any(|expr| conflicts(function, later, expr)) {
            return None;
        }
    }
    None
}

/// The variables that a statement, with all inside it, touches other than by adding to them.
struct Touch {
    vars: Vec<VarId>,
    leaves: bool,
}

impl Touch {
    fn of(stmt: &Stmt) -> Touch {
        let mut touch = Touch { vars: Vec::new(), leaves: false };
        stmt.visit(&mut |inner| touch.one(inner));
        touch
    }

    fn one(&mut self, stmt: &Stmt) {
        let mut read = |var| self.vars.push(var);
        for block in stmt.blocks() {
            block.values.iter().for_each(|value| value.reads(&mut read));
        }
        match &stmt.kind {
            StmtKind::Accumulate { place, value, .. } => {
                value.reads(&mut read);
                place.indices().for_each(|index| index.reads(&mut read));
            }
            StmtKind::Let { var, value } => {
                read(*var);
                value.iter().for_each(|value| value.reads(&mut read));
            }
            StmtKind::Break { .. } | StmtKind::Continue { .. } | StmtKind::Return { .. } => self.leaves = true,
            _ => {
                let effects = stmt.effects();
                self.vars.extend([effects.reads, effects.writes, effects.assigns, effects.binds].concat());
            }
        }
    }

    /// A contribution to `target` can't sink past it.
    fn touches(&self, target: VarId) -> bool {
        self.leaves || self.vars.contains(&target)
    }
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
        (StmtKind::Accumulate { place, value: first, .. }, StmtKind::Accumulate { place: other, value, .. }) => {
            same_place(place, other) && !value.mentions(other.base) && size(first) + size(value) <= LARGEST
        }
        (StmtKind::IfActive { param, .. }, StmtKind::IfActive { param: other, .. }) => param == other,
        _ => false,
    }
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
