//! Values of types of the user's own.

use super::Printer;
use super::precedence::{Piece, Prec};
use super::spans::{user, user_ident};
use crate::ir::{Expr, Literal, Member};
use quote::quote_spanned;

impl Printer<'_> {
    /// `S { a: x, ..rest }`, `S(x)`
    pub(super) fn structure(&self, literal: &Literal, of: &[Expr]) -> Piece {
        let (span, path) = (self.span(), user(&literal.path));
        let (values, rest) = of.split_at(literal.members.len());
        let values = values.iter().map(|value| self.expr(value, None));
        if literal.is_call {
            return Piece::tight(quote_spanned!(span=> #path(#(#values),*)));
        }
        let fields = literal.members.iter().zip(values).map(|(member, value)| match member {
            Member::Named(name) if name == &value.to_string() => value,
            Member::Named(name) => {
                let name = user_ident(name);
                quote_spanned!(span=> #name: #value)
            }
            Member::Position(at) => {
                let at = proc_macro2::Literal::u32_unsuffixed(*at);
                quote_spanned!(span=> #at: #value)
            }
        });
        let fields: Vec<_> = fields.collect();
        let rest = rest.first().map(|rest| {
            let (comma, rest) = ((!fields.is_empty()).then(|| quote_spanned!(span=> ,)), self.expr(rest, None));
            quote_spanned!(span=> #comma ..#rest)
        });
        // Where only an expression without braces may stand, it needs parentheses.
        Piece::new(quote_spanned!(span=> #path { #(#fields),* #rest }), Prec::Loose)
    }
}
