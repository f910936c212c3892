//! Which companions a function has, and how each is put together: what the backward pass starts from, where its results
//! go, and what stands around it.

use super::buffers::{buffers, gradient_parameter, prepare};
use super::fuse::{Fused, Fuser};
use super::reverse::{Output, Plan, Reversed, Seed, reverse};
use super::storage::{Names, Program, Stored, measure, provide};
use crate::analyse::{Facts, RegionId, Versions};
use crate::ir::{
    Block, Companion, CompanionBody, Expr, Function, Kind, Origin, Pass, Stmt, StmtId, StmtKind, Type, VarId, VarSet,
    print_block, verify_block,
};
use crate::ir::{HashMap, HashSet};
use crate::simplify::{reduce, simplify};
use proc_macro2::Span;

/// The companions of a function in normal form.
pub(crate) fn companions(function: &Function, facts: &Facts) -> Vec<Companion> {
    // `f_grad` and `f_value_and_grad` differ in what is dead.
    let returned = function.result.is_float().then(|| {
        let outputs = outputs(function, |_| Output::Returned);
        derive(function, facts, Plan { seed: Seed::One, outputs })
    });
    kinds(function)
        .into_iter()
        .map(|kind| match (kind, &returned) {
            (Kind::Grad, Some(derived)) => whole(derived.clone(), kind),
            (Kind::ValueAndGrad, Some(derived)) if !has_buffers(function) => whole(derived.clone(), kind),
            _ => other(function, facts, kind),
        })
        .collect()
}

fn other(function: &Function, facts: &Facts, kind: Kind) -> Companion {
    match kind {
        Kind::GradInto => into(function, facts),
        Kind::PullbackFor => split(function, facts),
        Kind::Grad | Kind::ValueAndGrad | Kind::Pullback => companion(kind, function.clone(), CompanionBody::Wrapper),
    }
}

/// The same signatures, with bodies that diverge: an error stands, and callers must have none of their own.
pub(crate) fn diverging(function: &Function) -> Vec<Companion> {
    kinds(function)
        .into_iter()
        .map(|kind| {
            let mut function = function.clone();
            let extra = if kind == Kind::GradInto { buffers(&mut function) } else { Vec::new() };
            Companion { extra, ..companion(kind, function, CompanionBody::Diverging) }
        })
        .collect()
}

fn kinds(function: &Function) -> Vec<Kind> {
    let mut kinds = Vec::new();
    if function.result.is_float() {
        kinds.extend([Kind::Grad, Kind::ValueAndGrad]);
        if has_buffers(function) {
            kinds.push(Kind::GradInto);
        }
    }
    kinds.extend([Kind::Pullback, Kind::PullbackFor]);
    kinds
}

/// Some gradient is more than a number.
fn has_buffers(function: &Function) -> bool {
    function.differentiable_params().any(|(_, param)| !function.var(param.var).ty.behind_refs().is_float())
}

fn companion(kind: Kind, function: Function, body: CompanionBody) -> Companion {
    Companion { kind, function, extra: Vec::new(), body }
}

/// Every pass leaves a well-formed program; in debug builds that is looked at.
fn check(function: &Function, block: &Block, ours: impl IntoIterator<Item = VarId>) {
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
    simplify(&mut function, &mut block, &VarSet::default(), gradients);
    check(&function, &block, []);
    companion(kind, function, CompanionBody::Whole(block))
}

/// `f_grad_into`: the caller's buffers are overwritten, the value is returned.
fn into(function: &Function, facts: &Facts) -> Companion {
    let mut function = function.clone();
    let extra = buffers(&mut function);
    // Every length is checked before the first buffer is touched.
    let mut checks = Vec::new();
    let mut prologue = Vec::new();
    let mut targets = vec![Output::None; function.params.len()];
    for parameter in &extra {
        let target = prepare(&mut function, parameter, &mut checks, &mut prologue);
        targets[parameter.of] = Output::Into(target);
    }
    let outputs = outputs(&function, |index| targets[index]);
    let (mut function, stored) = derive(&function, facts, Plan { seed: Seed::One, outputs });
    checks.append(&mut prologue);
    let mut block = Block { stmts: checks, values: stored.forward.values };
    block.stmts.extend(stored.forward.stmts);
    block.stmts.extend(stored.backward.stmts);
    let keep = targets.iter().filter_map(|target| match target {
        Output::Into(var) => Some(*var),
        _ => None,
    });
    let keep: VarSet = keep.chain(extra.iter().map(|parameter| parameter.var)).collect();
    let ours = || extra.iter().map(|parameter| parameter.var);
    check(&function, &block, ours());
    simplify(&mut function, &mut block, &keep, 1);
    check(&function, &block, ours());
    Companion { extra, ..companion(Kind::GradInto, function, CompanionBody::Whole(block)) }
}

