//! What nothing differentiable flows into. It is differentiated all the same where there is a rule for it, which costs
//! nothing; where there is none (an iterator over data, a method of a model that is held constant), it stays as written.

use super::calls::Target;
use super::{Lowerer, Rhs, control, macros, methods, peel, types};
use crate::ir::{Expr as IrExpr, Op, Type, VarId};
use syn::Expr;

impl Lowerer<'_> {
    /// No variable in it depends on a differentiable parameter.
    pub(super) fn is_passive(&self, expr: &Expr) -> bool {
        let (vars, inner) = self.variables_in(expr);
        !inner && vars.iter().all(|&var| self.is_passive_var(var))
    }

    pub(super) fn is_passive_var(&self, var: VarId) -> bool {
        self.is_still(var) || self.passive.contains(&var)
    }

    /// An expression of a form that has no rule, whole, if nothing differentiable flows into it.
    pub(super) fn left_whole(&mut self, expr: &Expr, expected: &Type, forced: bool) -> Option<(Rhs, Type)> {
        if !self.has_no_rule(expr) || !self.is_passive(expr) {
            return None;
        }
        let piece = self.opaque(expr, forced);
        if piece.offence.is_some() || !piece.inert.writes.is_empty() {
            return None;
        }
        let inert = self.accept(piece);
        let known = self.type_of(expr);
        if expected.is_float() && !forced && !known.is_float() {
            return Some((Rhs::Plain(IrExpr::Inert(self.proven_float(inert, expected))), expected.clone()));
        }
        Some((Rhs::Plain(IrExpr::Inert(inert)), types::join(&known, expected)))
    }

    fn has_no_rule(&mut self, expr: &Expr) -> bool {
        match peel(expr) {
            Expr::MethodCall(call) => {
                let receiver = self.type_of(&call.receiver);
                let name = call.method.to_string();
                let is_operation = Op::of_method(&name).is_some() || methods::is_of_floats_alone(&name);
                let is_float = receiver.behind_refs().is_float() && (is_operation || name == "clone");
                let is_copy = self.copied_type(call).is_some_and(|ty| !ty.is_discrete());
                !(is_float || is_copy || matches!(receiver.behind_refs(), Type::Unknown) && is_operation)
            }
            Expr::Call(call) => match self.callee(call) {
                Target::Closure(closure) => closure.native.is_some(),
                target => {
                    matches!(target, Target::Associated | Target::Structure | Target::Value | Target::FloatFunction(_))
                }
            },
            Expr::Index(index) if matches!(peel(&index.index), Expr::Range(_)) => true,
            Expr::Cast(cast) => matches!(self.type_of(&cast.expr), Type::Unknown | Type::Named(_)),
            Expr::Index(_) | Expr::Field(_) | Expr::Unary(_) => {
                self.root(expr).is_some_and(|var| self.borrowed.contains(&var))
            }
            Expr::Macro(mac) => self.kind_of(&mac.mac) == macros::Kind::Debug,
            Expr::Reference(reference) => reference.mutability.is_none(),
            Expr::If(branch) => control::has_let(&branch.cond),
            Expr::Match(_) | Expr::Struct(_) | Expr::Range(_) | Expr::Closure(_) => true,
            _ => false,
        }
    }
}
