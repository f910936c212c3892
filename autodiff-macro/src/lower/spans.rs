//! Where a statement comes from: the one token that tells most. (`syn`'s own spans cost the tokens of the whole
//! expression, at every level of it.)

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Stmt};

/// The token that makes an expression what it is: the operator, the method, the name.
pub(super) fn span_of(expr: &Expr) -> Span {
    match peel(expr) {
        Expr::Binary(binary) => binary.op.span(),
        Expr::Unary(unary) => unary.op.span(),
        Expr::Assign(assign) => assign.eq_token.span,
        Expr::MethodCall(call) => call.method.span(),
        Expr::Call(call) => span_of(&call.func),
        Expr::Path(path) => path.path.segments.last().map_or_else(Span::call_site, |last| last.ident.span()),
        Expr::Lit(lit) => lit.lit.span(),
        Expr::Cast(cast) => cast.as_token.span,
        Expr::Index(index) => span_of(&index.expr),
        Expr::Field(field) => field.member.span(),
        Expr::Reference(reference) => reference.and_token.span,
        Expr::If(branch) => branch.if_token.span,
        Expr::ForLoop(each) => each.for_token.span,
        Expr::While(turn) => turn.while_token.span,
        Expr::Loop(turn) => turn.loop_token.span,
        Expr::Match(matching) => matching.match_token.span,
        Expr::Block(block) => block.block.brace_token.span.open(),
        Expr::Tuple(tuple) => tuple.paren_token.span.open(),
        Expr::Array(array) => array.bracket_token.span.open(),
        Expr::Repeat(repeat) => repeat.bracket_token.span.open(),
        Expr::Macro(mac) => mac.mac.bang_token.span,
        Expr::Closure(closure) => closure.inputs_begin.span,
        other => other.span(),
    }
}

pub(super) fn start_of(stmt: &Stmt) -> Span {
    match stmt {
        Stmt::Local(local) => local.let_token.span,
        Stmt::Expr(expr, _) => span_of(expr),
        Stmt::Macro(mac) => mac.mac.bang_token.span,
        Stmt::Item(item) => item.span(),
    }
}

/// An expression without the parentheses around it, and without the invisible ones of `macro_rules!`.
pub(super) fn peel(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => peel(&paren.expr),
        Expr::Group(group) => peel(&group.expr),
        other => other,
    }
}
