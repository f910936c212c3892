//! Why an expression is refused, by its form.

use super::{methods, peel};
use crate::diagnostics::{Message, catalogue};

/// The method that makes the iterator which a chain of methods starts with.
pub(super) fn iterator(call: &syn::ExprMethodCall) -> Option<&proc_macro2::Ident> {
    match peel(&call.receiver) {
        _ if methods::iterates(&call.method.to_string()) => Some(&call.method),
        syn::Expr::Range(_) => Some(&call.method),
        syn::Expr::MethodCall(inner) => iterator(inner),
        _ => None,
    }
}

/// An expression that assigns, where only a statement may.
pub(super) fn assigning(expr: &syn::Expr) -> Message {
    match expr {
        syn::Expr::While(turn) => catalogue::while_loop(&turn.while_token),
        syn::Expr::Loop(turn) => catalogue::endless_loop(&turn.loop_token),
        syn::Expr::Match(matching) => catalogue::matching(&matching.match_token),
        other => catalogue::hidden_write(other),
    }
}

/// Why an expression of this form is refused.
pub(super) fn refusal(expr: &syn::Expr) -> Message {
    match expr {
        syn::Expr::Match(matching) => catalogue::matching(&matching.match_token),
        syn::Expr::Loop(turn) => catalogue::endless_loop(&turn.loop_token),
        syn::Expr::While(turn) => catalogue::while_loop(&turn.while_token),
        syn::Expr::ForLoop(turn) => catalogue::for_each(&turn.expr),
        syn::Expr::Block(block) => match &block.label {
            Some(label) => catalogue::labelled_block(label),
            None => catalogue::unsupported(block),
        },
        syn::Expr::Break(exit) => catalogue::leaving(&exit.break_token, "break"),
        syn::Expr::Continue(exit) => catalogue::leaving(&exit.continue_token, "continue"),
        syn::Expr::Return(exit) => catalogue::leaving(&exit.return_token, "return"),
        syn::Expr::Try(tried) => catalogue::leaving(&tried.question_token, "?"),
        syn::Expr::Struct(literal) => catalogue::structure(&literal.path),
        syn::Expr::Unsafe(block) => catalogue::unsafe_block(&block.unsafe_token),
        syn::Expr::Async(block) => catalogue::async_code(&block.async_token),
        syn::Expr::Await(awaited) => catalogue::async_code(&awaited.await_token),
        syn::Expr::Closure(closure) => catalogue::closure(&closure.inputs_begin),
        syn::Expr::Range(range) => catalogue::float_range(range),
        other => catalogue::unsupported(other),
    }
}
