//! Copies: a variable of ours that only repeats another one, a number, or a short index expression, is that.

use super::scope::{ambiguous, is_small, is_stable, uses, written};
use crate::ir::{Block, Expr, Function, Inert, StmtKind, VarId};
use std::collections::{HashMap, HashSet};

/// Variables that are never written need no `mut`; then copies of stable atoms are replaced by what they copy.
pub(crate) fn propagate(function: &mut Function, block: &mut Block) {
    let written = written(block);
    let mut lets = Vec::new();
    block.visit(&mut |stmt| {
        if let StmtKind::Let { var, value: Some(value) } = &stmt.kind {
            lets.push((*var, value.clone()));
        }
    });
    for (var, _) in &lets {
        if !function.var(*var).origin.has_fixed_name() && !written.contains(var) {
            function.var_mut(*var).mutable = false;
        }
    }
    let ambiguous = ambiguous(function);
    let uses = uses(block);
    let mut copies: HashMap<VarId, Expr> = HashMap::new();
    for (var, value) in lets {
        let variable = function.var(var);
        if variable.origin.has_fixed_name() || written.contains(&var) || !is_stable(function, &value, &written) {
            continue;
        }
        let mut reads = Vec::new();
        value.reads(&mut |read| reads.push(read));
        if reads.iter().any(|read| ambiguous.contains(read)) {
            continue;
        }
        let short = match &value {
            Expr::Inert(inert) => is_small(inert) && uses.get(&var).is_none_or(|uses| uses.other == 0),
            _ => true,
        };
        if short {
            copies.insert(var, value);
        }
    }
    if copies.is_empty() {
        return;
    }
    let renames: HashMap<VarId, VarId> =
        copies.keys().filter_map(|&var| Some((var, resolve(&copies, var)?.as_var()?))).collect();
    block.rewrite_exprs(&mut |expr| match expr {
        Expr::Var(var) => {
            if let Some(value) = resolve(&copies, *var) {
                *expr = value;
            }
        }
        Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => {
            if inert.variables().any(|var| renames.contains_key(&var)) {
                *inert = inert.rename(&renames);
            }
        }
        _ => {}
    });
}

/// What a chain of copies ends in.
fn resolve(copies: &HashMap<VarId, Expr>, var: VarId) -> Option<Expr> {
    let mut value = copies.get(&var)?;
    let mut seen = HashSet::from([var]);
    while let Some(next) = value.as_var() {
        match copies.get(&next) {
            Some(further) if seen.insert(next) => value = further,
            _ => break,
        }
    }
    let mut value = value.clone();
    if let Expr::Inert(inert) = &mut value {
        let renames: HashMap<VarId, VarId> =
            inert.variables().filter_map(|var| Some((var, resolve(copies, var)?.as_var()?))).collect();
        if !renames.is_empty() {
            *inert = Inert::rename(inert, &renames);
        }
    }
    Some(value)
}
