//! Calls by name, with and without their backward pass, and the backward calls.

use super::Printer;
use super::precedence::Prec;
use super::spans::{user, user_ident};
use crate::ir::{Call, Callee, Expr, Flag, Form, Place, Pull, PullArg, Slot, Step, Type};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

impl Printer<'_> {
    pub(super) fn call(&self, call: &Call) -> TokenStream {
        if let Some(tokens) = self.forward_call(call) {
            return tokens;
        }
        match call.pullback {
            _ if call.second => self.second_call(call),
            Some(pullback) => {
                let span = self.span();
                let tokens = self.uniform_call(call, "pullback_for", &[]);
                let pullback = self.name(pullback);
                let result = match call.result {
                    Some(result) if self.is_used(result) => self.pattern_of(result),
                    Some(_) => quote_spanned!(span=> _),
                    // Taken for a call that returns nothing: a value would have a cotangent.
                    None => quote_spanned!(span=> ()),
                };
                quote_spanned!(span=> let (#result, #pullback) = #tokens;)
            }
            None => self.plain(call),
        }
    }

    fn plain(&self, call: &Call) -> TokenStream {
        let span = self.span();
        let callee = &call.callee;
        let (prefix, name, turbofish) = (user(&callee.prefix), user_ident(&callee.name), user(&callee.turbofish));
        let tokens = match (callee.form, call.args.split_first()) {
            (Form::Method { held }, Some((receiver, args))) => {
                let receiver = self.called_on(&receiver.value, held);
                let args = args.iter().map(|arg| self.expr(&arg.value, None));
                quote_spanned!(span=> #receiver.#name #turbofish(#(#args),*))
            }
            (Form::Operator(operator), _) => self.operator(operator, call),
            _ => {
                let args = call.args.iter().map(|arg| self.expr(&arg.value, None));
                quote_spanned!(span=> #prefix #name #turbofish(#(#args),*))
            }
        };
        match call.result {
            Some(result) => {
                let pattern = self.pattern_of(result);
                let annotation = self.function.var(result).annotation.as_ref().map(|ty| {
                    let ty = user(ty);
                    quote_spanned!(span=> : #ty)
                });
                quote_spanned!(span=> let #pattern #annotation = #tokens;)
            }
            None => quote_spanned!(span=> #tokens;),
        }
    }

    /// `g_pullback_for(g, (Active, x), (Inactive, n))`; in forward mode with the tangent behind each argument.
    pub(super) fn uniform_call(&self, call: &Call, suffix: &str, tangents: &[TokenStream]) -> TokenStream {
        let (span, runtime) = (self.span(), self.runtime());
        let callee = &call.callee;
        let (prefix, name, turbofish) = (user(&callee.prefix), user_ident(&callee.name), user(&callee.turbofish));
        let companion = Ident::new(&format!("{}_{suffix}", plain_name(&callee.name)), name.span());
        let inferred = inferred(callee, call.args.len());
        let args = call.args.iter().enumerate().map(|(index, arg)| {
            let flag = match arg.flag {
                Flag::Active => quote_spanned!(span=> #runtime::private::Active),
                Flag::Inactive => quote_spanned!(span=> #runtime::private::Inactive),
                open => {
                    let flag = self.open_flag(open);
                    quote_spanned!(span=> #flag::FLAG)
                }
            };
            let is_first = index == 0 && callee.form != Form::Free;
            if let (Flag::Any(_), Some(tangent), false) = (arg.flag, tangents.get(index), is_first) {
                let value = self.expr(&arg.value, None);
                return quote_spanned!(span=> #runtime::private::dual(#flag, #value, || #tangent));
            }
            let value = self.handed_in(call, index);
            let tangent = tangents.get(index).map(|tangent| quote_spanned!(span=> , #tangent));
            match (callee.form, index) {
                (Form::Method { .. }, 0) => quote!(#flag #tangent),
                (Form::Associated | Form::Operator(_), 0) => quote_spanned!(span=> #value, #flag #tangent),
                _ => quote_spanned!(span=> (#flag, #value #tangent)),
            }
        });
        match (callee.form, call.args.first()) {
            (Form::Method { .. }, Some(receiver)) => {
                let receiver = self.called_on(&receiver.value, false);
                quote_spanned!(span=> #receiver.#companion #inferred(#(#args),*))
            }
            (Form::Associated, _) => quote_spanned!(span=> #prefix #companion #inferred(#(#args),*)),
            (Form::Operator(operator), _) => {
                let companion = self.operator_companion(operator, suffix);
                quote_spanned!(span=> #companion(#(#args),*))
            }
            _ => {
                let primal = quote!(#prefix #name #turbofish);
                quote_spanned!(span=> #prefix #companion #inferred(#primal, #(#args),*))
            }
        }
    }

    /// What stands in front of the dot. `held`: what can only be read of it is called.
    fn called_on(&self, receiver: &Expr, held: bool) -> TokenStream {
        let span = self.span();
        let Expr::Borrow { mutable, place } = receiver else { return self.receiver(receiver, None) };
        let whole = Place { base: place.base, path: place.path.clone() };
        match held {
            true => {
                let lent = self.expr(&Expr::Borrow { mutable: false, place: whole }, None);
                quote_spanned!(span=> (#lent))
            }
            // The dot looks through a reference by itself.
            false if matches!(place.path.as_slice(), [Step::Deref]) => {
                self.within(&Expr::Var(place.base), Prec::Postfix, None)
            }
            false if *mutable => self.written(place).within(Prec::Postfix),
            false => self.place(place).within(Prec::Postfix),
        }
    }

    /// `h_pullback(&d_h, (x, &mut d_x), (n, ()));`
    pub(super) fn pull(&self, pull: &Pull) -> TokenStream {
        let span = self.span();
        let pullback = self.name(pull.pullback);
        let cotangent = pull.cotangent.iter().map(|cotangent| self.lent(cotangent));
        let args = pull.args.iter().map(|arg| self.pull_arg(arg));
        let args = cotangent.chain(args);
        quote_spanned!(span=> #pullback(#(#args),*);)
    }

    fn pull_arg(&self, arg: &PullArg) -> TokenStream {
        let span = self.span();
        let value = match &arg.value {
            Some(value) => self.where_there(arg.under[0], self.expr(value, None)),
            None => quote_spanned!(span=> ()),
        };
        let slot = match &arg.slot {
            Slot::Inactive => quote_spanned!(span=> ()),
            Slot::Into(place) | Slot::InOut(place) => self.mutably(place),
            Slot::Lend { param, slot, path } => {
                let part = self.written(&Place { base: *slot, path: path.clone() }).tokens;
                let part = if path.is_empty() { part } else { quote_spanned!(span=> &mut #part) };
                let (flag, slot) = (self.flag(*param), self.name(*slot));
                quote_spanned!(span=> #flag::lend(&mut #slot, |#slot| #part))
            }
        };
        let slot = self.where_there(arg.under[1], slot);
        quote_spanned!(span=> (#value, #slot))
    }

    /// `&value`; what is a reference already is handed on.
    fn lent(&self, value: &Expr) -> TokenStream {
        let span = self.span();
        let whole = |place: &Place| place.is_whole() || matches!(place.path.as_slice(), [Step::Deref]);
        match value {
            Expr::Borrow { .. } => return self.expr(value, None),
            Expr::Var(base) if self.is_shared_ref(&Place::var(*base)) => return self.expr(value, None),
            Expr::Load(place) if whole(place) && self.is_shared_ref(place) => {
                let name = self.name(place.base);
                return quote!(#name);
            }
            _ => {}
        }
        let value = self.within(value, Prec::Unary, None);
        quote_spanned!(span=> &#value)
    }

    fn is_shared_ref(&self, place: &Place) -> bool {
        matches!(self.function.var(place.base).ty, Type::Ref { mutable: false, .. }) && !self.is_unwrapped(place)
    }
}

/// Where the user named the generic arguments, the companion's own follow: a flag for each argument, and the primal.
fn inferred(callee: &Callee, args: usize) -> TokenStream {
    if callee.generics == 0 {
        return user(&callee.turbofish);
    }
    let mut written: Vec<_> = user(&callee.turbofish).into_iter().collect();
    // `:: < … >`, perhaps with a comma at the end.
    written.pop();
    if matches!(written.last(), Some(proc_macro2::TokenTree::Punct(punct)) if punct.as_char() == ',') {
        written.pop();
    }
    let holes = (0..args + usize::from(callee.form == Form::Free)).map(|_| quote!(_));
    quote!(#(#written)*, #(#holes),*>)
}

/// Without the `r#` of a raw identifier.
pub(super) fn plain_name(name: &Ident) -> String {
    let text = name.to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}
