//! Folds variables that are read once back into the expression that reads them, as a person writes it.
//!
//! Only our own immutable variables are folded; what the user named keeps its name. A value may move down to its single
//! read if that stands in the same block, and nothing in between changes what it reads or hides a name that it uses.

use super::dead::is_pure;
use super::scope::{Uses, conflicts, uses};
use crate::ir::{Block, Expr, Function, Op, Origin, Stmt, StmtKind, VarId};
use std::collections::HashMap;

pub(crate) fn inline(function: &Function, block: &mut Block) {
    let uses = uses(block);
    inline_block(function, block, &uses);
}

fn inline_block(function: &Function, block: &mut Block, uses: &HashMap<VarId, Uses>) {
    // From the last binding to the first, so that a value is complete before it moves.
    let mut at = block.stmts.len();
    while at > 0 {
        at -= 1;
        block.stmts[at].blocks_mut().into_iter().for_each(|inner| inline_block(function, inner, uses));
        let Some((var, value)) = candidate(function, &block.stmts[at], uses) else { continue };
        if fits(function, &block.stmts[at + 1..], &block.values, var, &value) {
            put(&mut block.stmts[at + 1..], &mut block.values, var, value);
            block.stmts.remove(at);
        }
    }
}

fn candidate(function: &Function, stmt: &Stmt, uses: &HashMap<VarId, Uses>) -> Option<(VarId, Expr)> {
    let StmtKind::Let { var, value: Some(value) } = &stmt.kind else { return None };
    let variable = function.var(*var);
    let once = uses.get(var).is_some_and(|uses| uses.foldable == 1 && uses.other == 0);
    // An aggregate keeps its name: it is read in place, or moved.
    let shape = matches!(value, Expr::Repeat(..) | Expr::VecRepeat(..) | Expr::Array(_) | Expr::Replace(..));
    // The adjoint of what the user named reads as a step of its own.
    let step = matches!(variable.origin, Origin::Adjoint(of) if function.var(of).origin == Origin::User)
        && !value.is_atom()
        && !matches!(value, Expr::Op(Op::Neg, of, _) if of[0].is_atom());
    (once && !step && !variable.origin.has_fixed_name() && !variable.mutable && is_pure(value) && !shape)
        .then(|| (*var, value.clone()))
}

/// The value of `var` may move to the single expression in `stmts` or `values` that reads it.
fn fits(function: &Function, stmts: &[Stmt], values: &[Expr], var: VarId, value: &Expr) -> bool {
    for stmt in stmts {
        if stmt.exprs().into_iter().any(|expr| expr.mentions(var)) {
            // A condition is evaluated once a trip, and a guard not always.
            return !matches!(stmt.kind, StmtKind::While { .. } | StmtKind::Match { .. });
        }
        match &stmt.kind {
            // Where nobody wants the gradient, its terms need not be computed either.
            StmtKind::IfActive { body, .. } if body.touched().reads.contains(&var) => {
                return fits(function, &body.stmts, &body.values, var, value);
            }
            _ => {}
        }
        let inside = stmt.blocks().into_iter().any(|inner| inner.touched().reads.contains(&var));
        if inside || conflicts(function, stmt, value) {
            return false;
        }
    }
    values.iter().any(|value| value.mentions(var))
}

fn put(stmts: &mut [Stmt], values: &mut [Expr], var: VarId, value: Expr) {
    let mut value = Some(value);
    let mut fold = |expr: &mut Expr| {
        if matches!(expr, Expr::Var(read) if *read == var)
            && let Some(value) = value.take()
        {
            *expr = value;
        }
    };
    for stmt in stmts {
        stmt.exprs_mut().into_iter().for_each(|expr| expr.rewrite(&mut fold));
        if let StmtKind::IfActive { body, .. } = &mut stmt.kind {
            body.rewrite_exprs(&mut fold);
        }
    }
    values.iter_mut().for_each(|value| value.rewrite(&mut fold));
}
