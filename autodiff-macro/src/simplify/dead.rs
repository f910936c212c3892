//! Dead code: what nothing observable depends on.
//!
//! A variable is observed if an expression reads it for something other than its own further accumulation, or if it
//! belongs to the caller. A pure statement that only gives a value to variables that nobody observes goes. Panics are
//! not observable: what only the value of a function needs, an index out of bounds included, a gradient leaves out.

use crate::ir::{Block, Call, Expr, Stmt, StmtKind, VarId};
use std::collections::HashSet;

/// Removes dead statements until none is left. `keep` are variables that the caller sees.
pub(crate) fn eliminate(block: &mut Block, keep: &HashSet<VarId>) {
    loop {
        let mut observed = keep.clone();
        observe(block, &mut observed);
        if !sweep(block, &observed) {
            return;
        }
    }
}

fn observe(block: &Block, observed: &mut HashSet<VarId>) {
    for stmt in &block.stmts {
        for expr in stmt.exprs() {
            let own = accumulated(&stmt.kind, expr);
            expr.reads(&mut |var| {
                if Some(var) != own {
                    observed.insert(var);
                }
            });
        }
        match &stmt.kind {
            StmtKind::Effect(inert) => observed.extend(inert.variables().chain(inert.writes.iter().copied())),
            StmtKind::Each { source, .. } => observed.extend(source.variables()),
            StmtKind::Pull(pull) => {
                observed.insert(pull.pullback);
            }
            StmtKind::Pop { tape, .. } | StmtKind::Recall { tape, .. } => {
                observed.insert(*tape);
            }
            _ => {}
        }
        stmt.blocks().into_iter().for_each(|inner| observe(inner, observed));
    }
    for value in &block.values {
        value.reads(&mut |var| {
            observed.insert(var);
        });
    }
}

/// What `private::accumulate(&mut d, …)` and `private::reset(&mut d)` write, which is no observation of it.
fn accumulated(kind: &StmtKind, expr: &Expr) -> Option<VarId> {
    match (kind, expr) {
        (StmtKind::Run { .. }, Expr::Runtime("accumulate" | "reset" | "fill", of)) => match of.first() {
            Some(Expr::Borrow { place, .. }) => Some(place.base),
            Some(Expr::Var(var)) => Some(*var),
            _ => None,
        },
        _ => None,
    }
}

fn sweep(block: &mut Block, observed: &HashSet<VarId>) -> bool {
    let mut changed = false;
    for stmt in &mut block.stmts {
        changed |= shrink(stmt, observed);
        for inner in stmt.blocks_mut() {
            changed |= sweep(inner, observed);
        }
    }
    let before = block.stmts.len();
    block.stmts.retain(|stmt| !is_dead(stmt, observed));
    changed || block.stmts.len() != before
}

/// Drops yields that nobody reads.
fn shrink(stmt: &mut Stmt, observed: &HashSet<VarId>) -> bool {
    let (binds, mut blocks): (&mut Vec<VarId>, Vec<&mut Block>) = match &mut stmt.kind {
        StmtKind::If { binds, then, otherwise, .. } => (binds, vec![then, otherwise]),
        StmtKind::Match { binds, arms, .. } => (binds, arms.iter_mut().map(|arm| &mut arm.body).collect()),
        StmtKind::Scope { binds, body } => (binds, vec![body]),
        _ => return false,
    };
    let mut changed = false;
    for at in (0..binds.len()).rev() {
        // A side that diverges yields nothing.
        if !observed.contains(&binds[at]) && blocks.iter().all(|block| block.values.len() == binds.len()) {
            binds.remove(at);
            blocks.iter_mut().for_each(|block| {
                block.values.remove(at);
            });
            changed = true;
        }
    }
    changed
}

fn is_dead(stmt: &Stmt, observed: &HashSet<VarId>) -> bool {
    let unseen = |var: &VarId| !observed.contains(var);
    match &stmt.kind {
        StmtKind::Let { var, value } => unseen(var) && value.as_ref().is_none_or(is_pure),
        StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
            unseen(&place.base) && is_pure(value)
        }
        StmtKind::Run { value } => accumulated(&stmt.kind, value).as_ref().is_some_and(unseen),
        StmtKind::Push { tape, value } => unseen(tape) && is_pure(value),
        StmtKind::Recall { var, .. } => unseen(var),
        StmtKind::Pull(pull) => pull.args.iter().all(|arg| match &arg.slot {
            crate::ir::Slot::Into(place) => unseen(&place.base),
            crate::ir::Slot::Inactive => true,
        }),
        StmtKind::If { binds, cond, .. } => empty(stmt) && binds.is_empty() && is_pure(cond),
        StmtKind::For { .. } | StmtKind::IfActive { .. } | StmtKind::IfAny { .. } => empty(stmt),
        StmtKind::Scope { binds, .. } => empty(stmt) && binds.is_empty(),
        StmtKind::Call(Call { .. }) => false,
        _ => false,
    }
}

fn empty(stmt: &Stmt) -> bool {
    stmt.blocks().into_iter().all(|block| block.stmts.is_empty() && block.values.is_empty())
}

/// Evaluating it has no effect.
pub(crate) fn is_pure(expr: &Expr) -> bool {
    let mut pure = true;
    expr.visit(&mut |inner| {
        pure &= match inner {
            Expr::Inert(inert) => inert.pure,
            Expr::Replace(..) => false,
            Expr::Borrow { mutable, .. } => !mutable,
            _ => true,
        }
    });
    pure
}
