//! A parameter that only is another name for a number which never changes goes by that number's own name: `let x = x[i];`
//! and `let y = x;` for the `y` of a closure that was called with `*x`.

use crate::ir::{Block, Expr, Function, HashMap, HashSet, StmtKind, VarId};

pub(super) fn unite(function: &mut Function, parameters: &std::collections::HashSet<VarId>) {
    if parameters.is_empty() {
        return;
    }
    let mut body = std::mem::take(&mut function.body);
    let named = named_in_text(&body);
    let mut names: HashMap<VarId, VarId> = HashMap::default();
    body.visit(&mut |stmt| {
        let StmtKind::Let { var, value: Some(Expr::Var(of)) } = &stmt.kind else { return };
        let (parameter, given) = (function.var(*var), function.var(*of));
        let is_fixed = !parameter.mutable && !given.mutable;
        let is_same = parameter.ty.is_float() && given.ty.is_float();
        if parameters.contains(var) && is_fixed && is_same && !named.contains(var) {
            let of = names.get(of).copied().unwrap_or(*of);
            names.insert(*var, of);
        }
    });
    if !names.is_empty() {
        rename(&mut body, &names);
    }
    function.body = body;
}

/// What macros read has no hole that could be renamed.
fn named_in_text(body: &Block) -> HashSet<VarId> {
    let mut named = HashSet::default();
    body.visit(&mut |stmt| {
        if let StmtKind::Effect(inert) | StmtKind::Each { source: inert, .. } = &stmt.kind {
            named.extend(inert.variables());
        }
    });
    body.visit_exprs(&mut |expr| {
        if let Expr::Inert(inert) = expr
            && !inert.pure
        {
            named.extend(inert.variables());
        }
    });
    named
}

fn rename(block: &mut Block, names: &HashMap<VarId, VarId>) {
    block.stmts.retain(|stmt| !matches!(&stmt.kind, StmtKind::Let { var, .. } if names.contains_key(var)));
    for stmt in &mut block.stmts {
        stmt.exprs_mut().into_iter().for_each(|expr| expr.rename(names));
        stmt.blocks_mut().into_iter().for_each(|inner| rename(inner, names));
    }
    block.values.iter_mut().for_each(|value| value.rename(names));
}
