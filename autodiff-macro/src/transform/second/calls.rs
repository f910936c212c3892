//! Calls of forward mode as calls like others: arguments and tangents in, a pair out.

use super::super::companions::Lost;
use super::super::normal::place_type;
use super::super::reverse::zero;
use crate::ir::{
    Arg, Block, Call, Expr, Flag, Form, Function, Member, Origin, Pass, Place, Step, StmtKind, Type, VarId,
};

/// `let (z, d_z) = g_jvp_for(g, (X, x, d_x));` becomes `let pair = g(x, d_x); let z = pair.0; let d_z = pair.1;`, a call that
/// reverse mode pulls back through `g_hvp_for`.
pub(super) fn pair(function: &mut Function, block: &mut Block) -> Result<(), Lost> {
    let mut lost = Lost::new();
    rewrite(function, block, &mut lost);
    if lost.is_empty() { Ok(()) } else { Err(lost) }
}

fn rewrite(function: &mut Function, block: &mut Block, lost: &mut Lost) {
    let mut stmts = Vec::with_capacity(block.stmts.len());
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|inner| rewrite(function, inner, lost));
        match &mut stmt.kind {
            StmtKind::Call(call) if call.forward.is_some() => {
                if let Form::Operator(_) = call.callee.form {
                    lost.push(stmt.span);
                }
                let (span, begun) = (stmt.span, certain(function, call));
                for (var, value) in begun {
                    let kind = StmtKind::Let { var, value: Some(value) };
                    stmts.push(function.stmt(kind, span, Pass::Adjoint));
                }
                let parts = paired(function, call);
                stmts.push(stmt);
                for (var, value) in parts {
                    let kind = StmtKind::Let { var, value: Some(value) };
                    stmts.push(function.stmt(kind, span, Pass::Adjoint));
                }
            }
            _ => stmts.push(stmt),
        }
    }
    block.stmts = stmts;
}

/// Memory that a callee may take as a slice, and what a method is called on: how it is taken rustc sees only where it is
/// certain that there is a tangent. So there is one for certain, of zeros where there is none.
fn certain(function: &mut Function, call: &mut Call) -> Vec<(VarId, Expr)> {
    let mut begun = Vec::new();
    let Some(forward) = &mut call.forward else { return begun };
    let is_method = matches!(call.callee.form, Form::Method { .. });
    for (index, (arg, tangent)) in call.args.iter_mut().zip(forward.args.iter_mut()).enumerate() {
        let is_receiver = is_method && index == 0;
        let (Flag::Any(set), Some(tangent)) = (arg.flag, tangent) else { continue };
        let place = match tangent {
            Expr::Borrow { mutable: false, place } if arg.by_ref || is_receiver => place.clone(),
            Expr::Var(var) if function.var(*var).ty.is_ref() && (arg.by_ref || is_receiver) => {
                Place { base: *var, path: vec![Step::Deref] }
            }
            Expr::Var(var) => Place::var(*var),
            Expr::Load(place) => place.clone(),
            _ => continue,
        };
        let is_given = matches!(tangent, Expr::Var(_) | Expr::Load(_)) && !arg.by_ref && !is_receiver;
        let ty = place_type(function, &place).behind_refs().clone();
        let there = match &ty {
            // The accumulator of a `Vec` is a slice.
            Type::Vec(_) | Type::Unknown if is_given => tangent.clone(),
            _ if is_given => continue,
            Type::Array(..) if ty.is_copy() => Expr::Load(place.clone()),
            // Of a field only rustc knows what it is.
            Type::Array(..) | Type::Vec(_) | Type::Unknown => Expr::Clone(place.clone()),
            _ if is_receiver => Expr::Clone(place.clone()),
            _ => continue,
        };
        let absent = zero(&ty).filter(|_| ty.is_made_of_floats());
        let absent = absent
            .unwrap_or_else(|| Expr::Runtime("zero_like", vec![Expr::Borrow { mutable: false, place: place.clone() }]));
        let name = function.var(place.base).name.to_string();
        let certain = function.fresh(&name, ty, Origin::Ours);
        begun.push((certain, Expr::Select(Box::new(Expr::IsActive(set)), Box::new(there), Box::new(absent))));
        *tangent = match is_given {
            true => Expr::Var(certain),
            false => Expr::Borrow { mutable: false, place: Place::var(certain) },
        };
        arg.flag = Flag::Active;
    }
    begun
}

/// What is bound to the parts of the pair.
fn paired(function: &mut Function, call: &mut Call) -> Vec<(VarId, Expr)> {
    let Some(forward) = call.forward.take() else { return Vec::new() };
    call.second = true;
    let args = std::mem::take(&mut call.args).into_iter().zip(forward.args);
    call.args = args
        .flat_map(|(arg, tangent)| {
            let flag = if tangent.is_some() { arg.flag } else { Flag::Inactive };
            let by_ref = arg.by_ref && tangent.is_some();
            let tangent = Arg { value: tangent.unwrap_or(Expr::Tuple(Vec::new())), by_ref, flag };
            [Arg { flag, ..arg }, tangent]
        })
        .collect();
    let Some(value) = call.result else { return Vec::new() };
    let ty = |var: VarId| function.var(var).ty.clone();
    let tangent = match forward.result {
        Some(tangent) => ty(tangent),
        None if ty(value).is_discrete() => Type::Unit,
        None => Type::Unknown,
    };
    let pair = Type::Tuple(vec![ty(value), tangent]);
    let pair = function.fresh("pair", pair, Origin::Temp);
    call.result = Some(pair);
    let part = |at: u32| Expr::Load(Place { base: pair, path: vec![Step::Field(Member::Position(at))] });
    let mut parts = vec![(value, part(0))];
    parts.extend(forward.result.map(|tangent| (tangent, part(1))));
    parts
}
