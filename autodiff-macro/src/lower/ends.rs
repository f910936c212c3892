//! The last and the first element by their names: `*v.last().unwrap()` is `v[v.len() - 1]`.

use super::{Lowerer, peel};
use crate::ir::Type;
use syn::{Expr, ExprMethodCall, UnOp, parse_quote};

impl Lowerer<'_> {
    /// The element by its index, if an expression is the value of an end of memory that may carry a derivative.
    pub(super) fn end(&mut self, expr: &Expr) -> Option<Expr> {
        match peel(expr) {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.end_behind(&unary.expr),
            copied => match peel(unwrapped(copied)?) {
                Expr::MethodCall(copied) if copied.method == "copied" || copied.method == "cloned" => {
                    self.index_of(&copied.receiver)
                }
                _ => None,
            },
        }
    }

    /// The same, of a reference to it: `v.last_mut().unwrap()`.
    pub(super) fn end_behind(&mut self, expr: &Expr) -> Option<Expr> {
        self.index_of(unwrapped(expr)?)
    }

    fn index_of(&mut self, expr: &Expr) -> Option<Expr> {
        let Expr::MethodCall(end) = peel(expr) else { return None };
        let memory = &*end.receiver;
        let index: Expr = match end.method.to_string().as_str() {
            "first" | "first_mut" => parse_quote!(0),
            "last" | "last_mut" => parse_quote!(#memory.len() - 1),
            _ => return None,
        };
        let ty = self.type_of(memory);
        let is_memory = matches!(ty.behind_refs(), Type::Array(..) | Type::Slice(_) | Type::Vec(_));
        (end.args.is_empty() && is_memory && !ty.is_discrete() && self.root(memory).is_some())
            .then(|| parse_quote!(#memory[#index]))
    }
}

/// What `unwrap` or `expect` is called on.
fn unwrapped(expr: &Expr) -> Option<&Expr> {
    let Expr::MethodCall(ExprMethodCall { receiver, method, args, .. }) = peel(expr) else { return None };
    let unwraps = (method == "unwrap" && args.is_empty()) || (method == "expect" && args.len() == 1);
    unwraps.then_some(receiver)
}
