//! `fold`: the closure's first parameter is a variable, or several, that each turn gives its next value.

use super::closures::Closure;
use super::iterate::Consumer;
use super::scope::{Entity, bound_names};
use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::{Message, catalogue};
use crate::ir::{Expr as IrExpr, Place, StmtKind, Type, VarId};
use syn::{BinOp, Expr, ExprMethodCall, Pat};

impl Lowerer<'_> {
    /// `fold(start, |total, item| …)`: the closure's first parameter is the variable.
    pub(super) fn folded(
        &mut self,
        call: &ExprMethodCall,
        closure: &Closure,
        expected: &Type,
    ) -> Result<(Rhs, Type), Message> {
        let stream = self.stream(&call.receiver)?;
        let (pattern, takes) = (&closure.syntax.inputs[0], &closure.syntax.inputs[1]);
        let totals = self.totals(pattern, &call.args[0], expected)?;
        let names = self.bound(|this| {
            for (name, var) in bound_names(pattern).iter().zip(&totals) {
                this.enter(name, Entity::Var(*var));
            }
        });
        self.run(stream, None, Consumer::Pattern(takes), &mut |this, item, counter| {
            let mut parameters = names.clone();
            parameters.absorb(this.bound(|this| this.match_item(takes, item, counter)));
            this.inlined_with(closure, parameters, |this| this.fold_step(closure, &totals));
        })?;
        let types: Vec<Type> = totals.iter().map(|&var| self.function.var(var).ty.clone()).collect();
        Ok(match (totals.as_slice(), pattern_is_tuple(pattern)) {
            ([one], false) => (Rhs::Plain(IrExpr::Var(*one)), types[0].clone()),
            (all, _) => {
                let values = all.iter().map(|&var| IrExpr::Var(var)).collect();
                (Rhs::Plain(IrExpr::Tuple(values)), Type::Tuple(types))
            }
        })
    }

    /// The variables of a fold, with what they start from.
    fn totals(&mut self, pattern: &Pat, start: &Expr, expected: &Type) -> Result<Vec<VarId>, Message> {
        let refused = || catalogue::pattern(pattern);
        let mut entered = Ok(());
        let scope = self.bound(|this| match untyped(pattern) {
            (Pat::Ident(pat), annotation) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                if let (None, Type::Float(_)) = (annotation, expected)
                    && types::is_open(&this.type_of(start))
                {
                    this.learn(start, expected);
                }
                this.let_name(pat, annotation, start);
            }
            (Pat::Tuple(tuple), annotation) => this.let_tuple(tuple, annotation, start),
            _ => entered = Err(refused()),
        });
        entered?;
        let mut totals = Vec::new();
        for name in bound_names(pattern) {
            match scope.get(&name) {
                Some(Entity::Var(var)) => {
                    self.function.var_mut(var).mutable = true;
                    self.passive.remove(&var);
                    self.still.remove(&var);
                    self.borrowed.remove(&var);
                    totals.push(var);
                }
                _ => return Err(refused()),
            }
        }
        match pattern_is_tuple(pattern) {
            true if !is_flat_tuple(pattern) => Err(refused()),
            _ => Ok(totals),
        }
    }

    /// One turn of a fold: its variables get their next values.
    pub(super) fn fold_step(&mut self, closure: &Closure, totals: &[VarId]) {
        let body = &closure.syntax.body;
        if let ([total], false) = (totals, super::inlining::returns(body)) {
            let total = *total;
            self.flat(body, |this, end| {
                if let Some(end) = end.filter(|end| !this.accumulates(end, total)) {
                    this.next_total(total, |this, ty| this.rhs(end, ty));
                }
            });
            return;
        }
        if let [total] = totals {
            self.next_total(*total, |this, ty| this.result_of(body, ty));
            return;
        }
        let types: Vec<Type> = totals.iter().map(|&var| self.function.var(var).ty.clone()).collect();
        if !super::inlining::returns(body) {
            let done = self.flat(body, |this, end| {
                let end = end.filter(|end| this.yields_tuple(end, totals.len()))?;
                let yields = super::control::Yields::Parts(types.clone());
                let (values, _) = this.yielded(end, &yields, false);
                this.next_totals(totals, values);
                Some(())
            });
            if done.is_some() {
                return;
            }
        }
        let (rhs, ty) = self.result_of(body, &Type::Tuple(types.clone()));
        let whole = self.name("tuple", ty, rhs);
        for (at, (&var, ty)) in totals.iter().zip(types).enumerate() {
            let step = crate::ir::Step::Field(crate::ir::Member::Position(at as u32));
            let load = IrExpr::Load(Place { base: whole, path: vec![step] });
            let (value, _) = self.atom(Rhs::Plain(load), ty, None);
            self.push(StmtKind::Assign { place: Place::var(var), value });
        }
    }

    fn next_total(&mut self, total: VarId, work: impl FnOnce(&mut Self, &Type) -> (Rhs, Type)) {
        let ty = self.function.var(total).ty.clone();
        let (rhs, its) = work(self, &ty);
        let (value, its) = match ty.is_float() {
            true => self.float_atom(rhs, its),
            false => self.atom(rhs, its, Some("next")),
        };
        if types::is_open(&ty) {
            self.function.var_mut(total).ty = types::join(&ty, &its);
        }
        if value.as_var() != Some(total) {
            self.push(StmtKind::Assign { place: Place::var(total), value });
        }
    }

    /// All values first, then all variables.
    fn next_totals(&mut self, totals: &[VarId], values: Vec<IrExpr>) {
        let mut settled = Vec::new();
        for (value, total) in values.into_iter().zip(totals) {
            let ty = self.function.var(*total).ty.clone();
            let is_other = value.as_var().is_some_and(|var| var != *total && self.function.var(var).mutable);
            settled.push(match is_other {
                true => IrExpr::Var(self.name("before", ty, Rhs::Plain(value))),
                false => value,
            });
        }
        for (&var, value) in totals.iter().zip(settled) {
            if value.as_var() != Some(var) {
                self.push(StmtKind::Assign { place: Place::var(var), value });
            }
        }
    }

    /// `total + x` in `total`: `total += x`.
    fn accumulates(&mut self, end: &Expr, total: VarId) -> bool {
        let Expr::Binary(binary) = peel(end) else { return false };
        let negative = match binary.op {
            BinOp::Add(_) => false,
            BinOp::Sub(_) => true,
            _ => return false,
        };
        let ty = self.function.var(total).ty.clone();
        let (mentioned, _) = self.variables_in(&binary.right);
        if !ty.is_float() || self.variable(&binary.left) != Some(total) || mentioned.contains(&total) {
            return false;
        }
        let (value, _) = self.float(&binary.right, &ty);
        self.push(StmtKind::Accumulate { place: Place::var(total), negative, value });
        true
    }
}

pub(super) fn untyped(pattern: &Pat) -> (&Pat, Option<&syn::Type>) {
    match pattern {
        Pat::Paren(paren) => untyped(&paren.pat),
        Pat::Type(typed) => (untyped(&typed.pat).0, Some(&typed.ty)),
        other => (other, None),
    }
}

fn pattern_is_tuple(pattern: &Pat) -> bool {
    matches!(untyped(pattern).0, Pat::Tuple(_))
}

/// A tuple of names alone.
fn is_flat_tuple(pattern: &Pat) -> bool {
    match untyped(pattern).0 {
        Pat::Tuple(tuple) => tuple.elems.iter().all(|of| matches!(untyped(of).0, Pat::Ident(_))),
        _ => false,
    }
}
