//! Which companions a function has, and how each is put together: what the backward pass starts from, where its results
//! go, and what stands around it.

use super::buffers::{Contents, buffers, check_rows, gradient_parameter, outward, prepare};
use super::derive::derive;
use super::directions::{collected, grouped, shortened};
use super::jvp::jvp;
use super::kinds::{has_buffers, has_gradient, kinds};
use super::lengths::note_lengths;
use super::reverse::{Output, Plan, Seed};
use super::second::directional;
use super::shapes::reshapes;
use super::storage::Stored;
use crate::analyse::Facts;
use crate::ir::{
    Block, Companion, CompanionBody, Expr, Function, Kind, Origin, Pass, Stmt, StmtId, StmtKind, Type, VarId, VarSet,
    print_block, verify_block,
};
use crate::simplify::simplify;
use proc_macro2::Span;

/// Where a derivative would be lost.
pub(super) type Lost = Vec<Span>;

/// The companions of a function in normal form.
///
/// Where one can't be had: which, and where its derivative would be lost.
pub(crate) fn companions(function: &Function, facts: &Facts) -> Result<Vec<Companion>, (Kind, Lost)> {
    // `f_grad` and `f_value_and_grad` differ in what is dead.
    let returned = has_gradient(function).then(|| {
        let outputs = outputs(function, |_| Output::Returned);
        derive(function, facts, Plan { seed: Seed::One, outputs, is_closure: false })
    });
    let returned = returned.transpose().map_err(|lost| (Kind::Grad, lost))?;
    let mut companions: Vec<Companion> = Vec::new();
    for kind in kinds(function) {
        let companion = match (kind, &returned) {
            (Kind::Grad, Some(derived)) => whole(derived.clone(), kind),
            (Kind::ValueAndGrad, Some(derived)) if !has_buffers(function) => whole(derived.clone(), kind),
            (Kind::JvpGroup | Kind::HvpGroup, _) => {
                companions.extend(in_groups(function, facts, kind).map_err(|lost| (kind, lost))?);
                continue;
            }
            _ => other(function, facts, kind).map_err(|lost| (kind, lost))?,
        };
        let has = |group: Kind| companions.iter().any(|other| other.kind == group);
        let in_groups = match kind {
            Kind::Jacobian => has(Kind::JvpGroup),
            Kind::Hessian | Kind::HessianDiagonal => has(Kind::HvpGroup),
            _ => false,
        };
        companions.push(Companion { in_groups, ..companion });
    }
    Ok(companions)
}

/// None where directions can only be taken one by one.
fn in_groups(function: &Function, facts: &Facts, kind: Kind) -> Result<Option<Companion>, Lost> {
    let companion = match kind {
        Kind::JvpGroup => jvp(function, facts, kind)?,
        _ => product(function, facts, kind)?,
    };
    Ok(grouped(companion))
}

/// The product of the Hessian and a direction, returned.
fn product(function: &Function, facts: &Facts, kind: Kind) -> Result<Companion, Lost> {
    let (function, facts) = directional(function, facts, kind)?;
    let outputs = outputs(&function, |_| Output::Returned);
    let derived = derive(&function, &facts, Plan { seed: Seed::One, outputs, is_closure: false })?;
    Ok(shortened(collected(whole(derived, kind), 0), 0))
}

fn other(function: &Function, facts: &Facts, kind: Kind) -> Result<Companion, Lost> {
    match kind {
        Kind::GradInto => into(function, facts),
        Kind::Vjp => vjp(function, facts),
        Kind::PullbackFor => split(function, facts),
        Kind::Jvp | Kind::JvpFor => jvp(function, facts, kind),
        // By way of the caller's buffers, as `f_grad` is.
        Kind::Hvp if has_buffers(function) => {
            let mut function = function.clone();
            super::second::signature(&mut function, kind);
            Ok(companion(kind, function, CompanionBody::Wrapper))
        }
        Kind::HvpInto => {
            let (function, facts) = directional(function, facts, kind)?;
            Ok(shortened(collected(Companion { kind, ..into(&function, &facts)? }, 0), 0))
        }
        Kind::Hvp => product(function, facts, kind),
        Kind::HvpFor => {
            let (function, facts) = directional(function, facts, kind)?;
            Ok(Companion { kind, ..split(&function, &facts)? })
        }
        Kind::Grad
        | Kind::ValueAndGrad
        | Kind::JvpGroup
        | Kind::HvpGroup
        | Kind::Pullback
        | Kind::Hessian
        | Kind::HessianDiagonal
        | Kind::Jacobian
        | Kind::Check => Ok(companion(kind, function.clone(), CompanionBody::Wrapper)),
    }
}

