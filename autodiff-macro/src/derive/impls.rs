//! The two impls.

use super::bodies::{Bodies, Method};
use super::fields::{Content, Item};
use super::generics;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

/// `impl Differentiable` and `impl DifferentiableMut`. Where an error stands they diverge, so that one mistake gives one error.
pub(super) fn print(item: &Item<'_>, complete: bool) -> TokenStream {
    let site = Span::mixed_site();
    let private_at = |site: Span| match &item.runtime {
        Some(path) => quote_spanned!(site=> #path::private),
        None => quote_spanned!(site=> ::autodiff_runtime::private),
    };
    let private = private_at(site);
    let name = &item.input.ident;
    let (params, arguments, _) = item.input.generics.split_for_impl();
    let where_clause = generics::where_clause(item, &private);
    // That a type without `Clone` is no gradient is said at its name.
    let own = Ident::new("Self", site.located_at(name.span()));

    let bodies = Bodies { item, private: &private_at };
    let body = |method| {
        if complete { bodies.body(method) } else { quote_spanned!(site=> ::core::unreachable!()) }
    };
    let named = |method: Method, name: &str| {
        let unused = !complete
            || bodies.is_inert(method)
            || matches!(&item.content, Content::Enum(variants) if variants.is_empty());
        if unused { quote_spanned!(site=> _) } else { Ident::new(name, site).to_token_stream() }
    };
    let zip_visit = if bodies.is_inert(Method::ForEachLeafMut) {
        quote_spanned!(site=> _)
    } else {
        named(Method::ZipLeavesMut, "visit")
    };
    let zero = body(Method::ZeroGradient);
    let is_inert = matches!(&item.content, Content::Struct(_)) && bodies.is_inert(Method::ZeroGradientInto);
    let (zero_into, into) = match complete && !is_inert {
        true => (bodies.body(Method::ZeroGradientInto), quote_spanned!(site=> into)),
        false => (TokenStream::new(), quote_spanned!(site=> _)),
    };
    let (count, each, each_visit) =
        (body(Method::LeafCount), body(Method::ForEachLeaf), named(Method::ForEachLeaf, "visit"));
    let (each_mut, each_mut_visit) = (body(Method::ForEachLeafMut), named(Method::ForEachLeafMut, "visit"));
    let (zip, zip_gradient) = (body(Method::ZipLeavesMut), named(Method::ZipLeavesMut, "gradient"));
    let (add, add_gradient) = (body(Method::Accumulate), named(Method::Accumulate, "gradient"));
    let reset = body(Method::ResetToZero);
    let visit = visitor(item);
    // Of floats alone all zeros are alike. Else what makes a zero gradient is a zero gradient: the shapes of its fields would name
    // their types, which may be private, in an associated type, which is public.
    let same = quote_spanned!(site=> <Self as #private::Differentiable>::zero_gradient);
    let (shape, of_self, pattern, of_shape) = match bodies.zeros().filter(|_| complete) {
        Some(zeros) => (quote_spanned!(site=> ()), TokenStream::new(), quote_spanned!(site=> ()), zeros),
        None => {
            let own = quote_spanned!(site=> Self);
            (own, quote_spanned!(site=> #same(self)), quote_spanned!(site=> shape), quote_spanned!(site=> #same(shape)))
        }
    };
    quote_spanned! {site=>
        #[automatically_derived]
        impl #params #private::Differentiable for #name #arguments #where_clause {
            type Gradient = #own;
            type Accumulator = Self;
            type Shape = #shape;

            #[inline]
            fn gradient_shape(&self) -> #shape {
                #of_self
            }

            #[inline]
            fn zero_of(#pattern: &#shape) -> Self {
                #of_shape
            }

            #[inline]
            fn zero_gradient(&self) -> Self {
                #zero
            }

            #[inline]
            fn zero_gradient_into(&self, #into: &mut Self) {
                #zero_into
            }

            #[inline]
            fn leaf_count(&self) -> usize {
                #count
            }

            #[inline]
            fn for_each_leaf<#visit: ::core::ops::FnMut(f64)>(&self, #each_visit: &mut #visit) {
                #each
            }
        }

        #[automatically_derived]
        impl #params #private::DifferentiableMut for #name #arguments #where_clause {
            #[inline]
            fn for_each_leaf_mut<#visit: ::core::ops::FnMut(&mut f64)>(&mut self, #each_mut_visit: &mut #visit) {
                #each_mut
            }

            #[inline]
            fn zip_leaves_mut<#visit: ::core::ops::FnMut(&mut f64, f64)>(
                &mut self,
                #zip_gradient: &Self,
                #zip_visit: &mut #visit,
            ) {
                #zip
            }

            #[inline]
            fn accumulate(&mut self, #add_gradient: &Self) {
                #add
            }

            #[inline]
            fn reset_to_zero(&mut self) {
                #reset
            }
        }
    }
}

/// The type parameter of the methods that take a closure: no word of the type's own.
fn visitor(item: &Item<'_>) -> Ident {
    let taken = generics::words(item.input.to_token_stream());
    let names = std::iter::once("Visit".to_owned()).chain((1..).map(|n| format!("Visit{n}")));
    let name = names.into_iter().find(|name| !taken.contains(name));
    format_ident!("{}", name.unwrap_or_default(), span = Span::mixed_site())
}
