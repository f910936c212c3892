//! The derivative of `f_grad` by products with the Hessian, as a rule that somebody could have written by hand: of a function
//! that calls others, whose gradient runs their pullbacks.

use super::Printer;
use super::calls::plain_name;
use super::spans::{joined, user};
use super::types::{name_lifetimes, tuple};
use crate::ir::{Kind, Param, Type};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

impl Printer<'_> {
    /// `#[pullback] fn f_grad_pullback(…)`, and where forward mode is asked for `#[jvp] fn f_grad_jvp(…)`. `options`: of these
    /// attributes.
    pub(super) fn by_products(&self, with_jvp: bool, options: &TokenStream) -> TokenStream {
        let forward = if with_jvp { self.gradient_jvp(options) } else { TokenStream::new() };
        joined([self.gradient_pullback(options), forward])
    }

    /// `(f_grad(x, y), move |d_grad, d_x, d_y| { let product = f_hvp(x, &d_grad.0, y, d_grad.1); … })`
    fn gradient_pullback(&self, options: &TokenStream) -> TokenStream {
        let (runtime, signature) = (self.runtime(), &self.function.signature);
        let fresh = self.fresh_lifetime();
        let mut has_elided = false;
        let mut params = Vec::new();
        for param in &self.function.params {
            let (ty, named) = name_lifetimes(&user(&param.named), &fresh);
            has_elided |= named;
            params.push(self.of_rule(param, &ty));
        }
        let added: Vec<_> = has_elided.then(|| fresh.clone()).into_iter().collect();
        let lifetimes = signature.generics.lifetime_names.iter().map(user).chain(added.clone());
        let captured: Vec<_> = lifetimes.chain(self.type_names()).chain(self.hidden_names()).collect();

        let of: Vec<&Param> = self.function.differentiable_params().map(|(_, param)| param).collect();
        let gradient = tuple(of.iter().map(|param| self.gradient(param)).collect());
        let [seed, product] = ["d_grad", "product"].map(|wish| self.names.free(wish));
        // As any pullback has it: by value, but for a `Vec`.
        let seed_type = match of.as_slice() {
            [one] if matches!(self.function.var(one.var).ty.gradient(), Type::Vec(_)) => {
                let accumulator = self.accumulator(one);
                quote!(&#accumulator)
            }
            _ => gradient.clone(),
        };
        let (mut slots, mut slot_types) = (Vec::new(), Vec::new());
        let (mut adds, mut directions) = (TokenStream::new(), Vec::new());
        for (at, param) in of.iter().enumerate() {
            let at = Literal::usize_unsuffixed(at);
            let part = |whole: &Ident| if of.len() == 1 { quote!(#whole) } else { quote!(#whole.#at) };
            let slot = self.names.free(&format!("d_{}", plain_name(&self.name(param.var))));
            let (accumulator, added) = (self.accumulator(param), part(&product));
            slot_types.push(quote!(&mut #accumulator));
            adds.extend(match self.function.var(param.var).ty.gradient() {
                Type::Float(_) => quote!(*#slot += #added;),
                _ => quote!(#runtime::private::accumulate(#slot, &#added);),
            });
            let is_lent = of.len() == 1 && matches!(self.function.var(param.var).ty.gradient(), Type::Vec(_));
            directions.push(self.as_direction(param, &part(&seed), is_lent));
            slots.push(slot);
        }
        let (gradient_of, hvp) = (self.other(Kind::Grad), self.other(Kind::Hvp));
        let (args, along) = (self.args_along(&[]), self.args_along(&directions));
        let (name, turbofish) = (self.of_gradient("pullback"), self.turbofish());
        let (generics, where_clause) = (self.generics(added, self.hidden()), self.where_clause());
        let visibility = user(&signature.visibility);
        let docs = format!(
            " Value and pullback of [`{}`], by the product of the Hessian and the cotangent.",
            self.companion_name(Kind::Grad)
        );
        quote! {
            #[#runtime::pullback #options]
            #[doc = #docs]
            #[must_use]
            #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
            #visibility fn #name #generics (#(#params),*)
                -> (#gradient, impl ::core::ops::Fn(#seed_type, #(#slot_types),*) + use<#(#captured),*>)
            #where_clause
            {
                (#gradient_of #turbofish(#(#args),*), move |#seed: #seed_type, #(#slots: #slot_types),*| {
                    let #product = #hvp #turbofish(#(#along),*);
                    #adds
                })
            }
        }
    }

    /// `(f_grad(x, y), f_hvp(x, d_x, y, d_y))`
    fn gradient_jvp(&self, options: &TokenStream) -> TokenStream {
        let (runtime, signature) = (self.runtime(), &self.function.signature);
        let (mut params, mut directions) = (Vec::new(), Vec::new());
        for param in &self.function.params {
            let ty = user(&param.ty);
            params.push(self.of_rule(param, &ty));
            if param.differentiable {
                let tangent = self.names.free(&format!("d_{}", plain_name(&self.name(param.var))));
                params.push(quote!(#tangent: #ty));
                directions.push(quote!(#tangent));
            }
        }
        let of = self.function.differentiable_params();
        let gradient = tuple(of.map(|(_, param)| self.gradient(param)).collect());
        let (gradient_of, hvp) = (self.other(Kind::Grad), self.other(Kind::Hvp));
        let (args, along) = (self.args_along(&[]), self.args_along(&directions));
        let (name, turbofish) = (self.of_gradient("jvp"), self.turbofish());
        let (generics, where_clause) = (self.generics(Vec::new(), Vec::new()), self.where_clause());
        let visibility = user(&signature.visibility);
        let docs =
            format!(" [`{}`], and the product of the Hessian and the direction.", self.companion_name(Kind::Grad));
        quote! {
            #[#runtime::jvp #options]
            #[doc = #docs]
            #[must_use]
            #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
            #visibility fn #name #generics (#(#params),*) -> (#gradient, #gradient) #where_clause {
                (#gradient_of #turbofish(#(#args),*), #hvp #turbofish(#(#along),*))
            }
        }
    }

    /// `f_grad_pullback`
    fn of_gradient(&self, suffix: &str) -> Ident {
        let name = self.companion_name(Kind::Grad);
        Ident::new(&format!("{name}_{suffix}"), name.span())
    }

    /// `#[constant] x: f64`
    fn of_rule(&self, param: &Param, ty: &TokenStream) -> TokenStream {
        let constant = (!param.differentiable).then(|| quote!(#[constant]));
        let param = self.param_of_type(param, ty, false);
        quote!(#constant #param)
    }

    /// The arguments once more, each of those that are differentiated with its direction behind it.
    fn args_along(&self, directions: &[TokenStream]) -> Vec<TokenStream> {
        let (mut args, mut directions) = (Vec::new(), directions.iter());
        for param in &self.function.params {
            args.push(self.again(param));
            if param.differentiable {
                args.extend(directions.next().cloned());
            }
        }
        args
    }

    /// A part of the cotangent, as the parameter's type has it; `is_lent`: it stands behind a reference.
    fn as_direction(&self, param: &Param, part: &TokenStream, is_lent: bool) -> TokenStream {
        match (&self.function.var(param.var).ty, is_lent) {
            (Type::Ref { .. }, true) => quote!(#part),
            (Type::Ref { .. }, false) => quote!(&#part),
            (_, true) => quote!(#part.to_vec()),
            (ty, false) if ty.is_copy() => quote!(#part),
            (_, false) => quote!(::core::clone::Clone::clone(&#part)),
        }
    }
}
