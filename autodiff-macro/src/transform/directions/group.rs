//! Vector mode: from the derivative in one direction to those in several.
//!
//! A function that takes one direction takes several once each number that depends on it has become
//! [`Type::Tangents`](crate::ir::Type::Tangents): sums stay sums, and of the factors of a product one at most is more than a
//! number. Nothing is derived anew; what does not depend on the direction (the function itself, its slopes) is computed once
//! for all of them. What went wrong here would not compile: rustc holds tangents and numbers apart.
//!
//! A program in which a direction goes anywhere else (into a call, a type of the user's own, a comparison) has no such
//! companion; there, directions are taken one by one.

use super::{Exit, Spread, behind, binds_of, carries, directions};
use crate::ir::{Act, Block, Companion, CompanionBody, Expr, Inert, Kind, Op, Place, Reading, Stmt, StmtKind};
use crate::ir::{VarId, VarSet};
use crate::transform::forward::is_empty;

/// The companion along several directions: they, what depends on them, and what it returns.
pub(in crate::transform) fn grouped(companion: Companion) -> Option<Companion> {
    let directions = directions(&companion);
    let CompanionBody::Whole(mut body) = companion.body else { return None };
    let mut function = companion.function;
    let carried = Spread::over(&body, &directions);
    let lanes = function.signature.lanes.clone();
    for var in carried.iter() {
        let ty = function.var(var).ty.in_group(&lanes)?;
        function.var_mut(var).ty = ty;
    }
    // The result can be written down as well.
    match companion.kind {
        Kind::JvpGroup => drop(function.result.in_group(&lanes)?),
        _ => function.inputs().try_for_each(|(_, of)| function.var(of.var).ty.gradient().in_group(&lanes).map(drop))?,
    }
    whole(&carried, &mut body)?;
    Some(Companion { function, body: CompanionBody::Whole(body), ..companion })
}

/// None where a direction goes where tangents in a group can't.
fn whole(carried: &VarSet, body: &mut Block) -> Option<()> {
    let mut rewrite = Rewrite { carried, exits: Vec::new() };
    rewrite.block(body)?;
    body.values.iter_mut().try_for_each(|value| rewrite.grouped(value))
}

struct Rewrite<'a> {
    carried: &'a VarSet,
    exits: Vec<Exit>,
}

