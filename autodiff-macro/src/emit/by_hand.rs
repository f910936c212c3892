//! `g_pullback_for` around a pullback that the user wrote by hand.

use super::Printer;
use super::spans::user_ident;
use crate::ir::{Param, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What [`crate::custom`] knows of it besides its signature.
pub(crate) struct ByHand {
    /// `g_pullback`
    pub(crate) pullback: Ident,
    /// Whether its closure takes the cotangent by reference.
    pub(crate) cotangent_by_ref: bool,
}

impl Printer<'_> {
    pub(super) fn by_hand(&self, by_hand: &ByHand) -> TokenStream {
        let joint = self.function.params.iter().any(|param| param.by_ref(self.function));
        let mut attributes = self.attributes_of(&self.by_hand_docs(&by_hand.pullback, joint));
        attributes.extend(quote!(#[allow(impl_trait_redundant_captures)]));
        let body = if joint { self.jointly(by_hand) } else { self.once(by_hand) };
        self.uniform(&attributes, &|_| true, body)
    }

    fn by_hand_docs(&self, pullback: &Ident, joint: bool) -> String {
        let name = super::calls::plain_name(&self.function.signature.name);
        let mut docs = format!(
            "Value and pullback of [`{name}`] by [`{pullback}`], for as many gradients as the caller asks for.\n\n\
             This is what differentiated functions call."
        );
        if joint {
            docs.push_str(&format!(
                "\n\nArguments passed by reference may change before the backward pass and are handed in again there: the\n\
                 forward pass calls [`{name}`], and each backward pass calls [`{pullback}`] anew."
            ));
        }
        docs
    }

    /// Every argument is owned: the user's pullback is called forward, and its closure kept.
    fn once(&self, by_hand: &ByHand) -> TokenStream {
        let pullback = user_ident(&by_hand.pullback);
        let (value, kept, backward) =
            (self.names.free("value"), self.names.free("pullback"), self.names.free("backward"));
        let mut before = TokenStream::new();
        let mut scratch = TokenStream::new();
        for (_, param) in self.function.differentiable_params() {
            let (name, own) = (self.argument(param), self.scratch_name(param));
            if self.is_copy(param) {
                let zero = self.zero(param, &quote!(&#name));
                scratch.extend(quote!(let mut #own = #zero;));
            } else {
                // The argument is gone by then, and a closure that is called twice must leave it zero.
                let zero = self.zero(param, &quote!(&#name));
                before.extend(quote!(let #own = #zero;));
                scratch.extend(quote!(let mut #own = ::core::clone::Clone::clone(&#own);));
            }
        }
        let args = self.function.params.iter().map(|param| self.argument(param));
        let closure = self.by_hand_closure(by_hand, &scratch, &TokenStream::new(), &quote!(#kept));
        quote! {
            #before
            let (#value, #kept) = #pullback(#(#args),*);
            let #backward = #closure;
            (#value, #backward)
        }
    }

    /// The user's closure may borrow what is handed in again: forward the primal, backward the user's pullback.
    fn jointly(&self, by_hand: &ByHand) -> TokenStream {
        let (primal, pullback) = (self.primal(), user_ident(&by_hand.pullback));
        let (value, again, backward) =
            (self.names.free("value"), self.names.free("pullback"), self.names.free("backward"));
        let mut scratch = TokenStream::new();
        for (_, param) in self.function.differentiable_params() {
            let (name, own) = (self.argument(param), self.scratch_name(param));
            let lent = if param.by_ref(self.function) { quote!(#name) } else { quote!(&#name) };
            let zero = self.zero(param, &lent);
            scratch.extend(quote!(let mut #own = #zero;));
        }
        let args = || self.function.params.iter().map(|param| self.kept_argument(param));
        let (forward, anew) = (args(), args());
        let call = quote!(let (_, #again) = #pullback(#(#anew),*););
        let closure = self.by_hand_closure(by_hand, &scratch, &call, &quote!(#again));
        quote! {
            let #value = #primal(#(#forward),*);
            let #backward = #closure;
            (#value, #backward)
        }
    }

    fn by_hand_closure(
        &self,
        by_hand: &ByHand,
        scratch: &TokenStream,
        call: &TokenStream,
        pullback: &TokenStream,
    ) -> TokenStream {
        let runtime = self.runtime();
        let cotangent = self.names.free("d_value");
        let handed = if by_hand.cotangent_by_ref {
            quote!(#cotangent)
        } else if self.function.result.is_copy() {
            quote!(*#cotangent)
        } else {
            quote!(::core::clone::Clone::clone(#cotangent))
        };
        let mut patterns = vec![quote!(#cotangent)];
        let mut choices = TokenStream::new();
        let mut slots = Vec::new();
        for param in &self.function.params {
            let value = if param.by_ref(self.function) { self.argument(param) } else { quote!(_) };
            if !param.differentiable {
                patterns.push(quote!((#value, _)));
                continue;
            }
            let (slot, own, flag) = (self.slot_name(param), self.scratch_name(param), user_ident(&param.flag));
            let accumulator = self.accumulator(param);
            patterns.push(quote!((#value, mut #slot)));
            choices.extend(quote! {
                let #slot: &mut #accumulator = match #flag::slot(&mut #slot) {
                    #runtime::private::Some(#slot) => &mut **#slot,
                    #runtime::private::None => &mut #own,
                };
            });
            slots.push(slot);
        }
        let takes = self.closure_takes();
        quote! {
            move |#(#patterns: #takes),*| {
                #scratch
                #choices
                #call
                #pullback(#handed, #(#slots),*);
            }
        }
    }

    /// A zero gradient for a slot that nobody reads; nothing is allocated where somebody does.
    fn zero(&self, param: &Param, lent: &TokenStream) -> TokenStream {
        let (runtime, flag) = (self.runtime(), user_ident(&param.flag));
        let zero = quote!(#runtime::private::zero_like(#lent));
        match self.function.var(param.var).ty.gradient() {
            Type::Vec(_) => quote!(if #flag::ACTIVE { #runtime::private::Vec::new() } else { #zero }),
            _ => zero,
        }
    }

    /// An argument that is needed again later.
    fn kept_argument(&self, param: &Param) -> TokenStream {
        let name = self.argument(param);
        if self.is_copy(param) { name } else { quote!(::core::clone::Clone::clone(&#name)) }
    }

    fn is_copy(&self, param: &Param) -> bool {
        self.function.var(param.var).ty.is_copy()
    }

    fn slot_name(&self, param: &Param) -> Ident {
        self.prefixed("d", param)
    }

    fn scratch_name(&self, param: &Param) -> Ident {
        self.prefixed("scratch", param)
    }

    /// The same each time: unlike [`super::names::Names::free`], which takes the name.
    fn prefixed(&self, prefix: &str, param: &Param) -> Ident {
        let name = super::calls::plain_name(&self.name(param.var));
        Ident::new(&format!("{prefix}_{name}"), proc_macro2::Span::mixed_site())
    }
}
