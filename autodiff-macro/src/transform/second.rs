//! Second order: the derivative in a direction, as a function of its own that is differentiated in its turn.
//!
//! `f(x)` has the derivative `ẏ = f′(x)·ẋ` in the direction `ẋ`, which forward mode gives as statements of our own language.
//! With the tangents as further parameters they are a function whose gradient with respect to `x` is the product of the
//! Hessian and `ẋ`. Nothing here knows what is done with it: reverse mode is handed that function as if somebody had
//! written it.
//!
//! What others call, `f_hvp_for`, is the pullback of `(x, ẋ) ↦ (y, ẏ)`, since there the tangents depend on what the caller
//! differentiates by.

mod calls;

use super::companions::Lost;
use super::derive::unpin;
use super::forward::{Dependence, Tangents, forward};
use super::normal::normalise;
use crate::analyse::{Facts, analyse_again};
use crate::ir::{Block, Expr, Function, Kind, Origin, Param, ParamSet, StmtKind, Type, VarId};
use crate::rules::written_out;
use crate::simplify::fold;
use proc_macro2::Ident;
use quote::quote;

/// In normal form, to be differentiated: `(x, d_x, y, d_y) ↦ ẏ` by what `f` is, for `f_hvp`; `… ↦ (value, ẏ)` by that and
/// its tangents, for `f_hvp_for`.
pub(super) fn directional(function: &Function, facts: &Facts, kind: Kind) -> Result<(Function, Facts), Lost> {
    let mut primal = function.clone();
    unpin(&mut primal);
    if function.signature.boxed {
        return Err(vec![function.signature.name.span()]);
    }
    let for_others = kind == Kind::HvpFor;
    let dependence = for_others.then(|| Dependence::of(&primal));
    let Tangents { mut function, mut body, params, lost } = forward(primal, facts, dependence.as_ref());
    if !lost.is_empty() {
        return Err(lost);
    }
    fold(&mut body, 0);
    write_out(&mut body);
    calls::pair(&mut function, &mut body)?;
    if for_others {
        ask_the_first(&mut body);
        body.values = pair(&mut body);
        let tangents = all(&mut function, params);
        with_tangents(&mut function, &tangents);
        return_pair(&mut function);
    } else {
        // The value itself is nobody's: what only it needs is dead.
        body.values.drain(..body.values.len().saturating_sub(1));
        with_tangents(&mut function, &params);
        function.params.iter_mut().for_each(|param| param.differentiable &= !param.is_tangent);
    }
    function.body = body;
    // What forward mode bound is a local of this function, like any other.
    for variable in &mut function.variables {
        if matches!(variable.origin, Origin::Tangent(_) | Origin::Ours) {
            variable.origin = Origin::Temp;
        }
    }
    let function = normalise(function);
    let facts = analyse_again(&function)?;
    Ok((function, facts))
}

/// The signature of `f_hvp_for` alone, or of `f_hvp`.
pub(super) fn signature(function: &mut Function, kind: Kind) {
    // What diverges keeps nothing that would need a box.
    function.signature.boxed = false;
    let none = vec![None; function.params.len()];
    let tangents = all(function, none);
    with_tangents(function, &tangents);
    match kind {
        Kind::HvpFor => return_pair(function),
        _ => {
            function.params.retain(|param| !param.is_tangent || param.differentiable);
            function.params.iter_mut().for_each(|param| param.differentiable &= !param.is_tangent);
        }
    }
}

/// A tangent for every parameter: a caller does not know which of them carry one.
fn all(function: &mut Function, tangents: Vec<Option<VarId>>) -> Vec<Option<VarId>> {
    let params: Vec<VarId> = function.params.iter().map(|param| param.var).collect();
    let mut one = |(param, tangent): (VarId, Option<VarId>)| {
        let variable = function.var(param).clone();
        Some(tangent.unwrap_or_else(|| function.fresh(&variable.prefixed("d"), variable.ty, Origin::Tangent(param))))
    };
    params.into_iter().zip(tangents).map(&mut one).collect()
}

/// Each tangent becomes a parameter behind its own.
fn with_tangents(function: &mut Function, tangents: &[Option<VarId>]) {
    let mut names: Vec<String> = function.params.iter().map(|param| function.var(param.var).name.to_string()).collect();
    let mut flags: Vec<String> = function.params.iter().map(|param| param.flag.to_string()).collect();
    let mut params: Vec<Param> = Vec::new();
    for (param, tangent) in std::mem::take(&mut function.params).into_iter().zip(tangents) {
        params.push(param.clone());
        let Some(var) = *tangent else { continue };
        // Its name is as fixed as those of the others.
        let free = |taken: &mut Vec<String>, mut name: String| {
            while taken.contains(&name) {
                name.push('_');
            }
            taken.push(name.clone());
            name
        };
        let wish = function.var(var).name.clone();
        let name = free(&mut names, wish.to_string());
        function.var_mut(var).name = Ident::new(&name, wish.span());
        let flag = Ident::new(&free(&mut flags, format!("D{}", param.flag)), param.flag.span());
        params.push(Param { var, flag, is_tangent: true, ..param });
    }
    for (index, param) in params.iter().enumerate() {
        function.var_mut(param.var).origin = Origin::Param(index);
    }
    function.params = params;
}

/// `(value, ẏ)`, or `(value, ())`.
fn pair(body: &mut Block) -> Vec<Expr> {
    let mut values = body.values.drain(..);
    let (value, tangent) = (values.next(), values.next());
    let nothing = || Expr::Tuple(Vec::new());
    vec![Expr::Tuple(vec![value.unwrap_or_else(nothing), tangent.unwrap_or_else(nothing)])]
}

fn return_pair(function: &mut Function) {
    let alone = match function.signature.result.is_empty() {
        true => quote!(()),
        false => function.signature.result.clone(),
    };
    let (tangent, ty) = match function.has_cotangent() {
        true => (alone.clone(), function.result.clone()),
        false => (quote!(()), Type::Unit),
    };
    function.signature.result = quote!((#alone, #tangent));
    function.result = Type::Tuple(vec![function.result.clone(), ty]);
    function.value_alone = Some(alone);
}

/// Whether there is a tangent, the flag of the parameter says that it belongs to: the first of each pair.
fn ask_the_first(block: &mut Block) {
    let moved = |set: ParamSet| set.iter(usize::from(u8::MAX)).map(|param| 2 * param).collect::<ParamSet>();
    let ask = |expr: &mut Expr| {
        expr.rewrite(&mut |expr| {
            if let Expr::IsActive(params) = expr {
                *params = moved(*params);
            }
        });
    };
    for stmt in &mut block.stmts {
        stmt.exprs_mut().into_iter().for_each(ask);
        match &mut stmt.kind {
            StmtKind::Call(call) => call.args.iter_mut().for_each(|arg| arg.flag = arg.flag.map(moved)),
            StmtKind::IfAny { params, body } => {
                let cond = Expr::IsActive(params.iter().map(|param| 2 * param).collect());
                let (then, otherwise) = (std::mem::take(body), Block::default());
                stmt.kind = StmtKind::If { binds: Vec::new(), cond, then, otherwise };
            }
            _ => {}
        }
        stmt.blocks_mut().into_iter().for_each(ask_the_first);
    }
    block.values.iter_mut().for_each(ask);
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