impl Rewrite<'_> {
    fn block(&mut self, block: &mut Block) -> Option<()> {
        block.stmts.iter_mut().try_for_each(|stmt| self.stmt(stmt))
    }

    /// A block that yields what is bound to these.
    fn yielding(&mut self, block: &mut Block, binds: &[VarId]) -> Option<()> {
        self.block(block)?;
        self.all_towards(&mut block.values, binds)
    }

    fn stmt(&mut self, stmt: &mut Stmt) -> Option<()> {
        match &mut stmt.kind {
            StmtKind::Let { var, value } => value.iter_mut().try_for_each(|value| self.towards(value, *var)),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                self.are_indices_apart(place)?;
                self.towards(value, place.base)
            }
            StmtKind::Mutate { place, act } => {
                self.are_indices_apart(place)?;
                self.act(place.base, act)
            }
            StmtKind::Push { tape, value } => self.towards(value, *tape),
            StmtKind::Recall { index, .. } => self.apart(index),
            StmtKind::Effect(inert) => self.is_opaque_apart(inert).then_some(()),
            StmtKind::Run { value } => self.run(value),
            StmtKind::If { binds, cond, then, otherwise } => {
                self.apart(cond)?;
                self.yielding(then, binds)?;
                self.yielding(otherwise, binds)
            }
            StmtKind::Match { binds, scrutinee, arms, .. } => {
                self.apart(scrutinee)?;
                arms.iter_mut().try_for_each(|arm| {
                    arm.guard.iter().chain(&arm.parts).try_for_each(|of| self.apart(of))?;
                    self.yielding(&mut arm.body, binds)
                })
            }
            StmtKind::Scope { binds, body } => self.yielding(body, binds),
            StmtKind::Labelled { label, binds, body } => {
                self.exits.push(Exit { label: Some(label.clone()), is_loop: false, binds: binds.clone() });
                self.yielding(body, binds)?;
                self.exits.pop();
                Some(())
            }
            StmtKind::Loop { label, binds, body } => {
                self.exits.push(Exit { label: label.clone(), is_loop: true, binds: binds.clone() });
                self.block(body)?;
                self.exits.pop();
                Some(())
            }
            StmtKind::While { .. } | StmtKind::For { .. } | StmtKind::Each { .. } => self.looping(stmt),
            StmtKind::Break { label, values } => {
                let binds = binds_of(label.as_ref(), &self.exits);
                self.all_towards(values, &binds)
            }
            // Callees know of one direction.
            StmtKind::Call(call) => {
                call.args.iter().try_for_each(|arg| self.apart(&arg.value))?;
                call.forward.is_none().then_some(())
            }
            StmtKind::Pop { .. } | StmtKind::Item(_) | StmtKind::Continue { .. } => Some(()),
            StmtKind::Return { .. } | StmtKind::Pull(_) | StmtKind::IfActive { .. } | StmtKind::IfAny { .. } => None,
        }
    }

    fn looping(&mut self, stmt: &mut Stmt) -> Option<()> {
        if let StmtKind::Each { source, .. } = &stmt.kind {
            self.is_opaque_apart(source).then_some(())?;
        }
        stmt.exprs().into_iter().try_for_each(|expr| self.apart(expr))?;
        let (StmtKind::While { label, body, .. }
        | StmtKind::For { label, body, .. }
        | StmtKind::Each { label, body, .. }) = &mut stmt.kind
        else {
            return None;
        };
        self.exits.push(Exit { label: label.clone(), is_loop: true, binds: Vec::new() });
        self.block(body)?;
        self.exits.pop();
        Some(())
    }

    fn act(&self, base: VarId, act: &mut Act) -> Option<()> {
        match act {
            Act::Swap(Expr::Borrow { place: other, .. }) => {
                self.are_indices_apart(other)?;
                (self.carried.contains(base) == self.carried.contains(other.base)).then_some(())
            }
            Act::Swap(_) => None,
            Act::Exchange(with) => self.apart(with),
            Act::Truncate { len, .. } => self.apart(len),
            Act::Resize { len, value, .. } => {
                self.apart(len)?;
                self.towards(value, base)
            }
            Act::Fill(value) | Act::Push(value) | Act::Copy(value) => self.towards(value, base),
            Act::Replace { value, .. } | Act::Extend { from: value, .. } => self.towards(value, base),
            Act::Pop { .. } => Some(()),
        }
    }

    /// A call of the runtime for its effect.
    fn run(&self, value: &mut Expr) -> Option<()> {
        match value {
            Expr::Runtime("accumulate" | "accumulate_each" | "fill" | "reset", of)
                if carries(self.carried, &of[0]) && behind(&of[0]).is_some() =>
            {
                of.iter_mut().try_for_each(|of| self.grouped(of))
            }
            other => self.apart(other),
        }
    }

    /// What stands in an expression that does not depend on the directions, but for lengths.
    fn apart(&self, expr: &Expr) -> Option<()> {
        let mut apart = true;
        expr.visit(&mut |inner| {
            apart &= match inner {
                Expr::Inert(inert) => self.is_opaque_apart(inert),
                Expr::Repeat(_, len) | Expr::VecRepeat(_, len) => self.is_opaque_apart(len),
                Expr::Var(_)
                | Expr::Load(_)
                | Expr::Borrow { .. }
                | Expr::Clone(_)
                | Expr::ToVec(_)
                | Expr::Replace(..) => !carries(self.carried, inner),
                _ => true,
            };
        });
        apart.then_some(())
    }

    fn is_opaque_apart(&self, inert: &Inert) -> bool {
        let has = |var: VarId| self.carried.contains(var);
        let reads = inert.reads.iter().any(|read| has(read.var) && read.what != Reading::Shape);
        !reads && !inert.writes.iter().chain(&inert.gives).any(|&var| has(var))
    }

    fn are_indices_apart(&self, place: &Place) -> Option<()> {
        place.indices().try_for_each(|index| self.apart(index))
    }

    /// What goes into a variable is what that holds.
    fn towards(&self, expr: &mut Expr, into: VarId) -> Option<()> {
        match self.carried.contains(into) {
            true => self.grouped(expr),
            false => self.apart(expr),
        }
    }

    fn all_towards(&self, values: &mut [Expr], binds: &[VarId]) -> Option<()> {
        values.iter_mut().zip(binds).try_for_each(|(value, &bind)| self.towards(value, bind))
    }

    /// An expression that is wanted for its tangents.
    fn grouped(&self, expr: &mut Expr) -> Option<()> {
        match expr {
            Expr::Number(number) if number.value == 0.0 => *expr = Expr::Runtime("no_tangents", Vec::new()),
            Expr::Var(var) => self.carried.contains(*var).then_some(())?,
            Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Clone(place) | Expr::ToVec(place) => {
                self.are_indices_apart(place)?;
                self.carried.contains(place.base).then_some(())?;
            }
            Expr::Replace(place, with) => {
                self.are_indices_apart(place)?;
                self.carried.contains(place.base).then_some(())?;
                with.iter_mut().try_for_each(|with| self.grouped(with))?;
            }
            Expr::Op(Op::Add | Op::Sub | Op::Neg, of, _) | Expr::Tuple(of) | Expr::Array(of) | Expr::VecList(of) => {
                of.iter_mut().try_for_each(|of| self.grouped(of))?;
            }
            Expr::Op(Op::Mul | Op::Div, ..) => {
                let product = std::mem::replace(expr, Expr::number(0.0));
                *expr = self.product(product)?;
            }
            Expr::Repeat(value, len) | Expr::VecRepeat(value, len) => {
                self.is_opaque_apart(len).then_some(())?;
                self.grouped(value)?;
            }
            Expr::Select(cond, then, otherwise) => {
                self.apart(cond)?;
                self.grouped(then)?;
                self.grouped(otherwise)?;
            }
            // Nothing is in it yet, of whatever type that will be.
            Expr::Runtime("Vec::new" | "Vec::with_capacity", _) => self.apart(expr)?,
            Expr::Inert(inert) => is_empty(inert).then_some(())?,
            Expr::Runtime("zero_like" | "sum" | "sum_from" | "owned", of) if carries(self.carried, &of[0]) => {
                self.grouped(&mut of[0])?;
                of[1..].iter().try_for_each(|of| self.apart(of))?;
            }
            Expr::Runtime(name, of) if *name == "zero_like" => {
                self.apart(&of[0])?;
                *name = "no_tangents_like";
            }
            _ => return None,
        }
        Some(())
    }

    /// `d * a / b * c` becomes `d * (a * c / b)`: one multiplication for each direction, instead of three.
    fn product(&self, product: Expr) -> Option<Expr> {
        let (mut over, mut under) = (Vec::new(), Vec::new());
        let mut tangents = product;
        while let Expr::Op(op @ (Op::Mul | Op::Div), mut of, _) = tangents {
            let (right, left) = (of.pop()?, of.pop()?);
            let is_left = carries(self.carried, &left);
            let factor = if is_left { &right } else { &left };
            self.apart(factor)?;
            (tangents, _) = match (is_left, op) {
                (true, Op::Div) => (left, under.push(right)),
                (true, _) => (left, over.push(right)),
                (false, Op::Mul) => (right, over.push(left)),
                (false, _) => return None,
            };
        }
        self.grouped(&mut tangents)?;
        let multiplied = |factors: Vec<Expr>| factors.into_iter().rev().reduce(|a, b| Expr::op(Op::Mul, vec![a, b]));
        let (op, factor) = match (multiplied(over), multiplied(under)) {
            (Some(over), None) => (Op::Mul, over),
            (Some(over), Some(under)) => (Op::Mul, Expr::op(Op::Div, vec![over, under])),
            (None, under) => (Op::Div, under?),
        };
        Some(Expr::op(op, vec![tangents, factor]))
    }
}
