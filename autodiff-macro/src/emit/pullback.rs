//! `f_pullback`: the documented shape for calls by hand, capturing its arguments; a thin wrapper of `f_pullback_for`.

use super::Printer;
use super::calls::plain_name;
use super::spans::user;
use super::types::{erase_lifetimes, name_lifetimes};
use crate::ir::{Companion, CompanionBody, Kind, Param, Type};
use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

impl Printer<'_> {
    pub(super) fn pullback(&self, companion: &Companion) -> TokenStream {
        let attributes = self.attributes(companion);
        let signature = &self.function.signature;
        let visibility = user(&signature.visibility);
        let name = self.companion_name(Kind::Pullback);

        let fresh = self.fresh_lifetime();
        let mut has_elided = false;
        let mut params = Vec::new();
        for param in &self.function.params {
            if param.is_lent(self.function) {
                // The closure has no part in it: it goes back to the caller at once.
                params.push(self.param_of_type(param, &erase_lifetimes(&user(&param.named)), false));
                continue;
            }
            let (ty, named) = name_lifetimes(&user(&param.named), &fresh);
            has_elided |= named;
            params.push(self.param_of_type(param, &ty, false));
        }
        let added: Vec<_> = has_elided.then(|| fresh.clone()).into_iter().collect();
        let generics = self.generics(added.clone(), self.hidden());

        let lifetimes: Vec<_> = signature.generics.lifetime_names.iter().map(user).chain(added).collect();
        let has_lent = self.function.params.iter().any(|param| param.is_lent(self.function));
        // Without a lifetime, every edition captures what there is.
        let captures = (has_lent || !lifetimes.is_empty()).then(|| {
            let types = [self.captured_around(), self.type_names(), self.hidden_names()].concat();
            let all = lifetimes.iter().chain(&types);
            quote!(+ use<#(#all),*>)
        });
        let takes = self.takes();
        let (result, where_clause) = (self.result(), self.where_clause());
        let body = match &companion.body {
            CompanionBody::Diverging => self.diverging_pair(&takes),
            _ => self.through_pullback_for(&takes),
        };
        let body = match signature.is_declaration() {
            true => quote!(;),
            false => quote!({ #body }),
        };
        quote! {
            #attributes
            #visibility fn #name #generics (#(#params),*)
                -> (#result, impl ::core::ops::Fn(#(#takes),*) #captures)
            #where_clause #body
        }
    }

    /// The types of the closure's parameters: the cotangent, then an accumulator for each differentiable parameter.
    fn takes(&self) -> Vec<TokenStream> {
        let cotangent = self.function.has_cotangent().then(|| self.cotangent());
        let accumulators = self.function.differentiable_params().map(|(_, param)| {
            let accumulator = self.accumulator(param);
            quote!(&mut #accumulator)
        });
        cotangent.into_iter().chain(accumulators).collect()
    }

    fn through_pullback_for(&self, takes: &[TokenStream]) -> TokenStream {
        let (runtime, signature) = (self.runtime(), &self.function.signature);
        let pullback_for = self.other(Kind::PullbackFor);
        let is_free = signature.owner.is_none();
        let types = self.type_names();
        let hidden = &signature.generics.hidden;
        let inferred = usize::from(is_free) + self.function.params.len() + hidden.len();
        let inferred = (0..inferred).map(|_| quote!(_));
        let turbofish = (!types.is_empty()).then(|| quote!(::<#(#types,)* #(#inferred),*>));
        let args = self.function.params.iter().enumerate().map(|(index, param)| {
            let flag = Ident::new(if param.differentiable { "Active" } else { "Inactive" }, Span::call_site());
            let name = self.argument(param);
            match is_free || index > 0 {
                true => quote!((#runtime::private::#flag, #name)),
                false => quote!(#name, #runtime::private::#flag),
            }
        });
        let primal = is_free.then(|| self.primal());
        let args = primal.into_iter().chain(args);

        let (value, pullback) = (self.names.free("value"), self.names.free("pullback"));
        let mut patterns = Vec::new();
        let mut hands_on = Vec::new();
        let mut checks = TokenStream::new();
        let mut counted = TokenStream::new();
        if self.function.has_cotangent() {
            let cotangent = self.names.free("d_value");
            hands_on.push(match self.function.result {
                Type::Vec(_) => {
                    let length = self.names.free("length");
                    checks.extend(quote!(#runtime::private::check_len("value", #length, #cotangent.len());));
                    counted.extend(quote!(let #length = #value.len();));
                    quote!(#cotangent)
                }
                _ => quote!(&#cotangent),
            });
            patterns.push(quote!(#cotangent));
        }
        for param in &self.function.params {
            let slot = param.differentiable.then(|| self.accumulator_name(param));
            let value = match param.by_ref(self.function) {
                true => self.argument(param),
                false if self.is_marked(param) => quote!(#runtime::private::Lent),
                false => quote!(()),
            };
            if let (Some(slot), Type::Slice(_), true) =
                (&slot, self.function.var(param.var).ty.accumulator(), self.function.var(param.var).ty.is_ref())
            {
                let name = self.name(param.var);
                let text = plain_name(&name);
                let length = match param.is_lent(self.function) {
                    // Its memory is the caller's again when the closure is called.
                    true => {
                        let length = self.names.free(&format!("{text}_len"));
                        counted.extend(quote!(let #length = #name.len();));
                        quote!(#length)
                    }
                    false => quote!(#value.len()),
                };
                checks.extend(quote!(#runtime::private::check_len(#text, #length, #slot.len());));
            }
            hands_on.push(match &slot {
                Some(slot) => quote!((#value, #slot)),
                None => quote!((#value, ())),
            });
            patterns.extend(slot.map(|slot| quote!(#slot)));
        }
        let closure = match checks.is_empty() {
            true => quote!(#pullback(#(#hands_on),*)),
            false => quote!({ #checks #pullback(#(#hands_on),*) }),
        };
        quote! {
            let (#value, #pullback) = #pullback_for #turbofish(#(#args),*);
            #counted
            (#value, move |#(#patterns: #takes),*| #closure)
        }
    }

    fn accumulator_name(&self, param: &Param) -> Ident {
        self.names.free(&format!("d_{}", plain_name(&self.name(param.var))))
    }

    /// `'a`, or the next letter that the user left free.
    pub(super) fn fresh_lifetime(&self) -> TokenStream {
        let taken: Vec<String> =
            self.function.signature.generics.lifetime_names.iter().map(ToString::to_string).collect();
        // A block around the function may be over lifetimes that can't be seen from here: not over one of this name.
        let letters = ('a'..='z').map(|letter| letter.to_string());
        let in_block = self.function.signature.owner.is_some();
        let mut wishes = letters.filter(|_| !in_block).chain((0..).map(|n| format!("args{n}")));
        let free = wishes.find(|wish| !taken.contains(&format!("'{wish}"))).unwrap_or_default();
        let tick = Punct::new('\'', Spacing::Joint);
        let letter = Ident::new(&free, Span::call_site());
        [TokenTree::Punct(tick), TokenTree::Ident(letter)].into_iter().collect()
    }
}
