//! What stands in front of a companion's body.

use super::Printer;
use super::calls::plain_name;
use super::spans::{at, user, user_ident};
use super::types;
use crate::ir::{Kind, Param, Type};
use proc_macro2::{Ident, TokenStream};
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
        let ty = user(&param.ty);
        let name = if may_be_mutable { self.pattern_of(param.var) } else { self.argument(param) };
        quote!(#name: #ty)
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

    pub(super) fn where_clause(&self) -> TokenStream {
        user(&self.function.signature.generics.where_clause)
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
