//! The last touches on the adjoint: neighbouring contributions to one place become one, and so do neighbouring guards.

use super::fold;
use super::fold::same_place;
use crate::ir::{Block, Expr, Function, Op, Pass, Stmt, StmtKind};

pub(crate) fn tidy(function: &Function, block: &mut Block) {
    let mut stmts: Vec<Stmt> = Vec::with_capacity(block.stmts.len());
    for mut stmt in std::mem::take(&mut block.stmts) {
        let merged = match stmts.last_mut() {
            Some(before) if stmt.pass == Pass::Adjoint => merge(before, &mut stmt),
            _ => false,
        };
        if !merged {
            stmts.push(stmt);
        }
    }
    block.stmts = stmts;
    for stmt in &mut block.stmts {
        stmt.blocks_mut().into_iter().for_each(|inner| tidy(function, inner));
    }
}

/// Takes `stmt` into the statement before it, if the two are one.
fn merge(before: &mut Stmt, stmt: &mut Stmt) -> bool {
    match (&mut before.kind, &mut stmt.kind) {
        (
            StmtKind::Accumulate { place: first, negative, value },
            StmtKind::Accumulate { place: second, negative: other_negative, value: other },
        ) => {
            if !same_place(first, second) || other.mentions(second.base) {
                return false;
            }
            let op = if negative == other_negative { Op::Add } else { Op::Sub };
            let mut sum = Expr::op(op, vec![value.clone(), other.clone()]);
            fold::simplify(&mut sum);
            *value = sum;
            true
        }
        (StmtKind::IfActive { param: first, body }, StmtKind::IfActive { param: second, body: other }) => {
            if first != second {
                return false;
            }
            body.stmts.append(&mut other.stmts);
            true
        }
        _ => false,
    }
}
