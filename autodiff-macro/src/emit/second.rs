//! Second order: calls of `g_hvp_for`, and what `g_hvp_for` has besides what every `g_pullback_for` has. Each parameter is
//! followed by its tangent, which is there where the flag of the parameter says so.

use super::Printer;
use super::spans::{user, user_ident};
use super::types::behind_reference;
use crate::ir::{Call, Flag, Form, Kind, Param};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Printer<'_> {
    /// `f_pullback_for`, or the same of forward mode.
    pub(super) fn kind_for(&self) -> Kind {
        match self.function.value_alone {
            Some(_) => Kind::HvpFor,
            None => Kind::PullbackFor,
        }
    }

    /// The user's own parameters.
    pub(super) fn own_params(&self) -> impl Iterator<Item = &Param> {
        self.function.params.iter().filter(|param| !param.is_tangent)
    }

    /// `let (pair, g_pullback) = g_hvp_for(g, (Active, x), (Active, d_x), (Inactive, n), (Inactive, ()));`
    pub(super) fn second_call(&self, call: &Call) -> TokenStream {
        let span = self.span();
        let tokens = self.uniform_call(call, "hvp_for", &[]);
        let pullback = match call.pullback {
            Some(pullback) => {
                let name = self.name(pullback);
                quote!(#name)
            }
            None => quote_spanned!(span=> _),
        };
        let result = match call.result {
            Some(result) if self.is_used(result) => self.pattern_of(result),
            Some(_) => quote_spanned!(span=> _),
            None => quote_spanned!(span=> ((), ())),
        };
        quote_spanned!(span=> let (#result, #pullback) = #tokens;)
    }

    /// An argument; a tangent only where there is one.
    pub(super) fn handed_in(&self, call: &Call, index: usize) -> TokenStream {
        let value = &call.args[index].value;
        if !call.second || index.is_multiple_of(2) {
            return self.expr(value, None);
        }
        let flag = call.args[index - 1].flag;
        if flag == Flag::Inactive {
            let span = self.span();
            return quote_spanned!(span=> ());
        }
        let is_receiver = index == 1 && matches!(call.callee.form, Form::Method { .. });
        let value = self.handed_over(Some(value), is_receiver);
        self.where_there(Some(flag), value)
    }

    /// `X::with(|| value)`, where only our own caller knows whether there is one.
    pub(super) fn where_there(&self, flag: Option<Flag>, value: TokenStream) -> TokenStream {
        match flag {
            None | Some(Flag::Active | Flag::Inactive) => value,
            Some(open) => {
                let (span, flag) = (self.span(), self.open_flag(open));
                quote_spanned!(span=> #flag::with(|| #value))
            }
        }
    }

    /// What a flag goes by that only our caller knows.
    pub(super) fn open_flag(&self, flag: Flag) -> TokenStream {
        let span = self.span();
        match flag {
            Flag::Of(param) => {
                let flag = self.flag(param);
                quote_spanned!(span=> #flag)
            }
            Flag::Any(params) => self.any_flag(params),
            Flag::Active | Flag::Inactive => TokenStream::new(),
        }
    }

    /// The type of a parameter: of a tangent, `X::Slot<T>`, where `X` is the flag of the parameter in front of it.
    pub(super) fn type_where_there(&self, index: usize, ty: TokenStream) -> TokenStream {
        match (self.function.params.get(index), index.checked_sub(1).map(|before| &self.function.params[before])) {
            (Some(param), Some(of)) if param.is_tangent => {
                let flag = user_ident(&of.flag);
                quote!(#flag::Slot<#ty>)
            }
            _ => ty,
        }
    }

    /// The parameter or, with it, its tangent, which takes its place from it where it is not there.
    pub(super) fn with_its_tangent(&self, index: usize, is_read: &dyn Fn(&Param) -> bool) -> bool {
        let params = &self.function.params;
        let tangent = params.get(index + 1).filter(|next| next.is_tangent && next.differentiable);
        is_read(&params[index]) || tangent.is_some_and(is_read)
    }

    /// `let d_x = X::tangent(d_x, || x);`, for each tangent that `is_read`: what stands for one that is not there is never
    /// read.
    pub(super) fn taken_out(&self, is_read: &dyn Fn(&Param) -> bool, again: bool) -> TokenStream {
        let mut stmts = TokenStream::new();
        for pair in self.function.params.windows(2) {
            let [of, param] = pair else { continue };
            if !param.is_tangent || !param.differentiable || !is_read(param) {
                continue;
            }
            let (pattern, name, flag) = (self.pattern_of(param.var), self.name(param.var), user_ident(&of.flag));
            let value = self.name(of.var);
            if again && !param.by_ref(self.function) {
                continue;
            }
            stmts.extend(if param.is_lent(self.function) {
                quote!(let #pattern = #flag::written(#name);)
            } else if param.by_ref(self.function) {
                let absent = self.names.free("absent");
                let behind = super::types::erase_lifetimes(&behind_reference(&user(&param.named)));
                quote! {
                    let #absent = ::core::option::Option::Some(#value);
                    let #pattern = #flag::lent::<#behind, _>(&#name, &#absent);
                }
            } else if self.function.var(param.var).ty.is_copy() {
                quote!(let #pattern = #flag::tangent(#name, || #value);)
            } else {
                quote!(let #pattern = #flag::tangent(#name, || ::core::clone::Clone::clone(&#value));)
            });
        }
        stmts
    }
}
