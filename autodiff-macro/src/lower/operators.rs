//! Operators of types of the user's own: calls of whatever function stands behind them.
//!
//! Where neither operand is seen to be of such a type, an operator is that of floats, and rustc is asked to see to it.

use super::{Lowerer, Rhs, peel};
use crate::diagnostics::catalogue;
use crate::ir::{Callee, Expr, Form, Operator, Place, StmtKind, Type};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::UnOp;
use syn::spanned::Spanned;

impl Lowerer<'_> {
    /// `a * b`, `-a`, of a type of the user's own as far as types tell.
    pub(super) fn is_own_operator(&mut self, expr: &syn::Expr) -> bool {
        if !self.has_own_types {
            return false;
        }
        if self.expected_own.contains(&address(expr)) {
            return true;
        }
        match peel(expr) {
            syn::Expr::Binary(binary) if infix(&binary.op).is_some_and(|operator| !operator.assigns) => {
                self.is_own_value(&binary.right) || self.is_own_value(&binary.left)
            }
            syn::Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => self.is_own_value(&unary.expr),
            _ => false,
        }
    }

    fn is_own_value(&mut self, expr: &syn::Expr) -> bool {
        match peel(expr) {
            syn::Expr::Reference(reference) => self.is_own_value(&reference.expr),
            of @ syn::Expr::Binary(_) => self.is_own_operator(of),
            // A number, by whatever name.
            syn::Expr::Cast(_) => false,
            syn::Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => self.is_own_value(&unary.expr),
            of => match self.type_of(of).behind_refs() {
                Type::Named(_) => true,
                Type::Unknown => self.variable(of).is_some_and(|var| self.own.contains(&var)),
                _ => false,
            },
        }
    }

    /// Its place says that it is such a value: `self.p * 0.5` in `v - self.p * 0.5`, or in `let v: Vec3 = self.p * 0.5;`.
    pub(super) fn expect_own(&mut self, expr: &syn::Expr) {
        let operands = match peel(expr) {
            syn::Expr::Binary(binary) if infix(&binary.op).is_some_and(|operator| !operator.assigns) => {
                vec![&*binary.left, &*binary.right]
            }
            syn::Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => vec![&*unary.expr],
            _ => return,
        };
        // Of numbers alone, it is one, by another name.
        if operands.into_iter().any(|of| matches!(self.type_of(of).behind_refs(), Type::Unknown | Type::Named(_))) {
            self.expected_own.insert(address(expr));
        }
    }

    pub(super) fn own_operator(&mut self, expr: &syn::Expr) -> (Rhs, Type) {
        let (operator, operands, span) = match peel(expr) {
            syn::Expr::Binary(binary) => (infix(&binary.op), vec![&*binary.left, &*binary.right], binary.op.span()),
            syn::Expr::Unary(unary) => (Some(Operator::NEG), vec![&*unary.expr], unary.op.span()),
            _ => (None, Vec::new(), expr.span()),
        };
        match operator {
            Some(operator) => {
                if matches!(operator.of, "Add" | "Sub" | "Neg") {
                    operands.iter().for_each(|operand| self.expect_own(operand));
                }
                let call = self.called(callee(operator, span), None, operands, expr, Type::Unknown);
                // Another expression may come to stand at this address.
                self.expected_own.remove(&address(expr));
                call
            }
            None => self.poison(catalogue::unsupported(expr)),
        }
    }

    /// `a += b`, where `a` is of such a type.
    pub(super) fn assigns_by_own_operator(&mut self, binary: &syn::ExprBinary) -> bool {
        let Some(operator) = infix(&binary.op).filter(|operator| operator.assigns) else { return false };
        if !self.has_own_types {
            return false;
        }
        // `self.p += v * dt`: a part of unknown type takes what a value of such a type may be added to.
        let is_open = matches!(self.type_of(&binary.left), Type::Unknown);
        let is_own = self.is_own_value(&binary.left) || (is_open && self.is_own_value(&binary.right));
        if !is_own {
            return false;
        }
        if self.root(&binary.left).is_none() {
            self.refuse(catalogue::assigned(&binary.left));
            return true;
        }
        // `a += a`, of a copy.
        let right = self.variable(&binary.right).filter(|&right| self.root(&binary.left) == Some(right));
        let right = match right {
            Some(var) => {
                let ty = self.function.var(var).ty.clone();
                let copy = Rhs::Plain(Expr::Clone(Place::var(var)));
                let value = Expr::Var(self.name("operand", ty.clone(), copy));
                (value, ty.behind_refs().clone(), false)
            }
            None => self.argument(&binary.right),
        };
        let (place, ty) = self.place(&binary.left);
        let ty = Type::Ref { mutable: true, to: Box::new(ty) };
        let left = (Expr::Borrow { mutable: true, place }, ty, false);
        let call = self.call_of(callee(operator, binary.op.span()), [left, right]);
        self.push(StmtKind::Call(call));
        true
    }
}

fn address(expr: &syn::Expr) -> usize {
    std::ptr::from_ref(peel(expr)).addr()
}

fn infix(op: &syn::BinOp) -> Option<Operator> {
    Operator::infix(&op.to_token_stream().to_string())
}

fn callee(operator: Operator, span: proc_macro2::Span) -> Callee {
    let form = Form::Operator(operator);
    let name = Ident::new(operator.method, span);
    Callee { prefix: TokenStream::new(), name, turbofish: TokenStream::new(), generics: 0, form }
}
