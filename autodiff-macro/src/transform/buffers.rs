//! The buffers that a caller hands in: their parameters, their lengths, their first zeros.

use super::reverse::zero;
use super::shapes::may_vary;
use crate::ir::{
    Expr, Function, Inert, Origin, Parameter, Pass, Place, Read, Reading, Step, Stmt, StmtKind, Type, VarId,
};
use proc_macro2::Span;
use quote::quote;

/// One `d_x: &mut G` for each differentiable parameter.
pub(super) fn buffers(function: &mut Function) -> Vec<Parameter> {
    let params: Vec<(usize, VarId)> = function.differentiable_params().map(|(of, param)| (of, param.var)).collect();
    params.into_iter().map(|(of, param)| Parameter { var: gradient_parameter(function, param), of }).collect()
}

/// One `d_y: &mut G` for each differentiable `&mut` parameter.
pub(super) fn outward(function: &mut Function) -> Vec<Parameter> {
    let params: Vec<(usize, VarId)> = function.outputs().map(|(of, param)| (of, param.var)).collect();
    params.into_iter().map(|(of, param)| Parameter { var: gradient_parameter(function, param), of }).collect()
}

/// What a buffer holds when it is handed in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// Anything.
    Overwritten,
    /// A cotangent.
    Taken,
}

pub(super) fn gradient_parameter(function: &mut Function, param: VarId) -> VarId {
    let variable = function.var(param).clone();
    let letter = function.adjoint_letter();
    let ty = Type::Ref { mutable: true, to: Box::new(variable.ty.accumulator()) };
    function.fresh(&variable.prefixed(letter), ty, Origin::Adjoint(param))
}

/// `checks` look at a buffer's length; `prologue` ties it to the primal's, so that bounds checks fold, and resets what is
/// overwritten. Returns the variable that goes by the buffer's name from there on.
pub(super) fn prepare(
    function: &mut Function,
    parameter: &Parameter,
    contents: Contents,
    checks: &mut Vec<Stmt>,
    prologue: &mut Vec<Stmt>,
) -> VarId {
    let param = function.params[parameter.of].var;
    let primal = function.var(param).clone();
    let buffer = function.var(parameter.var).clone();
    let Type::Ref { to, .. } = buffer.ty.clone() else { return parameter.var };
    let write = |to: &mut Vec<Stmt>, function: &mut Function, kind: StmtKind| {
        to.push(function.stmt(kind, primal.name.span(), Pass::Adjoint));
    };
    let run = |name: &'static str, of: Vec<Expr>| StmtKind::Run { value: Expr::Runtime(name, of) };
    match *to {
        Type::Float(_) => parameter.var,
        other if contents == Contents::Taken && !matches!(other, Type::Slice(_)) => parameter.var,
        Type::Slice(of) => {
            let name = primal.name.to_string();
            let name = Expr::Inert(Inert::pure(quote!(#name), Vec::new(), false));
            let check = run("check_len", vec![name.clone(), length(param), length(parameter.var)]);
            write(checks, function, check);
            if contents == Contents::Overwritten {
                checks.extend(check_rows(function, parameter.of, parameter.var));
            }
            let text = buffer.name.to_string();
            let tied = function.fresh(&text, buffer.ty, Origin::Version(parameter.var));
            let hole = Inert::hole(param, Span::mixed_site());
            let range = Inert::pure(quote!(..#hole.len()), vec![Read { var: param, what: Reading::Shape }], true);
            let place = Place { base: parameter.var, path: vec![Step::Index(Expr::Inert(range))] };
            let tie = StmtKind::Let { var: tied, value: Some(Expr::Borrow { mutable: true, place }) };
            write(prologue, function, tie);
            if contents == Contents::Taken {
                return tied;
            }
            let reset = match zero(&of) {
                Some(zero) => run("fill", vec![Expr::Var(tied), zero]),
                None => restart(function, param, &of, tied),
            };
            write(prologue, function, reset);
            tied
        }
        other => {
            let reset = match zero(&other) {
                Some(value) => {
                    StmtKind::Assign { place: Place { base: parameter.var, path: vec![Step::Deref] }, value }
                }
                None => restart(function, param, &other, parameter.var),
            };
            write(prologue, function, reset);
            parameter.var
        }
    }
}

/// `reset(d_x)`; where the buffer may hold another variant than its primal, `zero_into(x, d_x)`.
fn restart(function: &Function, param: VarId, ty: &Type, buffer: VarId) -> StmtKind {
    if !may_vary(ty) {
        return StmtKind::Run { value: Expr::Runtime("reset", vec![Expr::Var(buffer)]) };
    }
    let value = match function.var(param).ty.is_ref() {
        true => Expr::Var(param),
        false => Expr::Borrow { mutable: false, place: Place::var(param) },
    };
    StmtKind::Run { value: Expr::Runtime("zero_into", vec![value, Expr::Var(buffer)]) }
}

/// Each row of a buffer is as long as its primal's.
pub(super) fn check_rows(function: &mut Function, of: usize, buffer: VarId) -> Option<Stmt> {
    let param = function.params[of].var;
    let name = &function.var(param).name;
    let (span, text) = (name.span(), name.to_string());
    let has_rows = matches!(function.var(param).ty.accumulator(), Type::Slice(of) if matches!(*of, Type::Vec(_)));
    let name = Expr::Inert(Inert::pure(quote!(#text), Vec::new(), false));
    let lent = match function.var(param).ty.is_ref() {
        true => Expr::Var(param),
        false => Expr::Borrow { mutable: false, place: Place::var(param) },
    };
    let value = Expr::Runtime("check_rows", vec![name, lent, Expr::Var(buffer)]);
    has_rows.then(|| function.stmt(StmtKind::Run { value }, span, Pass::Adjoint))
}

fn length(var: VarId) -> Expr {
    let hole = Inert::hole(var, Span::mixed_site());
    Expr::Inert(Inert::pure(quote!(#hole.len()), vec![Read { var, what: Reading::Shape }], false))
}
