//! A function reversed by a plan: forward pass and backward pass, with what is kept between them.

use super::carries::prove;
use super::companions::Lost;
use super::fuse::{Fused, Fuser};
use super::reverse::{Output, Plan, Reversed, reverse};
use super::storage::{Names, Program, Stored, measure, provide};
use crate::analyse::{Facts, RegionId, Versions};
use crate::ir::{Block, Expr, Function, HashMap, HashSet, Op, Stmt, StmtId, StmtKind, VarSet};
use crate::simplify::reduce;

/// Its forward pass with what it saves, and its backward pass.
pub(super) fn derive(function: &Function, facts: &Facts, plan: Plan) -> Result<(Function, Stored), Lost> {
    let mut function = function.clone();
    match plan.is_closure {
        true => prove(&mut function, facts),
        false => unpin(&mut function),
    }
    let mut versions = Versions::of(&function);
    let Reversed { mut function, mut backward, mut stand_ins, mirrors, numbers, pullbacks, lost } =
        reverse(function, facts, &mut versions, &plan);
    if !lost.is_empty() {
        return Err(lost);
    }
    let keep: VarSet = plan
        .outputs
        .iter()
        .filter_map(|output| match output {
            Output::Into(var) | Output::Slot(var) | Output::InOut(var) => Some(*var),
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
    if !plan.is_closure {
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
        measure(&mut function, &mut versions, &mut stand_ins, &numbers, &loops, plan.is_closure, &mut blocks);
    }
    let program = Program {
        function: &mut function,
        versions: &versions,
        stand_ins,
        mirrors: &mirrors,
        numbers: &numbers,
        fused: fused.bodies,
        hoisted: fused.hoisted,
        is_closure: plan.is_closure,
    };
    let stored = provide(program, backward);
    Ok((function, stored))
}

/// That a number is one is proved once, in `f_pullback_for`, which every function has: the others read without it.
pub(super) fn unpin(function: &mut Function) {
    for_each_stmt(&mut function.body, &mut |stmt| {
        if let StmtKind::Let { value: Some(value), .. } = &mut stmt.kind
            && let Expr::Op(Op::Pin, operands, _) = value
        {
            *value = operands[0].clone();
        }
    });
    super::results::merge(function);
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
