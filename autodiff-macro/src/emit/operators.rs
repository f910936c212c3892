//! Operators of the user's own: where they are called, and the block that their companion stands in.

use super::Printer;
use super::precedence::Prec;
use super::spans::user;
use super::types::name_lifetimes;
use crate::ir::{Call, Companion, Expr, Kind, Operator, OperatorImpl, Param};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

impl Printer<'_> {
    /// `a * b`, `-a`, `a += b`, of a call that is not pulled back.
    pub(super) fn operator(&self, operator: Operator, call: &Call) -> TokenStream {
        let span = self.span();
        let symbol: TokenStream = operator.symbol.parse().unwrap_or_default();
        let symbol = super::spans::all_at(&symbol, span);
        match call.args.as_slice() {
            [operand] => {
                let operand = self.within(&operand.value, Prec::Unary, None);
                quote_spanned!(span=> #symbol #operand)
            }
            [left, right] => {
                let left = match &left.value {
                    Expr::Borrow { mutable: true, place } => self.written(place).tokens,
                    left => self.within(left, Prec::Unary, None),
                };
                let right = self.within(&right.value, Prec::Unary, None);
                quote_spanned!(span=> #left #symbol #right)
            }
            _ => TokenStream::new(),
        }
    }

    /// `MulPullback::mul_pullback_for`, `MulJvp::mul_jvp_for`
    pub(super) fn operator_companion(&self, operator: Operator, suffix: &str) -> TokenStream {
        let (span, runtime) = (self.span(), self.runtime());
        let of = if suffix == Kind::JvpFor.suffix() { jvp_trait(operator) } else { pullback_trait(operator) };
        let method = format_ident!("{}_{suffix}", operator.method);
        let path = quote_spanned!(span=> private::#of::#method);
        quote_spanned!(span=> #runtime::#path)
    }

    /// `impl MulPullback<f64> for Vec3 { … }`
    pub(super) fn operator_impl(&self, of: &OperatorImpl, companion: &Companion) -> TokenStream {
        let runtime = self.runtime();
        let (generics, arguments) = (user(&of.generics), user(&of.arguments));
        let (this, where_clause) = (user(&of.this), user(&of.where_clause));
        if companion.kind == Kind::JvpFor {
            let (name, jvp_for) = (jvp_trait(of.operator), self.jvp_for(companion));
            return quote! {
                impl #generics #runtime::private::#name #arguments for #this #where_clause {
                    #jvp_for
                }
            };
        }
        let name = pullback_trait(of.operator);
        let types = self.function.params.iter().zip(["Left", "Right"]).map(|(param, side)| {
            let (again, into) = (format_ident!("{side}"), format_ident!("Into{side}"));
            let accumulator = self.accumulator(param);
            let handed = (!param.is_lent(self.function)).then(|| {
                let ty = self.handed_again(param);
                quote!(type #again<'x> = #ty;)
            });
            quote!(#handed type #into = #accumulator;)
        });
        let pullback_for = self.pullback_for(companion);
        quote! {
            impl #generics #runtime::private::#name #arguments for #this #where_clause {
                #(#types)*
                #pullback_for
            }
        }
    }

    fn handed_again(&self, param: &Param) -> TokenStream {
        match param.by_ref(self.function) {
            true => name_lifetimes(&user(&param.named), &quote!('x)).0,
            false => quote!(()),
        }
    }
}

fn pullback_trait(operator: Operator) -> Ident {
    format_ident!("{}Pullback", operator.of)
}

fn jvp_trait(operator: Operator) -> Ident {
    format_ident!("{}Jvp", operator.of)
}
