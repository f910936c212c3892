//! `f_check`: the test that `#[differentiate(check)]` asks for.

use super::Printer;
use super::calls::plain_name;
use super::spans::{joined, user};
use super::types::erase_lifetimes;
use crate::ir::{Companion, CompanionBody, Kind, Param, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

impl Printer<'_> {
    pub(super) fn check(&self, companion: &Companion) -> TokenStream {
        let name = self.companion_name(Kind::Check);
        let body = match &companion.body {
            CompanionBody::Wrapper => joined([self.arguments(), self.checks()]),
            _ => quote!(::core::unreachable!()),
        };
        quote! {
            #[cfg(test)]
            #[::core::prelude::v1::test]
            #[allow(deprecated)]
            #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
            fn #name() { #body }
        }
    }

    /// `let w: f64 = samples.make();`, or what the user gives; of what is differentiated, one's own copy.
    fn arguments(&self) -> TokenStream {
        let (runtime, samples) = (self.runtime(), self.names.free("samples"));
        let floats = self.function.signature.generics.floats.iter().map(|float| &float.name);
        let mut stmts = quote!(#(#[allow(dead_code)] type #floats = f64;)*);
        if self.function.params.iter().any(|param| self.given(param).is_none()) {
            stmts.extend(quote!(let mut #samples = #runtime::private::Samples::default();));
        }
        for param in &self.function.params {
            let (name, ty) = (self.name(param.var), &self.function.var(param.var).ty);
            stmts.extend(match self.given(param) {
                // What stands behind `impl` can't be named.
                Some(given) if param.ty.to_string() != param.named.to_string() => quote!(let #name = #given;),
                Some(given) => {
                    let written = erase_lifetimes(&user(&param.ty));
                    quote!(let #name: #written = #given;)
                }
                None => {
                    let made = self.gradient(param);
                    quote!(let #name: #made = #samples.make();)
                }
            });
            let given = self.given(param).is_some();
            stmts.extend(match (param.differentiable, given, ty) {
                (true, true, Type::Ref { to, .. }) if matches!(**to, Type::Slice(_)) => {
                    quote!(let #name = #name.to_vec();)
                }
                (true, true, Type::Ref { .. }) => quote!(let #name = ::core::clone::Clone::clone(#name);),
                (false, false, Type::Ref { .. }) => quote!(let #name = &#name;),
                _ => TokenStream::new(),
            });
        }
        stmts
    }

    fn given(&self, param: &Param) -> Option<TokenStream> {
        let name = plain_name(&self.function.var(param.var).name);
        let given = self.function.signature.check.iter().find(|(of, _)| plain_name(of) == name);
        given.map(|(_, value)| user(value))
    }

    /// `private::check(&(x, y), |(x, y)| f(x, *y), |(d_x, d_y)| f_jvp(…).1, |(d_value,), (d_x, d_y)| …)`
    fn checks(&self) -> TokenStream {
        let [at, value, seed, pull] = ["at", "value", "d_value", "pullback"].map(|wish| self.names.free(wish));
        let (mut names, mut derivatives) = (Vec::new(), Vec::new());
        // What a call leaves behind `&mut` is a result, too.
        let (mut lent, mut d_lent, mut d_after) = (Vec::new(), Vec::new(), Vec::new());
        for (_, param) in self.function.differentiable_params() {
            let name = self.name(param.var);
            let derivative = self.names.free(&format!("d_{}", plain_name(&name)));
            if param.is_lent(self.function) {
                d_after.push(self.names.free(&format!("{derivative}_after")));
                lent.push(name.clone());
                d_lent.push(derivative.clone());
            }
            names.push(name);
            derivatives.push(derivative);
        }
        let own = |names: &[Ident]| quote!(#(let mut #names = ::core::clone::Clone::clone(#names);)*);
        let (own_values, own_tangents) = (own(&lent), own(&d_lent));
        let returned = |value: &Ident, lent: &[Ident]| {
            let value = self.function.has_cotangent().then(|| value.clone());
            let all = value.iter().chain(lent);
            quote!((#(#all,)*))
        };
        let (results, tangents, seeds) =
            (returned(&value, &lent), returned(&value, &d_lent), returned(&seed, &d_after));
        let turbofish = self.turbofish();
        let of = |kind| {
            let companion = self.other(kind);
            quote!(#companion #turbofish)
        };
        let primal = self.called_with(&self.primal(), &[]);
        let jvp = self.called_with(&of(Kind::Jvp), &derivatives);
        let pullback = self.called_with(&of(Kind::Pullback), &[]);
        let tangent = self.function.has_cotangent().then(|| quote!(let #value = #value.1;));
        let cotangent = self.function.has_cotangent().then(|| match &self.function.result {
            Type::Vec(_) => quote!(#seed),
            _ => quote!(::core::clone::Clone::clone(#seed)),
        });
        let handed = cotangent.into_iter().chain(derivatives.iter().map(|name| quote!(#name)));
        let runtime = self.runtime();
        quote! {
            let #at = (#(#names,)*);
            let (#(#names,)*) = &#at;
            #runtime::private::check(
                &#at,
                |(#(#names,)*)| {
                    #own_values
                    let #value = #primal;
                    #results
                },
                |(#(#derivatives,)*)| {
                    #own_values
                    #own_tangents
                    let #value = #jvp;
                    #tangent
                    #tangents
                },
                |#seeds, (#(#derivatives,)*)| {
                    #own_values
                    let (_, #pull) = #pullback;
                    #(*#d_lent = ::core::clone::Clone::clone(#d_after);)*
                    #pull(#(#handed),*);
                },
            );
        }
    }

    /// `f(x, *y)`, of what is borrowed; or `f_jvp(x, d_x, *y, *d_y)`.
    fn called_with(&self, callee: &TokenStream, tangents: &[Ident]) -> TokenStream {
        let (mut args, mut tangents) = (Vec::new(), tangents.iter());
        for param in &self.function.params {
            let ty = &self.function.var(param.var).ty;
            let arg = |name: &Ident| match (param.differentiable, ty) {
                (_, ty) if ty.is_mut_ref() => quote!(&mut #name),
                (_, Type::Ref { .. }) => quote!(#name),
                (true, _) => quote!(::core::clone::Clone::clone(#name)),
                (false, _) => quote!(::core::clone::Clone::clone(&#name)),
            };
            args.push(arg(&self.name(param.var)));
            if param.differentiable {
                args.extend(tangents.next().map(arg));
            }
        }
        quote!(#callee(#(#args),*))
    }
}
