//! Second order: the derivative in a direction, as a function of its own that is differentiated in its turn.
//!
//! `f(x)` has the derivative `ẏ = f′(x)·ẋ` in the direction `ẋ`, which forward mode gives as statements of our own language.
//! With the tangents as further parameters, held constant, they are a function whose gradient with respect to `x` is the
//! product of the Hessian and `ẋ`. Nothing here knows what is done with it: reverse mode is handed that function as if
//! somebody had written it.

use super::companions::{Lost, unpin};
use super::forward::{Tangents, forward};
use super::normal::normalise;
use crate::analyse::{Facts, analyse_again};
use crate::ir::{Block, Call, Expr, Function, Origin, Param, StmtKind, VarId};
use crate::rules::written_out;
use crate::simplify::fold;
use proc_macro2::{Ident, Span};

/// `(x, d_x, y, d_y) ↦ ẏ` in normal form, to be differentiated by what `f` is.
pub(super) fn directional(function: &Function, facts: &Facts) -> Result<(Function, Facts), Lost> {
    let mut primal = function.clone();
    unpin(&mut primal);
    let Tangents { mut function, mut body, params, lost } = forward(primal, facts, None);
    if !lost.is_empty() {
        return Err(lost);
    }
    let calls = calls(&body);
    if !calls.is_empty() {
        return Err(calls);
    }
    fold(&mut body, 0);
    write_out(&mut body);
    // The value itself is nobody's: what only it needs is dead.
    body.values.drain(..body.values.len().saturating_sub(1));
    function.body = body;
    with_tangents(&mut function, &params);
    let function = normalise(function);
    let facts = analyse_again(&function)?;
    Ok((function, facts))
}

/// Calls of other differentiated functions.
fn calls(body: &Block) -> Vec<Span> {
    let mut found = Vec::new();
    body.visit(&mut |stmt| {
        if let StmtKind::Call(Call { forward: Some(_), .. }) = &stmt.kind {
            found.push(stmt.span);
        }
    });
    found
}

/// Each tangent becomes a parameter behind its own.
fn with_tangents(function: &mut Function, tangents: &[Option<VarId>]) {
    let names: Vec<String> =
        function.params.iter().map(|param| function.var(param.var).name.to_string()).collect();
    let mut params: Vec<Param> = Vec::new();
    for (param, tangent) in std::mem::take(&mut function.params).into_iter().zip(tangents) {
        let flag = Ident::new(&format!("D{}", param.flag), param.flag.span());
        params.push(param.clone());
        let Some(var) = *tangent else { continue };
        // Its name is as fixed as those of the others.
        let mut name = function.var(var).name.to_string();
        while names.contains(&name) {
            name.push('_');
        }
        function.var_mut(var).name = Ident::new(&name, Span::mixed_site());
        params.push(Param { var, differentiable: false, flag, ..param });
    }
    for (index, param) in params.iter().enumerate() {
        function.var_mut(param.var).origin = Origin::Param(index);
    }
    function.params = params;
}

/// The runtime's slopes in operations that have rules.
fn write_out(block: &mut Block) {
    let write = |expr: &mut Expr| {
        expr.rewrite(&mut |expr| {
            if let Expr::Runtime(name, operands) = expr
                && let Some(written) = written_out(name, operands)
            {
                *expr = written;
            }
        });
    };
    block.values.iter_mut().for_each(write);
    for stmt in &mut block.stmts {
        stmt.exprs_mut().into_iter().for_each(write);
        stmt.blocks_mut().into_iter().for_each(write_out);
    }
}
