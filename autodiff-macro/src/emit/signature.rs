//! What stands in front of a companion's body.

use super::Printer;
use super::calls::plain_name;
use super::spans::{at, braced, user, user_ident};
use super::types;
use crate::ir::{Kind, Param, Type};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

impl Printer<'_> {
    pub(super) fn companion_name(&self, kind: Kind) -> Ident {
        let name = &self.function.signature.name;
        Ident::new(&format!("{}_{}", plain_name(name), kind.suffix()), at(name.span()))
    }

    /// `x: &[f64]`, as written.
    pub(super) fn params(&self) -> Vec<TokenStream> {
        self.function.params.iter().map(|param| self.param(param, true)).collect()
    }

    pub(super) fn param(&self, param: &Param, may_be_mutable: bool) -> TokenStream {
        self.param_of_type(param, &user(&param.ty), may_be_mutable)
    }

    pub(super) fn param_of_type(&self, param: &Param, ty: &TokenStream, may_be_mutable: bool) -> TokenStream {
        let name = if may_be_mutable { self.pattern_of(param.var) } else { self.argument(param) };
        match param.is_receiver(self.function) {
            true => receiver(ty, &name),
            false => quote!(#name: #ty),
        }
    }

    /// Of a method, `&mut self`, and what else an associated function may be called on: a call by a dot does not tell which it
    /// is, and is held to it.
    pub(super) fn is_marked(&self, param: &Param) -> bool {
        self.function.signature.owner.is_some()
            && param.is_lent(self.function)
            && self.function.param_of(param.var) == Some(0)
    }

    /// The name of a parameter, handed on.
    pub(super) fn argument(&self, param: &Param) -> TokenStream {
        let name = self.name(param.var);
        quote!(#name)
    }

    /// `<'a, T: Float>`, with what a companion adds behind.
    pub(super) fn generics(&self, lifetimes: Vec<TokenStream>, types: Vec<TokenStream>) -> TokenStream {
        let own = &self.function.signature.generics;
        let own_lifetimes = own.lifetimes.iter().map(user);
        let own_types = own.types.iter().map(user);
        let all: Vec<_> = own_lifetimes.chain(lifetimes).chain(own_types).chain(types).collect();
        if all.is_empty() { TokenStream::new() } else { quote!(<#(#all),*>) }
    }

    /// That a trait which makes a type parameter a float is num-traits' `Float`, or asks for it.
    pub(super) fn is_float(&self, bound: &TokenStream) -> TokenStream {
        let (bound, runtime) = (user(bound), self.runtime());
        let span = bound.clone().into_iter().next().map_or(self.span(), |first| at(first.span()));
        let of = quote_spanned!(span=> T);
        quote! {
            const _: fn() = {
                fn bound<T: #bound>() { #runtime::private::generic_float::<#of>() }
                bound::<f64>
            };
        }
    }

    /// The same of the bounds in the signature, each once. It stands beside the companions, where these names mean what they
    /// do there.
    pub(super) fn bounds(&self) -> TokenStream {
        let floats = &self.function.signature.generics.floats;
        let is_first = |at: usize| {
            let text = floats[at].bound.to_string();
            !floats[..at].iter().any(|float| float.bound.to_string() == text)
        };
        (0..floats.len()).filter(|&at| is_first(at)).map(|at| self.is_float(&floats[at].bound)).collect()
    }

    /// What a trait declares for implementors alone leaves it usable as `dyn`.
    pub(super) fn where_clause(&self) -> TokenStream {
        let clause = user(&self.function.signature.generics.where_clause);
        match (self.function.signature.is_declaration(), clause.is_empty()) {
            (false, _) => clause,
            (true, true) => quote!(where Self: ::core::marker::Sized),
            (true, false) => quote!(#clause, Self: ::core::marker::Sized),
        }
    }

    /// `{ body }`, or `;`
    pub(super) fn body(&self, body: TokenStream) -> TokenStream {
        match self.function.signature.is_declaration() {
            true => quote!(;),
            false => braced(body, self.span()),
        }
    }

    /// Another companion, as this one calls it.
    pub(super) fn other(&self, kind: Kind) -> TokenStream {
        let name = self.companion_name(kind);
        if self.function.signature.owner.is_some() { quote!(Self::#name) } else { quote!(#name) }
    }

    /// The type parameters around the function.
    pub(super) fn captured_around(&self) -> Vec<TokenStream> {
        self.function.signature.owner.iter().flat_map(|owner| owner.captured.iter().map(user)).collect()
    }

    pub(super) fn type_names(&self) -> Vec<TokenStream> {
        self.function.signature.generics.type_names.iter().map(user).collect()
    }

    /// `G: Fn(f64) -> f64`, for each `impl Fn(f64) -> f64` among the parameters.
    pub(super) fn hidden(&self) -> Vec<TokenStream> {
        let hidden = self.function.signature.generics.hidden.iter().map(|hidden| {
            let (name, bounds) = (user_ident(&hidden.name), user(&hidden.bounds));
            quote!(#name: #bounds)
        });
        hidden.collect()
    }

    pub(super) fn hidden_names(&self) -> Vec<TokenStream> {
        let names = self.function.signature.generics.hidden.iter().map(|hidden| user_ident(&hidden.name));
        names.map(|name| quote!(#name)).collect()
    }

    /// The user's function as a value: `f`, `f::<T>`. Hygienic, so that no parameter of its name is meant.
    pub(super) fn primal(&self) -> TokenStream {
        let name = user_ident(&self.function.signature.name);
        let mut name = name;
        name.set_span(super::spans::hygienic(name.span()));
        let types = self.type_names();
        if types.is_empty() { quote!(#name) } else { quote!(#name::<#(#types),*>) }
    }

    /// The result as written, `()` where nothing is.
    pub(super) fn result(&self) -> TokenStream {
        let result = user(&self.function.signature.result);
        if result.is_empty() { quote!(()) } else { result }
    }

    pub(super) fn gradient(&self, param: &Param) -> TokenStream {
        types::gradient(self.function, param, self.runtime())
    }

    pub(super) fn accumulator(&self, param: &Param) -> TokenStream {
        types::accumulator(self.function, param, self.runtime())
    }

    /// What a closure takes for a cotangent, as `f_pullback_for` has it: always behind a reference.
    pub(super) fn cotangent_behind_reference(&self) -> TokenStream {
        let ty = match self.function.result.accumulator() {
            Type::Slice(of) => self.ty(&Type::Slice(of)),
            _ => None,
        };
        let ty = ty.unwrap_or_else(|| types::erase_lifetimes(&self.result()));
        quote!(&#ty)
    }

    /// As `f_pullback` has it: by value, but for a `Vec`.
    pub(super) fn cotangent(&self) -> TokenStream {
        match &self.function.result {
            Type::Vec(_) => self.cotangent_behind_reference(),
            _ => types::erase_lifetimes(&self.result()),
        }
    }
}

/// `&'a mut self`, of the type `&'a mut Self`; `self` of `Self`.
fn receiver(ty: &TokenStream, name: &TokenStream) -> TokenStream {
    let mut reference: Vec<_> = ty.clone().into_iter().collect();
    match reference.pop() {
        Some(TokenTree::Ident(last)) if last == "Self" => quote!(#(#reference)* #name),
        // By value, of a type that is a reference.
        _ => quote!(#name),
    }
}