/// The same signatures, with bodies that diverge: an error stands, and callers must have none of their own; or a trait declares
/// them.
pub(crate) fn signatures(function: &Function) -> Vec<Companion> {
    kinds(function)
        .into_iter()
        .filter(|kind| !kind.is_group())
        .map(|kind| {
            let mut function = function.clone();
            let (seed, extra) = match kind {
                Kind::GradInto => (None, buffers(&mut function)),
                Kind::Vjp => (cotangent(&mut function, false), outward(&mut function)),
                Kind::Hvp | Kind::HvpFor | Kind::HvpInto => {
                    super::second::signature(&mut function, kind);
                    let is_into = kind == Kind::HvpInto;
                    (None, if is_into { buffers(&mut function) } else { Vec::new() })
                }
                Kind::Jvp | Kind::JvpFor => (None, super::jvp::tangents(&mut function)),
                _ => (None, Vec::new()),
            };
            Companion { seed, extra, ..companion(kind, function, CompanionBody::Diverging) }
        })
        .collect()
}

pub(super) fn companion(kind: Kind, function: Function, body: CompanionBody) -> Companion {
    Companion { kind, function, seed: None, extra: Vec::new(), body, in_groups: false }
}

/// Every pass leaves a well-formed program; in debug builds that is looked at.
pub(super) fn check(function: &Function, block: &Block, ours: impl IntoIterator<Item = VarId>) {
    if cfg!(debug_assertions) {
        let params = function.params.iter().map(|param| param.var);
        let bound: Vec<VarId> = params.chain(ours).collect();
        let verdict = verify_block(function, block, &bound);
        debug_assert_eq!(verdict, Ok(()), "{}", print_block(function, block));
    }
}

/// `f_grad`, and `f_value_and_grad` of scalars: forward and backward pass in one.
fn whole((mut function, stored): (Function, Stored), kind: Kind) -> Companion {
    let mut block = stored.forward;
    let mut value = std::mem::take(&mut block.values);
    block.stmts.extend(stored.backward.stmts);
    if kind == Kind::ValueAndGrad {
        block.values.append(&mut value);
    }
    let gradients = block.values.len();
    block.values.extend(stored.backward.values);
    check(&function, &block, []);
    let keep = lent(&function).collect();
    simplify(&mut function, &mut block, &keep, gradients);
    check(&function, &block, []);
    companion(kind, function, CompanionBody::Whole(block))
}

/// `f_grad_into`: the caller's buffers are overwritten, the value is returned.
fn into(function: &Function, facts: &Facts) -> Result<Companion, Lost> {
    let mut function = function.clone();
    let extra = buffers(&mut function);
    // Every length is checked before the first buffer is touched.
    let mut checks = Vec::new();
    let mut prologue = Vec::new();
    let mut targets = vec![Output::None; function.params.len()];
    for parameter in &extra {
        let target = prepare(&mut function, parameter, Contents::Overwritten, &mut checks, &mut prologue);
        targets[parameter.of] = Output::Into(target);
    }
    let outputs = outputs(&function, |index| targets[index]);
    let (mut function, stored) = derive(&function, facts, Plan { seed: Seed::One, outputs, is_closure: false })?;
    checks.append(&mut prologue);
    let mut block = Block { stmts: checks, values: stored.forward.values };
    block.stmts.extend(stored.forward.stmts);
    block.stmts.extend(stored.backward.stmts);
    let keep = targets.iter().filter_map(|target| match target {
        Output::Into(var) => Some(*var),
        _ => None,
    });
    let keep: VarSet = keep.chain(extra.iter().map(|parameter| parameter.var)).chain(lent(&function)).collect();
    let ours = || extra.iter().map(|parameter| parameter.var);
    check(&function, &block, ours());
    simplify(&mut function, &mut block, &keep, 1);
    check(&function, &block, ours());
    Ok(Companion { extra, ..companion(Kind::GradInto, function, CompanionBody::Whole(block)) })
}

/// `f_vjp`: the function runs, then what the caller knows of the cotangent of its outputs is pulled back, in place.
fn vjp(function: &Function, facts: &Facts) -> Result<Companion, Lost> {
    let mut function = function.clone();
    let seed = cotangent(&mut function, false);
    let extra = outward(&mut function);
    let mut checks = Vec::new();
    let mut prologue = Vec::new();
    let mut targets = vec![Output::Returned; function.params.len()];
    let mut keep: VarSet = lent(&function).collect();
    let mut after = Vec::new();
    for parameter in &extra {
        let target = prepare(&mut function, parameter, Contents::Taken, &mut checks, &mut prologue);
        targets[parameter.of] = Output::InOut(target);
        keep.extend([parameter.var, target]);
        // Rows that trade places, or are replaced, have their lengths afterwards.
        let param = function.params[parameter.of].var;
        match is_reshaped(&function, param) {
            true => after.extend(check_rows(&mut function, parameter.of, target)),
            false => checks.extend(check_rows(&mut function, parameter.of, parameter.var)),
        }
    }
    let outputs = outputs(&function, |index| targets[index]);
    let from = seed.map_or(Seed::None, Seed::Cotangent);
    let (mut function, stored) = derive(&function, facts, Plan { seed: from, outputs, is_closure: false })?;
    checks.append(&mut prologue);
    let mut block = Block { stmts: checks, values: stored.backward.values };
    block.stmts.extend(stored.forward.stmts);
    block.stmts.extend(after);
    block.stmts.extend(stored.backward.stmts);
    let ours = || extra.iter().map(|parameter| parameter.var).chain(seed);
    check(&function, &block, ours());
    simplify(&mut function, &mut block, &keep, 0);
    check(&function, &block, ours());
    Ok(Companion { seed, extra, ..companion(Kind::Vjp, function, CompanionBody::Whole(block)) })
}

