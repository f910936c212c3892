//! The boxed pullback of a function that calls itself: `f_pullback_boxed` does the work, and `f_pullback_for` gives it the
//! shape that callers ask for.

use super::Printer;
use super::calls::plain_name;
use super::spans::{at, user, user_ident};
use super::types::{behind_reference, erase_lifetimes};
use crate::ir::{Kind, Param};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

impl Printer<'_> {
    pub(super) fn boxed_name(&self) -> Ident {
        let name = &self.function.signature.name;
        Ident::new(&format!("{}_pullback_boxed", plain_name(name)), at(name.span()))
    }

    /// A pullback as `f_pullback_boxed`, or as `f_pullback_for` returns it.
    pub(super) fn boxed(&self, pullback: TokenStream) -> TokenStream {
        let runtime = self.runtime();
        match self.function.signature.boxed {
            true => quote!(#runtime::private::Box::new(#pullback)),
            false => pullback,
        }
    }

    /// `Box<dyn Pullback3<Cotangent<f64>, ByValue<X, f64>, Discrete<N>>>`
    pub(super) fn boxed_type(&self) -> TokenStream {
        let runtime = self.runtime();
        let cotangent = self.function.has_cotangent().then(|| {
            let ty = behind_reference(&self.cotangent_behind_reference());
            quote!(#runtime::private::recursive::Cotangent<#ty>)
        });
        let handed: Vec<_> =
            cotangent.into_iter().chain(self.function.params.iter().map(|param| self.handed(param))).collect();
        let name = self.pullback_trait(handed.len());
        quote!(#runtime::private::Box<dyn #name<#(#handed),*>>)
    }

    fn pullback_trait(&self, arguments: usize) -> TokenStream {
        let (runtime, name) = (self.runtime(), format_ident!("Pullback{arguments}"));
        quote!(#runtime::private::recursive::#name)
    }

    fn handed(&self, param: &Param) -> TokenStream {
        let (runtime, flag) = (self.runtime(), user_ident(&param.flag));
        let carries = param.differentiable || self.function.var(param.var).ty.leaf().is_float();
        let behind = || erase_lifetimes(&behind_reference(&user(&param.named)));
        let kind = match (param.by_ref(self.function), carries) {
            (true, true) => {
                let (behind, into) = (behind(), self.accumulator(param));
                quote!(ByReference<#flag, #behind, #into>)
            }
            (true, false) => {
                let behind = behind();
                quote!(DiscreteReference<#flag, #behind>)
            }
            (false, true) if self.is_marked(param) => {
                let into = self.accumulator(param);
                quote!(ByDot<#flag, #into>)
            }
            (false, true) => {
                let into = self.accumulator(param);
                quote!(ByValue<#flag, #into>)
            }
            (false, false) => quote!(Discrete<#flag>),
        };
        quote!(#runtime::private::recursive::#kind)
    }

    /// `f_pullback_for` around it.
    pub(super) fn around_boxed(
        &self,
        attributes: &TokenStream,
        generics: &TokenStream,
        primal_type: &TokenStream,
        pullback: &TokenStream,
    ) -> TokenStream {
        let visibility = user(&self.function.signature.visibility);
        let (name, boxed) = (self.companion_name(Kind::PullbackFor), self.boxed_name());
        let is_free = self.function.signature.owner.is_none();
        let (primal, value, kept) = (self.names.free("primal"), self.names.free("value"), self.names.free("pullback"));
        let (mut params, mut args) = (Vec::new(), Vec::new());
        if is_free {
            params.push(quote!(#primal: #primal_type));
            args.push(quote!(#primal));
        }
        for (index, param) in self.function.params.iter().enumerate() {
            let (flag, ty) = (user_ident(&param.flag), user(&param.named));
            let (name, wish) = (self.argument(param), self.names.free("flag"));
            let is_first = index == 0 && !is_free;
            params.push(match is_first {
                true => {
                    let first = self.param_of_type(param, &ty, false);
                    quote!(#first, #wish: #flag)
                }
                false => quote!((#wish, #name): (#flag, #ty)),
            });
            args.push(if is_first { quote!(#name, #wish) } else { quote!((#wish, #name)) });
        }
        let takes = self.closure_takes();
        let patterns: Vec<_> = takes.iter().map(|_| self.names.free("handed")).collect();
        let pull = self.pullback_trait(takes.len());
        let types = self.type_names();
        let hidden = self.hidden_names();
        let inferred = (0..self.function.params.len() + usize::from(is_free)).map(|_| quote!(_));
        let turbofish = (!types.is_empty()).then(|| quote!(::<#(#types,)* #(#hidden,)* #(#inferred),*>));
        let path = if is_free { quote!(#boxed) } else { quote!(Self::#boxed) };
        let (result, where_clause) = (self.result(), self.where_clause());
        quote! {
            #attributes
            #visibility fn #name #generics (#(#params),*) -> (#result, #pullback) #where_clause {
                let (#value, #kept) = #path #turbofish(#(#args),*);
                (#value, move |#(#patterns: #takes),*| #pull::pull(&*#kept, #(#patterns),*))
            }
        }
    }
}
