//! Folds variables that are read once back into the expression that reads them, as a person writes it.
//!
//! Only our own immutable variables are folded; what the user named keeps its name. A value may move down to its single
//! read if that stands in the same block, and nothing in between changes what it reads or hides a name that it uses.

use super::dead::is_pure;
use super::scope::{Uses, conflicts, uses};
use crate::ir::{Block, Expr, Function, Stmt, StmtKind, VarId};
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
        if let Some(reader) = reader(function, block, at, var, &value) {
            let mut place = Some(value);
            let mut fold = |expr: &mut Expr| {
                if matches!(expr, Expr::Var(read) if *read == var)
                    && let Some(value) = place.take()
                {
                    *expr = value;
                }
            };
            match reader {
                Reader::Stmt(at) => {
                    block.stmts[at].exprs_mut().into_iter().for_each(|expr| expr.rewrite(&mut fold));
                }
                Reader::Values => block.values.iter_mut().for_each(|value| value.rewrite(&mut fold)),
            }
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
    (once && !variable.origin.has_fixed_name() && !variable.mutable && is_pure(value) && !shape)
        .then(|| (*var, value.clone()))
}

enum Reader {
    Stmt(usize),
    Values,
}

/// The statement that reads `var`, if its value may move there.
fn reader(function: &Function, block: &Block, at: usize, var: VarId, value: &Expr) -> Option<Reader> {
    for (offset, stmt) in block.stmts[at + 1..].iter().enumerate() {
        if stmt.exprs().into_iter().any(|expr| expr.mentions(var)) {
            // A condition is evaluated once a trip, and a guard not always.
            let once = !matches!(stmt.kind, StmtKind::While { .. } | StmtKind::Match { .. });
            return once.then_some(Reader::Stmt(at + 1 + offset));
        }
        let inside = stmt.blocks().into_iter().any(|inner| inner.touched().reads.contains(&var));
        if inside || conflicts(function, stmt, value) {
            return None;
        }
    }
    block.values.iter().any(|value| value.mentions(var)).then_some(Reader::Values)
}
