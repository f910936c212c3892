//! Stores that say what is there already, or what the next one says.
//!
//! The reverse of an assignment clears an element's adjoint, and often adds to it at once: `d_y[i] = 0.0; d_y[i] += t;` is
//! `d_y[i] = t;`. *Legal* if nothing in between touches that memory, or changes where the element is. And what leaves by a
//! `&mut` unchanged, `let d = *d_acc; … *d_acc = d;`, need not be stored: if nobody writes there in between.

use super::fold;
use super::fold::same_place;
use super::scope::conflicts;
use crate::ir::{Block, Expr, Function, Op, Pass, Place, Step, Stmt, StmtKind, VarId};

/// A store waits for the next one over so many statements at the most.
const WINDOW: usize = 48;

pub(crate) fn merge(function: &Function, block: &mut Block) {
    for stmt in &mut block.stmts {
        stmt.blocks_mut().into_iter().for_each(|inner| merge(function, inner));
    }
    let mut stmts: Vec<Option<Stmt>> = std::mem::take(&mut block.stmts).into_iter().map(Some).collect();
    for at in 0..stmts.len() {
        if let Some(later) = added_to(function, &stmts, at) {
            stmts[at] = None;
            stmts[later].iter_mut().for_each(assign);
        } else if is_there(function, &stmts, at) {
            stmts[at] = None;
        }
    }
    block.stmts = stmts.into_iter().flatten().collect();
}

/// The statement that adds to what the one at `at` clears.
fn added_to(function: &Function, stmts: &[Option<Stmt>], at: usize) -> Option<usize> {
    let StmtKind::Assign { place, value } = &adjoint(stmts, at)?.kind else { return None };
    if !matches!(value, Expr::Number(zero) if zero.value == 0.0) {
        return None;
    }
    for (index, later) in stmts.iter().enumerate().skip(at + 1).take(WINDOW) {
        let Some(later) = later else { continue };
        if let StmtKind::Accumulate { place: other, value, .. } = &later.kind
            && later.pass == Pass::Adjoint
            && same_place(place, other)
            && !value.mentions(place.base)
        {
            return Some(index);
        }
        if touches(later, place.base) || place.indices().any(|index| conflicts(function, later, index)) {
            return None;
        }
    }
    None
}

/// `place += value` of what is zero.
fn assign(stmt: &mut Stmt) {
    if let StmtKind::Accumulate { place, negative, value } = &stmt.kind {
        let mut value = if *negative { Expr::op(Op::Neg, vec![value.clone()]) } else { value.clone() };
        fold::simplify(&mut value);
        stmt.kind = StmtKind::Assign { place: place.clone(), value };
    }
}

/// The statement stores what was loaded from the same place, where it still is.
fn is_there(function: &Function, stmts: &[Option<Stmt>], at: usize) -> bool {
    let Some(StmtKind::Assign { place, value }) = adjoint(stmts, at).map(|stmt| &stmt.kind) else { return false };
    if !matches!(place.path.as_slice(), [Step::Deref]) {
        return false;
    }
    let var = match value {
        Expr::Var(var) if !function.var(*var).mutable => var,
        Expr::Load(from) => return same_place(from, place),
        _ => return false,
    };
    for before in stmts[..at].iter().rev().flatten() {
        if let StmtKind::Let { var: loaded, value: Some(Expr::Load(from)) } = &before.kind
            && loaded == var
        {
            return same_place(from, place);
        }
        if writes(before, place) {
            return false;
        }
    }
    false
}

fn adjoint(stmts: &[Option<Stmt>], at: usize) -> Option<&Stmt> {
    stmts[at].as_ref().filter(|stmt| stmt.pass == Pass::Adjoint)
}

fn writes(stmt: &Stmt, place: &Place) -> bool {
    let mut writes = false;
    stmt.visit(&mut |inner| inner.writes(&mut |var| writes |= var == place.base));
    writes
}

fn touches(stmt: &Stmt, var: VarId) -> bool {
    let mut touches = false;
    stmt.visit(&mut |inner| {
        let leaves = matches!(inner.kind, StmtKind::Break { .. } | StmtKind::Continue { .. } | StmtKind::Return { .. });
        touches |= leaves || inner.effects().mentions(var);
        touches |= inner.blocks().into_iter().any(|block| block.values.iter().any(|value| value.mentions(var)));
    });
    touches
}
