//! `s = s + x` is `s += x`, and reads as well without its old value: so it is lowered. Where a type has no `AddAssign`, as
//! `T: Float` has none, it is how everybody writes a sum.

use super::{Lowerer, peel};
use crate::ir::{FloatType, Type};
use syn::{BinOp, Expr, ExprBinary, Token};

impl Lowerer<'_> {
    /// `s += x`, of a float `s` that is assigned `s + x`.
    pub(super) fn accumulation(&mut self, target: &Expr, value: &Expr) -> Option<ExprBinary> {
        let Expr::Binary(sum) = peel(value) else { return None };
        let op = match sum.op {
            BinOp::Add(token) => BinOp::AddAssign(Token![+=]([token.spans[0]; 2])),
            BinOp::Sub(token) => BinOp::SubAssign(Token![-=]([token.spans[0]; 2])),
            _ => return None,
        };
        let (target, left) = (peel(target), peel(&sum.left));
        let same = target == left && is_still(target) && is_still(&sum.right);
        if !same || !self.type_of(target).is_float() || self.borrows_twice(target, &sum.right) {
            return None;
        }
        Some(ExprBinary { attrs: Vec::new(), left: Box::new(target.clone()), op, right: sum.right.clone() })
    }

    /// `+=` of a type parameter is a call, for which an element is borrowed while others of its memory are read.
    fn borrows_twice(&mut self, target: &Expr, value: &Expr) -> bool {
        let is_generic = matches!(self.type_of(target), Type::Float(FloatType::Generic(_)));
        let root = self.root(target).filter(|_| is_generic && self.variable(target).is_none());
        root.is_some_and(|root| self.variables_in(value).0.contains(&root))
    }
}

/// It writes nothing that we can see, so that it makes no difference which operand is evaluated first; and it binds nothing.
fn is_still(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Unary(unary) => is_still(&unary.expr),
        Expr::Cast(cast) => is_still(&cast.expr),
        Expr::Field(field) => is_still(&field.base),
        Expr::Reference(reference) => reference.mutability.is_none() && is_still(&reference.expr),
        Expr::Index(index) => is_still(&index.expr) && is_still(&index.index),
        Expr::Binary(binary) => is_still(&binary.left) && is_still(&binary.right),
        Expr::MethodCall(call) => is_still(&call.receiver) && call.args.iter().all(is_still),
        Expr::Call(call) => is_still(&call.func) && call.args.iter().all(is_still),
        Expr::Range(range) => [&range.start, &range.end].into_iter().flatten().all(|end| is_still(end)),
        _ => false,
    }
}