fn is_reshaped(function: &Function, var: VarId) -> bool {
    let mut reshaped = false;
    function.body.visit(&mut |stmt| reshaped |= reshapes(function, stmt).contains(&var));
    reshaped
}

/// Parameters that the caller looks at again.
pub(super) fn lent(function: &Function) -> impl Iterator<Item = VarId> + '_ {
    function.params.iter().filter(|param| param.is_lent(function)).map(|param| param.var)
}

/// The cotangent of the value, where it has one: as the caller hands it in, or behind a reference.
fn cotangent(function: &mut Function, by_ref: bool) -> Option<VarId> {
    let behind = |ty| Type::Ref { mutable: false, to: Box::new(ty) };
    let ty = match function.result.accumulator() {
        slice @ Type::Slice(_) => behind(slice),
        other if by_ref => behind(other),
        other => other,
    };
    function.has_cotangent().then(|| function.fresh("d_result", ty, Origin::Ours))
}

/// `f_pullback_for`: the forward pass, and the backward pass as the body of a closure.
fn split(function: &Function, facts: &Facts) -> Result<Companion, Lost> {
    let mut function = function.clone();
    let cotangent = cotangent(&mut function, true);
    let slots: Vec<Option<VarId>> = (0..function.params.len())
        .map(|index| {
            let param = function.params[index].clone();
            param.differentiable.then(|| gradient_parameter(&mut function, param.var))
        })
        .collect();
    let outputs = outputs(&function, |index| match slots[index] {
        Some(slot) if function.params[index].is_lent(&function) => Output::InOut(slot),
        Some(slot) => Output::Slot(slot),
        None => Output::None,
    });
    let from = cotangent.map_or(Seed::None, Seed::Cotangent);
    let (mut function, stored) = derive(&function, facts, Plan { seed: from, outputs, is_closure: true })?;
    let Stored { mut forward, backward } = stored;
    // One block while it is simplified, so that both passes are seen together.
    let marker = function.stmt(StmtKind::Scope { binds: Vec::new(), body: backward }, Span::call_site(), Pass::Adjoint);
    let closure = marker.id;
    forward.stmts.push(marker);
    let keep = slots.iter().copied().flatten().chain(lent(&function)).collect();
    let ours = || slots.iter().copied().flatten().chain(cotangent);
    check(&function, &forward, ours());
    simplify(&mut function, &mut forward, &keep, 1);
    check(&function, &forward, ours());
    bind_value(&mut function, &mut forward, closure);
    let mut backward = match forward.stmts.pop() {
        Some(Stmt { id, kind: StmtKind::Scope { body, .. }, .. }) if id == closure => body,
        Some(other) => {
            forward.stmts.push(other);
            Block::default()
        }
        None => Block::default(),
    };
    note_lengths(&mut function, &mut forward, &mut backward);
    let body = CompanionBody::Split { forward, backward, cotangent, slots };
    Ok(companion(Kind::PullbackFor, function, body))
}

/// The value is computed before the closure takes what it captures.
fn bind_value(function: &mut Function, forward: &mut Block, closure: StmtId) {
    let Some(value) = forward.values.first_mut().filter(|value| !value.is_atom()) else { return };
    let ty = function.result.clone();
    let var = function.fresh("value", ty, Origin::Ours);
    let bound = std::mem::replace(value, Expr::Var(var));
    let stmt = function.stmt(StmtKind::Let { var, value: Some(bound) }, Span::call_site(), Pass::Primal);
    let before = forward.stmts.iter().position(|stmt| stmt.id == closure).unwrap_or(forward.stmts.len());
    forward.stmts.insert(before, stmt);
}

fn outputs(function: &Function, output: impl Fn(usize) -> Output) -> Vec<Output> {
    let each = function.params.iter().enumerate();
    each.map(|(index, param)| if param.differentiable { output(index) } else { Output::None }).collect()
}
