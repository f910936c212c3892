//! Closures that are named in a piece which stays whole (`if gap(x) < tolerance`): there, too, the closure's own text stands
//! for its name, with holes for what it captures.
//!
//! Names that the piece binds around it must not be mistaken for what it captures; where they could be, it is refused.

use super::closures::Closure;
use super::fill::Filler;
use super::inlining::returns;
use super::opaque::Offence;
use super::scope::{Scope, single};
use super::{Lowerer, peel};
use crate::diagnostics::catalogue;
use crate::ir::{Inert, Read, Type, VarId};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{Expr, Pat, parse_quote};

/// How many calls are written out in one piece.
const MOST: usize = 64;

impl Lowerer<'_> {
    /// What an expression reads, and what it writes.
    pub(super) fn survey(&mut self, expr: Expr) -> (Vec<Read>, Vec<VarId>) {
        let mut filler = Filler::new(self, false);
        filler.surveys = true;
        let piece = filler.piece(expr);
        (piece.inert.reads, piece.inert.writes)
    }
}

impl Filler<'_, '_> {
    /// The closure itself in place of its name.
    pub(super) fn closure(&mut self, closure: &Closure, name: &Ident) -> Expr {
        if let Some(var) = closure.native {
            self.read(var);
            let hole = Inert::hole(var, name.span());
            return parse_quote!(#hole);
        }
        if !self.goes_into(closure, name) {
            return Expr::Verbatim(TokenStream::new());
        }
        let mut text = (*closure.syntax).clone();
        text.capture = None;
        let mut expr = Expr::Closure(text);
        self.elsewhere(closure, name, |this| this.visit_expr_mut(&mut expr));
        self.pure = false;
        parse_quote!((#expr))
    }

    /// `{ let x = arg; body }` for `f(arg)`, where nothing in the body leaves it.
    pub(super) fn closure_call(&mut self, closure: &Closure, call: &mut syn::ExprCall) -> Option<Expr> {
        self.pure = false;
        let inputs = &closure.syntax.inputs;
        if closure.native.is_some() || inputs.len() != call.args.len() || returns(&closure.syntax.body) {
            return None;
        }
        let name = single(peel(&call.func)).cloned()?;
        if !self.goes_into(closure, &name) {
            call.args.iter_mut().for_each(|arg| self.argument(arg));
            return Some(Expr::Verbatim(TokenStream::new()));
        }
        call.args.iter_mut().for_each(|arg| self.argument(arg));
        let mut body = (*closure.syntax.body).clone();
        self.elsewhere(closure, &name, |this| {
            for input in inputs {
                this.enter_pattern(input, &Type::Unknown);
            }
            this.visit_expr_mut(&mut body);
        });
        let args = &call.args;
        let (patterns, types): (Vec<&Pat>, Vec<TokenStream>) = inputs.iter().map(typed).unzip();
        let bound = match patterns.as_slice() {
            [] => None,
            [one] => {
                let ty = &types[0];
                Some(quote!(let #one: #ty = #args;))
            }
            _ => Some(quote!(let (#(#patterns),*): (#(#types),*) = (#args);)),
        };
        let body = match body {
            Expr::Block(syn::ExprBlock { label: None, block, .. }) => {
                let stmts = block.stmts;
                quote!(#(#stmts)*)
            }
            other => other.to_token_stream(),
        };
        Some(parse_quote!(({ #bound #body })))
    }

    /// `let f = |x| …;` for a macro that names `f`.
    pub(super) fn lend_closure(&mut self, closure: &Closure, name: &Ident) -> TokenStream {
        let text = self.closure(closure, name);
        let mutable = closure.native.is_none().then(|| quote!(mut));
        match closure.native {
            Some(_) => quote!(let #name = &#text;),
            None => quote!(#[allow(unused_mut)] let #mutable #name = #text;),
        }
    }

    /// Its text is written out; where that is not wanted, or would be too long, it is only noted what it does.
    fn goes_into(&mut self, closure: &Closure, name: &Ident) -> bool {
        self.written_out += 1;
        if self.written_out > MOST && !self.surveys {
            self.offend(Offence::Other(catalogue::closures_too_deep(name)));
        }
        if self.surveys || self.written_out > MOST {
            for &var in &closure.captures {
                self.read(var);
            }
            for &var in &closure.writes {
                self.write(var, Offence::Assigns);
            }
            return false;
        }
        true
    }

    /// `work` where the closure was written.
    fn elsewhere(&mut self, closure: &Closure, name: &Ident, work: impl FnOnce(&mut Self)) {
        let is_outermost = self.written_at.is_none();
        if is_outermost {
            self.written_at = Some(name.clone());
        }
        let bound: Vec<String> = self.lowerer.scopes.iter().flat_map(Scope::inner_names).cloned().collect();
        let known = self.around.len();
        self.around.extend(bound);
        let scopes = closure.scopes.iter().cloned().chain([Scope::default()]).collect();
        let outer = std::mem::replace(&mut self.lowerer.scopes, scopes);
        let loops = std::mem::take(&mut self.loops);
        work(self);
        self.loops = loops;
        self.lowerer.scopes = outer;
        self.around.truncate(known);
        if is_outermost {
            self.written_at = None;
        }
    }

    /// A name that the piece binds around this point hides the variable. What stands here by that name is never meant: it is
    /// what a reference refers to (`d` is `&mut y[i]`), or what a closure captures.
    pub(super) fn no_mistake(&mut self, var: VarId) {
        let name = &self.lowerer.function.var(var).name;
        if self.lowerer.scopes.iter().flat_map(Scope::inner_names).any(|bound| *name == bound) {
            let message = catalogue::hidden_variable(name);
            return self.offend(Offence::Other(message));
        }
        if self.around.iter().any(|bound| *name == bound) {
            let at = self.written_at.clone().unwrap_or_else(|| name.clone());
            let message = catalogue::closure_shadowed(&at, name);
            self.offend(Offence::Other(message));
        }
    }
}

/// A parameter and its type.
fn typed(pattern: &Pat) -> (&Pat, TokenStream) {
    match pattern {
        Pat::Type(typed) => (&typed.pat, typed.ty.to_token_stream()),
        other => (other, quote!(_)),
    }
}