/// `f_pullback_for`: the forward pass, and the backward pass as the body of a closure.
fn split(function: &Function, facts: &Facts) -> Companion {
    let mut function = function.clone();
    let ty = Type::Ref { mutable: false, to: Box::new(function.result.accumulator()) };
    let cotangent = function.fresh("d_result", ty, Origin::Ours);
    let slots: Vec<Option<VarId>> = (0..function.params.len())
        .map(|index| {
            let param = function.params[index].clone();
            param.differentiable.then(|| gradient_parameter(&mut function, param.var))
        })
        .collect();
    let outputs = outputs(&function, |index| slots[index].map_or(Output::None, Output::Slot));
    let (mut function, stored) = derive(&function, facts, Plan { seed: Seed::Cotangent(cotangent), outputs });
    let Stored { mut forward, backward } = stored;
    // One block while it is simplified, so that both passes are seen together.
    let marker = function.stmt(StmtKind::Scope { binds: Vec::new(), body: backward }, Span::call_site(), Pass::Adjoint);
    let closure = marker.id;
    forward.stmts.push(marker);
    let keep = slots.iter().copied().flatten().collect();
    let ours = || slots.iter().copied().flatten().chain([cotangent]);
    check(&function, &forward, ours());
    simplify(&mut function, &mut forward, &keep, 1);
    check(&function, &forward, ours());
    bind_value(&mut function, &mut forward, closure);
    let backward = match forward.stmts.pop() {
        Some(Stmt { id, kind: StmtKind::Scope { body, .. }, .. }) if id == closure => body,
        Some(other) => {
            forward.stmts.push(other);
            Block::default()
        }
        None => Block::default(),
    };
    let body = CompanionBody::Split { forward, backward, cotangent: Some(cotangent), slots };
    companion(Kind::PullbackFor, function, body)
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

/// Reverses a function by a plan: its forward pass with what it saves, and its backward pass.
fn derive(function: &Function, facts: &Facts, plan: Plan) -> (Function, Stored) {
    let mut versions = Versions::of(function);
    let Reversed { mut function, mut backward, mut stand_ins, mirrors, numbers, pullbacks } =
        reverse(function.clone(), facts, &mut versions, &plan);
    let keep: VarSet = plan
        .outputs
        .iter()
        .filter_map(|output| match output {
            Output::Into(var) | Output::Slot(var) => Some(*var),
            Output::None | Output::Returned => None,
        })
        .collect();
    reduce(&mut function, &mut backward, &keep);

    // Only calls that are really pulled back are called by their pullback.
    let mut pulled = HashSet::default();
    backward.visit(&mut |stmt| {
        if let StmtKind::Pull(pull) = &stmt.kind {
            pulled.extend(stand_ins.version(pull.pullback).map(|version| version.var));
        }
    });
    let mut body = std::mem::take(&mut function.body);
    for_each_stmt(&mut body, &mut |stmt| {
        if let (StmtKind::Call(call), Some((pullback, flags))) = (&mut stmt.kind, pullbacks.get(&stmt.id))
            && pulled.contains(pullback)
        {
            call.pullback = Some(*pullback);
            call.args.iter_mut().zip(flags).for_each(|(arg, &flag)| arg.flag = flag);
        }
    });
    function.body = body;

    let mut fused = Fused::default();
    if matches!(plan.seed, Seed::One) {
        let names = Names::of(&function, &versions, &function.body);
        let fuser = Fuser {
            function: &function,
            versions: &versions,
            names: &names,
            mirrors: &mirrors,
            stand_ins: &stand_ins,
            values: bindings(&function.body),
        };
        fuser.fuse(&function.body, RegionId(0), &mut backward, &mut fused);
        fuser.finish(&mut fused);
    }
    {
        let loops: Vec<StmtId> = fused.bodies.keys().copied().collect();
        let mut blocks: Vec<&mut Block> = fused.bodies.values_mut().chain([&mut backward]).collect();
        measure(&mut function, &mut versions, &mut stand_ins, &numbers, &loops, &mut blocks);
    }
    let program = Program {
        function: &mut function,
        versions: &versions,
        stand_ins,
        mirrors: &mirrors,
        numbers: &numbers,
        fused: fused.bodies,
        hoisted: fused.hoisted,
    };
    let stored = provide(program, backward);
    (function, stored)
}

/// What each `let` binds.
fn bindings(body: &Block) -> HashMap<StmtId, Expr> {
    let mut values = HashMap::default();
    body.visit(&mut |stmt| {
        if let StmtKind::Let { value: Some(value), .. } = &stmt.kind {
            values.insert(stmt.id, value.clone());
        }
    });
    values
}

fn for_each_stmt(block: &mut Block, change: &mut dyn FnMut(&mut Stmt)) {
    for stmt in &mut block.stmts {
        change(stmt);
        stmt.blocks_mut().into_iter().for_each(|inner| for_each_stmt(inner, change));
    }
}
