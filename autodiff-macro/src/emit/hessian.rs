//! `f_hessian` and `f_hessian_diagonal`: one product of `f_hvp` for each number.

use super::Printer;
use super::spans::user;
use super::types::tuple;
use crate::ir::{Companion, CompanionBody, Kind, Param, Type};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

impl Printer<'_> {
    pub(super) fn hessian(&self, companion: &Companion) -> TokenStream {
        let attributes = self.attributes(companion);
        let visibility = user(&self.function.signature.visibility);
        let (name, generics) = (self.companion_name(companion.kind), self.generics(Vec::new(), Vec::new()));
        let (params, where_clause) = (self.params(), self.where_clause());
        let (runtime, float) = (self.runtime(), self.result());
        let is_diagonal = companion.kind == Kind::HessianDiagonal;
        let (result, helper) = match (self.count(), is_diagonal) {
            (Some(n), true) => (quote!([#float; #n]), "diagonal_array"),
            (Some(n), false) => (quote!([[#float; #n]; #n]), "hessian_array"),
            (None, true) => (quote!(#runtime::private::Vec<#float>), "diagonal"),
            (None, false) => (quote!(#runtime::private::Vec<#runtime::private::Vec<#float>>), "hessian"),
        };
        let body = match &companion.body {
            CompanionBody::Wrapper => self.products(helper),
            _ => quote!(::core::unreachable!()),
        };
        let head = quote!(#attributes #visibility fn #name #generics (#(#params),*) -> #result #where_clause);
        super::spans::joined([head, self.body(body)])
    }

    /// `private::hessian((zeros of x, zeros of y), |(d_x, d_y)| f_hvp(x, d_x, y, *d_y))`
    fn products(&self, helper: &str) -> TokenStream {
        let (runtime, helper) = (self.runtime(), Ident::new(helper, self.span()));
        let (zeros, directions, product) = self.in_direction(Kind::Hvp);
        quote!(#runtime::private::#helper(#zeros, |#directions| #product))
    }

    /// The direction that leads nowhere; and `(d_x, d_y)`, with `f_jvp(x, d_x, y, *d_y)`, or another companion that takes one.
    pub(super) fn in_direction(&self, kind: Kind) -> (TokenStream, TokenStream, TokenStream) {
        let runtime = self.runtime();
        let (mut zeros, mut directions, mut args) = (Vec::new(), Vec::new(), Vec::new());
        for param in &self.function.params {
            args.push(self.again(param));
            if !param.differentiable {
                continue;
            }
            let (name, ty) = (self.name(param.var), &self.function.var(param.var).ty);
            let copy = match ty {
                Type::Ref { to, .. } if matches!(**to, Type::Slice(_)) => quote!(#name.to_vec()),
                Type::Ref { .. } => quote!(::core::clone::Clone::clone(#name)),
                ty if ty.is_copy() => quote!(#name),
                _ => quote!(::core::clone::Clone::clone(&#name)),
            };
            zeros.push(quote!(#runtime::private::still_direction(#copy)));
            let d = self.names.free(&format!("d_{}", super::calls::plain_name(&name)));
            args.push(match ty {
                Type::Ref { .. } => quote!(#d),
                ty if ty.is_copy() => quote!(*#d),
                _ => quote!(::core::clone::Clone::clone(#d)),
            });
            directions.push(quote!(#d));
        }
        let (zeros, directions) = (tuple(zeros), tuple(directions));
        let types = self.type_names();
        let turbofish = (!types.is_empty()).then(|| quote!(::<#(#types),*>));
        let companion = self.other(kind);
        (zeros, directions, quote!(#companion #turbofish(#(#args),*)))
    }

    /// An argument for one of many calls.
    pub(super) fn again(&self, param: &Param) -> TokenStream {
        let (name, ty) = (self.name(param.var), &self.function.var(param.var).ty);
        match ty {
            ty if ty.is_mut_ref() => quote!(&mut *#name),
            ty if ty.is_ref() || ty.is_copy() => quote!(#name),
            _ => quote!(::core::clone::Clone::clone(&#name)),
        }
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
