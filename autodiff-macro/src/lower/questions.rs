//! `?` in a function that returns an `Option`: what there is of it is the `match` that it stands for. It is written out once,
//! in front of all rounds.

use super::peel;
use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprClosure, Ident, Item, Local, Pat, parse_quote_spanned};

/// Of a body whose `?` leaves with `None`.
pub(super) fn write_out(block: &mut Block) {
    Questions.visit_block_mut(block);
}

struct Questions;

impl VisitMut for Questions {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Expr::Try(tried) = expr else { return };
        let (span, of) = (tried.question_token.span, &tried.expr);
        let value = Ident::new("value", Span::mixed_site().located_at(span));
        *expr = parse_quote_spanned!(span=> match #of { Some(#value) => #value, None => return None });
    }

    fn visit_stmt_mut(&mut self, stmt: &mut syn::Stmt) {
        if let syn::Stmt::Local(Local { pat, init: Some(init), .. }) = stmt
            && init.diverge.is_none()
            && matches!(pat, Pat::Ident(name) if name.subpat.is_none())
            && let Expr::Try(tried) = peel(&init.expr)
        {
            // By its name at once: what it names may be a reference, which no `match` yields.
            let span = tried.question_token.span;
            let (pat, mut of) = (pat.clone(), (*tried.expr).clone());
            self.visit_expr_mut(&mut of);
            *stmt = parse_quote_spanned!(span=> let Some(#pat) = #of else { return None; };);
            return;
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    // These leave for themselves.
    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
