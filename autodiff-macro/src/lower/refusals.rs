//! Why an expression is refused, by its form.

use super::{methods, peel};
use crate::diagnostics::{Message, catalogue};

/// The method that makes the iterator which a chain of methods starts with.
pub(super) fn iterator(call: &syn::ExprMethodCall) -> Option<&proc_macro2::Ident> {
    match peel(&call.receiver) {
        _ if methods::iterates(&call.method.to_string()) => Some(&call.method),
        syn::Expr::Range(_) => Some(&call.method),
        syn::Expr::Call(call_of) if repeats(&call_of.func) => Some(&call.method),
        syn::Expr::MethodCall(inner) => iterator(inner),
        _ => None,
    }
}

/// `std::iter::repeat`, `std::iter::once`
pub(super) fn repeats(callee: &syn::Expr) -> bool {
    let syn::Expr::Path(path) = peel(callee) else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    let is_known = names.next().is_some_and(|name| name == "repeat" || name == "once");
    is_known && names.next().is_some_and(|module| module == "iter")
}

/// Why an expression of this form is refused.
pub(super) fn refusal(expr: &syn::Expr) -> Message {
    match expr {
        syn::Expr::ForLoop(turn) => catalogue::for_each(&turn.expr),
        syn::Expr::Break(exit) => catalogue::leaving_inside(&exit.break_token, "break"),
        syn::Expr::Continue(exit) => catalogue::leaving_inside(&exit.continue_token, "continue"),
        syn::Expr::Return(exit) => catalogue::leaving_inside(&exit.return_token, "return"),
        syn::Expr::Try(tried) => catalogue::question(&tried.question_token),
        syn::Expr::Unsafe(block) => catalogue::unsafe_block(&block.unsafe_token),
        syn::Expr::Async(block) => catalogue::async_code(&block.async_token),
        syn::Expr::Await(awaited) => catalogue::async_code(&awaited.await_token),
        syn::Expr::Closure(closure) => catalogue::closure(&closure.inputs_begin),
        syn::Expr::Range(range) => catalogue::float_range(range),
        other => catalogue::unsupported(other),
    }
}
