//! `f_hessian` and `f_hessian_diagonal`: one product of `f_hvp` for each number.

use super::Printer;
use super::spans::user;
use crate::ir::{Companion, Kind, Type};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

impl Printer<'_> {
    pub(super) fn hessian(&self, companion: &Companion) -> TokenStream {
        let (runtime, float) = (self.runtime(), self.result());
        let is_diagonal = companion.kind == Kind::HessianDiagonal;
        let (result, helper) = match (self.count(), is_diagonal) {
            (Some(n), true) => (quote!([#float; #n]), "diagonal_array"),
            (Some(n), false) => (quote!([[#float; #n]; #n]), "hessian_array"),
            (None, true) => (quote!(#runtime::private::Vec<#float>), "diagonal"),
            (None, false) => (quote!(#runtime::private::Vec<#runtime::private::Vec<#float>>), "hessian"),
        };
        self.wrapper(companion, &result, || match companion.in_groups {
            true => self.products_in_groups(helper),
            false => self.products(helper),
        })
    }

    /// `private::hessian((zeros of x, zeros of y), |(d_x, d_y)| f_hvp(x, d_x, y, *d_y))`
    fn products(&self, helper: &str) -> TokenStream {
        let (runtime, helper) = (self.runtime(), Ident::new(helper, self.span()));
        let (zeros, directions, product) = self.in_direction(Kind::Hvp);
        quote!(#runtime::private::#helper(#zeros, |#directions| #product))
    }

    /// `private::hessian_in_groups(|along| f_hvp_group(x, &along.of(x)), |along| …)`
    fn products_in_groups(&self, helper: &str) -> TokenStream {
        let (runtime, helper) = (self.runtime(), Ident::new(&format!("{helper}_in_groups"), self.span()));
        let along = self.names.free("along");
        let [four, eight] = [4, 8].map(|lanes| self.along_several(Kind::HvpGroup, &along, lanes));
        quote!(#runtime::private::#helper(|#along| #four, |#along| #eight))
    }

    /// How many numbers there are to differentiate by, where the types say so and it may stand in a type.
    fn count(&self) -> Option<TokenStream> {
        let types: Vec<&Type> = self
            .function
            .differentiable_params()
            .map(|(_, param)| self.function.var(param.var).ty.behind_refs())
            .collect();
        if let [Type::Array(of, len)] = types.as_slice()
            && of.is_float()
        {
            return Some(user(len));
        }
        let counts: Option<Vec<TokenStream>> = types.iter().map(|ty| self.count_in(ty)).collect();
        let counts = counts?;
        // One number each: there is nothing to compute.
        if types.iter().all(|ty| ty.is_float()) {
            let count = proc_macro2::Literal::usize_unsuffixed(types.len());
            return Some(quote!(#count));
        }
        match counts.as_slice() {
            [one] => Some(quote!({ #one })),
            all => Some(quote!({ #(#all)+* })),
        }
    }

    fn count_in(&self, ty: &Type) -> Option<TokenStream> {
        match ty {
            Type::Float(_) => Some(quote!(1)),
            Type::Array(of, len) if !self.is_generic(len) => {
                let (of, len) = (self.count_in(of)?, user(len));
                Some(match of.to_string() == "1" {
                    true => quote!((#len)),
                    false => quote!((#len) * #of),
                })
            }
            Type::Tuple(of) => {
                let of: Option<Vec<TokenStream>> = of.iter().map(|of| self.count_in(of)).collect();
                of.map(|of| quote!((#(#of)+*)))
            }
            _ => None,
        }
    }

    /// An operation on a constant that is a parameter can't stand in a type.
    fn is_generic(&self, len: &TokenStream) -> bool {
        let around = self.captured_around();
        let names: Vec<String> = self.type_names().iter().chain(&around).map(ToString::to_string).collect();
        len.clone().into_iter().any(|tree| match tree {
            TokenTree::Ident(word) => word == "Self" || names.iter().any(|name| word == name),
            TokenTree::Group(group) => self.is_generic(&group.stream()),
            _ => false,
        })
    }
}
