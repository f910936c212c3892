//! Float literals: the user's own spelling, or the shortest that reads back as the same number.

use super::Printer;
use super::precedence::{Piece, Prec};
use super::types::float_tokens;
use crate::ir::{Expr, FloatType, Number, Op, Type};
use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

impl Printer<'_> {
    /// A number among others of type `float`.
    pub(super) fn number(&self, number: &Number, float: Option<&FloatType>) -> Piece {
        let (span, runtime) = (self.span(), self.runtime());
        let float = self.or_the_only(float);
        let generic = match &float {
            // What the user wrote as a literal is none of it.
            Some(FloatType::Generic(_)) if number.token.is_none() => float.as_ref().and_then(float_tokens),
            _ => None,
        };
        let Some(literal) = self.literal(number, "") else {
            let name = match number.value {
                value if value.is_nan() => "NAN",
                f64::INFINITY => "INFINITY",
                _ => "NEG_INFINITY",
            };
            let name = Ident::new(name, span);
            return Piece::tight(match (&generic, &float) {
                (Some(of), _) => quote_spanned!(span=> #runtime::private::lit::<#of>(f64::#name)),
                (None, Some(FloatType::F32)) => quote_spanned!(span=> f32::#name),
                _ => quote_spanned!(span=> f64::#name),
            });
        };
        match generic {
            Some(of) if number.value == 0.0 && number.value.is_sign_positive() => {
                Piece::tight(quote_spanned!(span=> #of::zero()))
            }
            Some(of) if number.value == 1.0 => Piece::tight(quote_spanned!(span=> #of::one())),
            Some(of) => {
                let literal = literal.tokens;
                Piece::tight(quote_spanned!(span=> #runtime::private::lit::<#of>(#literal)))
            }
            None => literal,
        }
    }

    /// A number, or a negated one, with its type.
    pub(super) fn suffixed(&self, expr: &Expr, float: Option<&FloatType>) -> Piece {
        match expr {
            Expr::Number(number) => {
                let float = self.or_the_only(float);
                let suffix = match &float {
                    Some(FloatType::Generic(_)) => return self.number(number, float.as_ref()),
                    Some(FloatType::F32) => "_f32",
                    _ => "_f64",
                };
                let literal = self.literal(number, suffix);
                literal.unwrap_or_else(|| self.number(number, float.as_ref()))
            }
            Expr::Op(Op::Neg, of, _) => {
                let of = of.first().map(|of| self.suffixed(of, float).within(Prec::Postfix));
                let span = self.span();
                Piece::new(quote_spanned!(span=> -#of), Prec::Unary)
            }
            other => Piece::new(self.expr(other, float), Prec::Loose),
        }
    }

    /// An exponent of `powi`: what the simplifier computed with it is an integer still.
    pub(super) fn integer(&self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Number(Number { value, token: None }) if value.fract() == 0.0 && value.abs() < 2e9 => {
                let mut literal = Literal::i32_unsuffixed(value.abs() as i32);
                literal.set_span(self.span());
                if *value < 0.0 { quote!(-#literal) } else { quote!(#literal) }
            }
            Expr::Number(Number { token: Some(_), .. }) => self.expr(expr, Some(&FloatType::F64)),
            Expr::Op(Op::Neg, of, _) if of.len() == 1 && of[0].as_number().is_some() => {
                let of = self.integer(&of[0]);
                quote!(-#of)
            }
            other => self.expr(other, None),
        }
    }

    /// `None` for infinities and NaN, which have no literal.
    fn literal(&self, number: &Number, suffix: &str) -> Option<Piece> {
        let text = match &number.token {
            Some(token) => {
                let text = token.to_string();
                // A suffix of the user's own stays.
                if text.ends_with("f64") || text.ends_with("f32") { text } else { text + suffix }
            }
            None if number.value.is_finite() => format!("{:?}{suffix}", number.value.abs()),
            None => return None,
        };
        let mut literal: Literal = text.parse().ok()?;
        literal.set_span(number.token.as_ref().map_or(self.span(), |token| super::spans::at(token.span())));
        let literal = TokenTree::Literal(literal);
        Some(match number.value.is_sign_negative() {
            true if number.token.is_none() => Piece::new(quote!(-#literal), Prec::Unary),
            _ => Piece::tight(quote!(#literal)),
        })
    }

    /// Between floats: a cast, and by way of `f64` where a type parameter is on either side.
    pub(super) fn conversion(&self, op: Op, of: &Expr) -> Piece {
        let (span, runtime) = (self.span(), self.runtime());
        let float = self.float_of(of);
        let is_generic = match &float {
            Some(float) => matches!(float, FloatType::Generic(_)),
            None => of.as_number().is_none() && !self.function.signature.generics.floats.is_empty(),
        };
        let double = || match float {
            Some(FloatType::F32) => {
                let of = self.within(of, Prec::Cast, None);
                Piece::new(quote_spanned!(span=> #of as f64), Prec::Cast)
            }
            Some(FloatType::Generic(_)) => {
                let of = self.receiver(of, None);
                Piece::tight(quote_spanned!(span=> #of.to_double()))
            }
            None if is_generic => {
                let of = self.expr(of, None);
                Piece::tight(quote_spanned!(span=> #runtime::Scalar::to_double(#of)))
            }
            _ => Piece::new(self.expr(of, Some(&FloatType::F64)), Prec::Loose),
        };
        let cast = |of: TokenStream, to: &str| {
            let to = Ident::new(to, span);
            Piece::new(quote_spanned!(span=> #of as #to), Prec::Cast)
        };
        match op {
            Op::ToGeneric(at) => {
                let (to, of) = (float_tokens(&self.function.signature.generics.float(at)), double().tokens);
                Piece::tight(quote_spanned!(span=> #runtime::private::lit::<#to>(#of)))
            }
            Op::ToF64 if is_generic => double(),
            Op::ToF32 if is_generic => cast(double().tokens, "f32"),
            _ => cast(self.within(of, Prec::Cast, None), if op == Op::ToF64 { "f64" } else { "f32" }),
        }
    }

    /// Where the neighbours don't say, the function does, if it knows but one float type.
    pub(super) fn or_the_only(&self, float: Option<&FloatType>) -> Option<FloatType> {
        let mut only = float.cloned();
        if only.is_none() {
            let params = self.function.params.iter().map(|param| &self.function.var(param.var).ty);
            for ty in params.chain([&self.function.result]) {
                let (Type::Float(one) | Type::Tangents(one, _)) = ty.leaf() else { continue };
                match &only {
                    Some(other) if other != one => return None,
                    _ => only = Some(one.clone()),
                }
            }
        }
        only
    }
}
