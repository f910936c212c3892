//! Forward mode: the parameters of `f_jvp`, and `f_jvp_for`, which other differentiated functions call.

use super::Printer;
use super::precedence::Prec;
use super::spans::{joined, user, user_ident};
use super::types::name_lifetimes;
use crate::ir::{Call, Companion, CompanionBody, Expr, Flag, Form, Kind, Param, ParamSet, Place, VarId};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

impl Printer<'_> {
    /// `x: &[f64], d_x: &[f64], n: usize`: each tangent behind its parameter.
    pub(super) fn params_with_tangents(&self, companion: &Companion) -> Vec<TokenStream> {
        let mut all = Vec::new();
        for (index, param) in self.function.params.iter().enumerate() {
            let ty = self.tangent_type(param, param.var);
            all.push(self.param_of_type(param, &ty, true));
            if let Some(tangent) = tangent_of(companion, index) {
                let (pattern, ty) = (self.pattern_of(tangent), self.tangent_type(param, tangent));
                all.push(quote!(#pattern: #ty));
            }
        }
        all
    }

    /// That of the value as written; of several directions at once, the same with tangents in it.
    pub(super) fn tangent_type(&self, param: &Param, tangent: VarId) -> TokenStream {
        let ty = &self.function.var(tangent).ty;
        let in_group = ty.is_in_group().then(|| self.ty(ty)).flatten();
        in_group.unwrap_or_else(|| user(&param.ty))
    }

    pub(super) fn jvp_for(&self, companion: &Companion) -> TokenStream {
        let CompanionBody::Whole(block) = &companion.body else {
            return self.uniform_jvp(companion, &self.attributes(companion), &|_, _| TokenStream::new(), None);
        };
        let body = self.scope(|| {
            let outer = self.span();
            if let Some((before, choice)) = self.ends_in_if(block).filter(|_| block.values.len() == 2) {
                self.set_span(outer);
                return joined([before, choice]);
            }
            let stmts = self.stmts(block);
            self.set_span(outer);
            let mut values = block.values.iter().map(|value| self.of_type(value, &self.function.result));
            let (value, tangent) = (values.next(), values.next());
            let (value, tangent) = (value.unwrap_or(quote!(())), tangent.unwrap_or(quote!(())));
            joined([stmts, quote!((#value, #tangent))])
        });
        let begin = |param: &Param, tangent: VarId| match self.is_used(tangent) {
            true => self.begin(param, tangent),
            false => TokenStream::new(),
        };
        self.uniform_jvp(companion, &self.attributes(companion), &begin, Some(body))
    }

    /// `g_jvp_for` around a rule that the user wrote by hand.
    pub(super) fn jvp_by_hand(&self, companion: &Companion, jvp: &Ident) -> TokenStream {
        let name = super::calls::plain_name(&self.function.signature.name);
        let docs = format!(
            "Value and tangent of [`{name}`] by [`{jvp}`], for as many tangents as the caller has.\n\n\
             This is what differentiated functions call."
        );
        let args = self.function.params.iter().enumerate().flat_map(|(index, param)| {
            let tangent = tangent_of(companion, index).map(|tangent| self.name(tangent).into_token_stream());
            [Some(self.argument(param)), tangent].into_iter().flatten()
        });
        let jvp = user_ident(jvp);
        let call = quote!(#jvp(#(#args),*));
        let body = match self.function.has_cotangent() {
            true => call,
            false => quote!(#call; ((), ())),
        };
        self.uniform_jvp(
            companion,
            &self.attributes_of(&docs),
            &|param, tangent| self.or_zero(param, tangent),
            Some(body),
        )
    }

    /// The tangent, or zeros where there is none.
    fn or_zero(&self, param: &Param, tangent: VarId) -> TokenStream {
        let (name, value, flag) = (self.name(tangent), self.name(param.var), user_ident(&param.flag));
        let runtime = self.runtime();
        if param.is_lent(self.function) {
            return quote!(let #name = #flag::written(#name););
        }
        if !param.by_ref(self.function) {
            return quote!(let #name = #flag::tangent(#name, || #runtime::private::zero_like(&#value)););
        }
        let (zero, of) = (self.names.free("zero"), super::types::behind_reference(&user(&param.named)));
        quote! {
            let #zero = (!#flag::ACTIVE).then(|| #runtime::private::zero_like(#value));
            let #name = #flag::lent::<#of, _>(&#name, &#zero);
        }
    }

    /// The signature that every `f_jvp_for` has, around a body that returns value and tangent; none: it diverges.
    fn uniform_jvp(
        &self,
        companion: &Companion,
        attributes: &TokenStream,
        begin: &dyn Fn(&Param, VarId) -> TokenStream,
        body: Option<TokenStream>,
    ) -> TokenStream {
        let visibility = user(&self.function.signature.visibility);
        let name = self.companion_name(Kind::JvpFor);
        let is_free = self.function.signature.owner.is_none();
        let declares = self.function.signature.is_declaration();
        let (primal, primal_type) = (self.names.free("primal"), self.names.free("F"));
        let fresh = self.fresh_lifetime();
        let mut has_elided = false;
        let mut prologue = TokenStream::new();
        let mut params = Vec::new();
        for (index, param) in self.function.params.iter().enumerate() {
            // What an operator is implemented for goes by the name that the trait has for it.
            let (ty, named) = match self.is_operator() && index == 0 && !param.is_lent(self.function) {
                true => (quote!(Self), false),
                // Nothing has to stand for its tangent.
                false if param.is_lent(self.function) => (user(&param.named), false),
                false => name_lifetimes(&user(&param.named), &fresh),
            };
            has_elided |= named;
            let flag = user_ident(&param.flag);
            let begun = tangent_of(companion, index).map(|tangent| (tangent, begin(param, tangent)));
            let slot = match begun {
                Some((tangent, begun)) if !begun.is_empty() => {
                    prologue.extend(begun);
                    let name = self.name(tangent);
                    quote!(#name)
                }
                _ => quote!(_),
            };
            params.push(match index {
                0 if !is_free => {
                    let value = match declares && !param.is_receiver(self.function) {
                        true => quote!(_: #ty),
                        false => self.param_of_type(param, &ty, !declares),
                    };
                    quote!(#value, _: #flag, #slot: #flag::Slot<#ty>)
                }
                _ if declares => quote!(_: (#flag, #ty, #flag::Slot<#ty>)),
                _ => {
                    let value = self.pattern_of(param.var);
                    quote!((_, #value, #slot): (#flag, #ty, #flag::Slot<#ty>))
                }
            });
        }
        let bounds = self.primal_bounds();
        let first = is_free.then(|| quote!(#primal: #primal_type));
        let params = first.into_iter().chain(params);
        let added = self.hidden().into_iter().chain(self.flag_bounds());
        let added = added.chain(is_free.then(|| quote!(#primal_type: #bounds))).collect();
        let generics = self.generics(has_elided.then_some(fresh).into_iter().collect(), added);
        let (value, where_clause) = (self.result(), self.where_clause());
        let tangent = if self.function.has_cotangent() { value.clone() } else { quote!(()) };
        let body = match body {
            Some(body) => {
                let derived = is_free.then(|| self.is_derived(&primal));
                joined([derived.unwrap_or_default(), prologue, body])
            }
            None => {
                let unused = is_free.then(|| quote!(let _ = #primal;));
                quote!(#unused ::core::unreachable!())
            }
        };
        let head = quote! {
            #attributes
            #visibility fn #name #generics (#(#params),*) -> (#value, #tangent) #where_clause
        };
        joined([head, self.body(body)])
    }

    /// `X: Flag`, for each parameter.
    pub(super) fn flag_bounds(&self) -> Vec<TokenStream> {
        let runtime = self.runtime();
        let bound = |param: &Param| {
            let flag = user_ident(&param.flag);
            let bound = match param.differentiable {
                true if param.is_lent(self.function) => quote!(WrittenFlag),
                true => quote!(Flag),
                false => quote!(ConstantFlag),
            };
            quote!(#flag: #runtime::private::#bound)
        };
        self.function.params.iter().map(bound).collect()
    }

    /// `let d_x = X::tangent(d_x, || x);`: what stands for a tangent that is not there is never read.
    fn begin(&self, param: &Param, tangent: VarId) -> TokenStream {
        let (pattern, name, flag) = (self.pattern_of(tangent), self.name(tangent), user_ident(&param.flag));
        if param.is_lent(self.function) {
            return quote!(let #pattern = #flag::written(#name););
        }
        let value = self.name(param.var);
        let absent = match self.function.var(param.var).ty.is_copy() {
            true => quote!(#value),
            false => quote!(::core::clone::Clone::clone(&#value)),
        };
        quote!(let #pattern = #flag::tangent(#name, || #absent);)
    }

    /// `let (h, d_h) = dense_jvp_for(dense, (Inactive, x, ()), (Active, w, d_w));`
    pub(super) fn forward_call(&self, call: &Call) -> Option<TokenStream> {
        let forward = call.forward.as_ref()?;
        let span = self.span();
        let bound = |var: Option<VarId>| match var {
            Some(var) if self.is_used(var) => self.pattern_of(var),
            _ => quote_spanned!(span=> _),
        };
        let (value, tangent) = match call.result {
            Some(_) => (bound(call.result), bound(forward.result)),
            // Taken for a call that returns nothing: a value would have a tangent.
            None => (quote_spanned!(span=> ()), quote_spanned!(span=> ())),
        };
        let tangents: Vec<TokenStream> = forward
            .args
            .iter()
            .enumerate()
            .map(|(index, tangent)| {
                let is_receiver = index == 0 && matches!(call.callee.form, Form::Method { .. });
                self.handed_over(tangent.as_ref(), is_receiver)
            })
            .collect();
        let tokens = self.for_each_receiver(call, tangents);
        Some(quote_spanned!(span=> let (#value, #tangent) = #tokens;))
    }

    /// How a method takes what it is called on, and so what its tangent is handed as, rustc infers from a flag that is known:
    /// where ours is not, the call stands there twice.
    fn for_each_receiver(&self, call: &Call, mut tangents: Vec<TokenStream>) -> TokenStream {
        let span = self.span();
        let first = call.args.first().map(|first| first.flag);
        let (Some(Flag::Any(params)), false) = (first, call.callee.form == Form::Free) else {
            return self.uniform_call(call, "jvp_for", &tangents);
        };
        let with_flag = |flag: Flag, tangents: &[TokenStream]| {
            let mut call = call.clone();
            call.args[0].flag = flag;
            self.uniform_call(&call, "jvp_for", tangents)
        };
        let (active, then) = (self.any_flag(params), with_flag(Flag::Active, &tangents));
        tangents[0] = quote_spanned!(span=> ());
        let otherwise = with_flag(Flag::Inactive, &tangents);
        quote_spanned!(span=> if #active::ACTIVE { #then } else { #otherwise })
    }

    /// What a callee is handed for the tangent of an argument.
    pub(super) fn handed_over(&self, tangent: Option<&Expr>, is_receiver: bool) -> TokenStream {
        let span = self.span();
        let Some(tangent) = tangent else { return quote_spanned!(span=> ()) };
        match tangent {
            Expr::Borrow { mutable: true, .. } => self.expr(tangent, None),
            // How a method takes what it is called on, rustc knows.
            _ if is_receiver => {
                let lent = match tangent {
                    Expr::Borrow { .. } => self.expr(tangent, None),
                    Expr::Var(var) if self.function.var(*var).ty.is_ref() => self.expr(tangent, None),
                    Expr::Var(var) => self.expr(&Expr::Borrow { mutable: false, place: Place::var(*var) }, None),
                    Expr::Load(place) => {
                        let place = Place { base: place.base, path: place.path.clone() };
                        self.expr(&Expr::Borrow { mutable: false, place }, None)
                    }
                    other => {
                        let other = self.within(other, Prec::Unary, None);
                        quote_spanned!(span=> &#other)
                    }
                };
                let runtime = self.runtime();
                quote_spanned!(span=> #runtime::private::seen(#lent))
            }
            _ => self.expr(tangent, None),
        }
    }

    /// `X`, `<X::Or<W> as Flag>`: active where any of these is.
    pub(super) fn any_flag(&self, params: ParamSet) -> TokenStream {
        let (span, runtime) = (self.span(), self.runtime());
        let mut flags = params.iter(self.function.params.len()).map(|param| self.flag(param));
        let first = flags.next().map(|first: Ident| quote_spanned!(span=> #first)).unwrap_or_default();
        let mut is_one = true;
        let joined = flags.fold(first, |any, flag| {
            is_one = false;
            quote_spanned!(span=> <#any as #runtime::private::Flag>::Or<#flag>)
        });
        if is_one { joined } else { quote_spanned!(span=> <#joined as #runtime::private::Flag>) }
    }
}

/// The tangent of the parameter with this index.
fn tangent_of(companion: &Companion, index: usize) -> Option<VarId> {
    companion.extra.iter().find(|extra| extra.of == index).map(|extra| extra.var)
}
