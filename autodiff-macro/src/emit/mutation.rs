//! Methods of std that write the memory they are called on.

use super::Printer;
use super::precedence::Prec;
use super::spans::{group, joined, user};
use crate::ir::{Act, Expr, Place, Step};
use proc_macro2::{Delimiter, TokenStream};
use quote::quote_spanned;

impl Printer<'_> {
    pub(super) fn mutation(&self, place: &Place, act: &Act) -> TokenStream {
        let span = self.span();
        let float = self.float_at(place);
        let method = |name: &str, of: TokenStream| {
            let receiver = self.written(place).within(Prec::Postfix);
            let name = proc_macro2::Ident::new(name, span);
            let of = group(Delimiter::Parenthesis, of, span);
            joined([receiver, quote_spanned!(span=> .#name), of])
        };
        let one = |value: &Expr| self.expr(value, float.as_ref());
        let call = match act {
            Act::Swap(other) => self.swap(place, other),
            Act::Exchange(with) => self.exchange(place, with),
            Act::Fill(value) => method("fill", one(value)),
            Act::Copy(from) => method("copy_from_slice", self.source(from)),
            Act::Push(value) => method("push", one(value)),
            Act::Pop { var, check } => return self.pop(*var, method("pop", TokenStream::new()), check),
            Act::Replace { value, .. } => {
                let (place, value) = (self.written(place).tokens, one(value));
                quote_spanned!(span=> #place = #value)
            }
            Act::Truncate { len, .. } => method("truncate", self.expr(len, None)),
            Act::Resize { len, value, .. } => {
                let (len, value) = (self.expr(len, None), one(value));
                method("resize", quote_spanned!(span=> #len, #value))
            }
            Act::Extend { from, .. } => method("extend_from_slice", self.source(from)),
        };
        joined([call, quote_spanned!(span=> ;)])
    }

    /// `&b`, or `b` where that is a reference already.
    fn source(&self, from: &Expr) -> TokenStream {
        match from {
            Expr::Borrow { mutable: false, place } if place.is_whole() && self.function.var(place.base).ty.is_ref() => {
                self.place(place).tokens
            }
            from => self.expr(from, None),
        }
    }

    /// `memory.swap(i, j)`
    fn exchange(&self, place: &Place, with: &Expr) -> TokenStream {
        let span = self.span();
        let Some((Step::Index(index), memory)) = place.path.split_last() else { return TokenStream::new() };
        let memory = Place { base: place.base, path: memory.to_vec() };
        let memory = self.written(&memory).within(Prec::Postfix);
        let (index, with) = (self.expr(index, None), self.expr(with, None));
        quote_spanned!(span=> #memory.swap(#index, #with))
    }

    fn swap(&self, place: &Place, other: &Expr) -> TokenStream {
        let span = self.span();
        let Expr::Borrow { place: other, .. } = other else { return TokenStream::new() };
        let (one, other) = (self.mutably(place), self.mutably(other));
        quote_spanned!(span=> ::core::mem::swap(#one, #other))
    }

    fn pop(&self, var: Option<crate::ir::VarId>, pop: TokenStream, check: &TokenStream) -> TokenStream {
        let span = self.span();
        let Some(var) = var else {
            return quote_spanned!(span=> #pop;);
        };
        let (pattern, runtime) = (self.pattern_of(var), self.runtime());
        match check.is_empty() {
            true => {
                quote_spanned!(span=> let #runtime::private::Some(#pattern) = #pop else { ::core::unreachable!() };)
            }
            false => {
                let check = user(check);
                quote_spanned!(span=> let #pattern = #pop #check;)
            }
        }
    }
}
