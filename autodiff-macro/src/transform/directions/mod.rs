//! Directions: what of a companion depends on them, and what can be done since it is linear in them.
//!
//! Forward mode computes a derivative along a direction, and reverse mode of that the product of a Hessian with it. Both are
//! linear in the direction, and so is each number on the way: nothing is done to tangents but to add them and to scale
//! them. So terms of the same tangent can be collected (`collect`), and a tangent can be a vector of them (`group`). Adjoints are
//! linear in each other in the same way, which `chain` makes use of.

mod chain;
mod collect;
mod group;

use super::companions::lent;
use crate::ir::{Act, Block, Companion, CompanionBody, Expr, Origin, Place, Stmt, StmtKind, VarId, VarSet};
use crate::simplify::{eliminate, fold};
pub(super) use group::grouped;
use proc_macro2::Ident;

/// The companion with the terms of each tangent collected. Its values are the function's, then derivatives from number
/// `derivatives` on.
pub(super) fn collected(mut companion: Companion, derivatives: usize) -> Companion {
    let directions = directions(&companion);
    if let CompanionBody::Whole(body) = &mut companion.body {
        collect::collect(&companion.function, &Spread::over(body, &directions), body);
        fold(body, derivatives);
    }
    companion
}

/// The companion with its loops waiting less for adjoints that they carry around.
pub(super) fn shortened(mut companion: Companion, derivatives: usize) -> Companion {
    let function = &companion.function;
    let all = function.variables.iter().enumerate();
    let adjoints: Vec<VarId> = all
        .filter(|(_, variable)| matches!(variable.origin, Origin::Adjoint(_)) && variable.ty.is_float())
        .map(|(at, _)| VarId(at as u32))
        .collect();
    let keep = companion.extra.iter().map(|extra| extra.var).chain(lent(function)).collect();
    if let CompanionBody::Whole(body) = &mut companion.body
        && chain::shorten(function, &Spread::over(body, &adjoints), body)
    {
        fold(body, derivatives);
        eliminate(body, &keep);
    }
    companion
}

/// The directions among the parameters of a companion: tangents that stand behind their own, or between the others.
fn directions(companion: &Companion) -> Vec<VarId> {
    let own = companion.function.params.iter().filter(|param| param.is_tangent).map(|param| param.var);
    own.chain(companion.extra.iter().map(|extra| extra.var)).collect()
}

/// Follows the directions through a body: a variable depends on them as a whole, or not at all.
struct Spread {
    carried: VarSet,
    has_grown: bool,
    exits: Vec<Exit>,
}

/// What `break` can leave, outermost first.
struct Exit {
    label: Option<Ident>,
    is_loop: bool,
    binds: Vec<VarId>,
}

impl Spread {
    fn over(body: &Block, directions: &[VarId]) -> VarSet {
        let carried = directions.iter().copied().collect();
        let mut spread = Spread { carried, has_grown: true, exits: Vec::new() };
        while std::mem::take(&mut spread.has_grown) {
            spread.block(body);
        }
        spread.carried
    }

    fn block(&mut self, block: &Block) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn carry(&mut self, var: VarId) {
        self.has_grown |= self.carried.insert(var);
    }

    fn flow(&mut self, from: &Expr, into: VarId) {
        if carries(&self.carried, from) {
            self.carry(into);
        }
        // What is written through a reference is written where it leads.
        if let Expr::Borrow { mutable: true, place } = from
            && self.carried.contains(into)
        {
            self.carry(place.base);
        }
    }

    fn flow_all(&mut self, from: &[Expr], into: &[VarId]) {
        from.iter().zip(into).for_each(|(from, &into)| self.flow(from, into));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } => self.flow(value, *var),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                self.flow(value, place.base);
            }
            StmtKind::Mutate { place, act } => self.act(place, act),
            StmtKind::Push { tape, value } => self.flow(value, *tape),
            StmtKind::Pop { var, tape } | StmtKind::Recall { var, tape, .. } if self.carried.contains(*tape) => {
                self.carry(*var);
            }
            StmtKind::Run { value: Expr::Runtime("accumulate" | "accumulate_each" | "fill", of) } => {
                if let Some(into) = behind(&of[0]) {
                    of[1..].iter().for_each(|from| self.flow(from, into));
                }
            }
            StmtKind::If { binds, then, otherwise, .. } => {
                for block in [then, otherwise] {
                    self.block(block);
                    self.flow_all(&block.values, binds);
                }
            }
            StmtKind::Match { binds, arms, .. } => {
                for arm in arms {
                    self.block(&arm.body);
                    self.flow_all(&arm.body.values, binds);
                }
            }
            StmtKind::Scope { binds, body } => {
                self.block(body);
                self.flow_all(&body.values, binds);
            }
            StmtKind::Labelled { label, binds, body } => {
                self.leaving(Some(label.clone()), false, binds, body);
                self.flow_all(&body.values, binds);
            }
            StmtKind::Loop { label, binds, body } => self.leaving(label.clone(), true, binds, body),
            StmtKind::While { label, body, .. }
            | StmtKind::For { label, body, .. }
            | StmtKind::Each { label, body, .. } => self.leaving(label.clone(), true, &[], body),
            StmtKind::Break { label, values } => {
                let binds = binds_of(label.as_ref(), &self.exits);
                self.flow_all(values, &binds);
            }
            _ => {}
        }
    }

    fn leaving(&mut self, label: Option<Ident>, is_loop: bool, binds: &[VarId], body: &Block) {
        self.exits.push(Exit { label, is_loop, binds: binds.to_vec() });
        self.block(body);
        self.exits.pop();
    }

    fn act(&mut self, place: &Place, act: &Act) {
        act.operands().for_each(|operand| self.flow(operand, place.base));
        if self.carried.contains(place.base) {
            act.swapped().into_iter().chain(act.bound()).for_each(|var| self.carry(var));
        }
    }
}

/// What a `break` with this label, or without one, binds.
fn binds_of(label: Option<&Ident>, exits: &[Exit]) -> Vec<VarId> {
    let exit = exits.iter().rev().find(|exit| match label {
        Some(_) => exit.label.as_ref() == label,
        None => exit.is_loop,
    });
    exit.map(|exit| exit.binds.clone()).unwrap_or_default()
}

/// The variable of which the runtime is lent the memory.
fn behind(lent: &Expr) -> Option<VarId> {
    match lent {
        Expr::Var(var) => Some(*var),
        Expr::Borrow { place, .. } => Some(place.base),
        _ => None,
    }
}

/// The value of `expr` depends on the directions.
fn carries(carried: &VarSet, expr: &Expr) -> bool {
    let has = |var: VarId| carried.contains(var);
    let any = |of: &[Expr]| of.iter().any(|of| carries(carried, of));
    match expr {
        Expr::Var(var) => has(*var),
        Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Clone(place) | Expr::ToVec(place) => has(place.base),
        Expr::Replace(place, with) => has(place.base) || with.as_ref().is_some_and(|with| carries(carried, with)),
        Expr::Op(_, of, _)
        | Expr::Tuple(of)
        | Expr::Struct(_, of)
        | Expr::Array(of)
        | Expr::VecList(of)
        | Expr::Runtime(_, of) => any(of),
        Expr::Repeat(value, _) | Expr::VecRepeat(value, _) => carries(carried, value),
        Expr::Select(_, then, otherwise) => carries(carried, then) || carries(carried, otherwise),
        Expr::Number(_) | Expr::Inert(_) | Expr::Compare(..) | Expr::IsActive(_) => false,
    }
}
