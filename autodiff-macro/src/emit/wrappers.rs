//! Companions that run another one, once for each of many directions or cotangents.

use super::Printer;
use super::spans::{joined, user};
use super::types::tuple;
use crate::ir::{Companion, CompanionBody, Expr, Kind, Param, Type};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

impl Printer<'_> {
    /// A companion with the parameters of the primal, around this body; of an error none is left.
    pub(super) fn wrapper(
        &self,
        companion: &Companion,
        result: &TokenStream,
        body: impl FnOnce() -> TokenStream,
    ) -> TokenStream {
        let (attributes, visibility) = (self.attributes(companion), user(&self.function.signature.visibility));
        let (name, generics) = (self.companion_name(companion.kind), self.generics(Vec::new(), Vec::new()));
        let (params, where_clause) = (self.params(), self.where_clause());
        let body = match &companion.body {
            CompanionBody::Wrapper => body(),
            _ => quote!(::core::unreachable!()),
        };
        let head = quote!(#attributes #visibility fn #name #generics (#(#params),*) -> #result #where_clause);
        joined([head, self.body(body)])
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
        let (companion, turbofish) = (self.other(kind), self.turbofish());
        (zeros, directions, quote!(#companion #turbofish(#(#args),*)))
    }

    /// `f_jvp_group(x, &along.of(x), y)`, or another companion that takes several directions; `lanes` of them.
    pub(super) fn along_several(&self, kind: Kind, along: &Ident, lanes: usize) -> TokenStream {
        let mut args = Vec::new();
        for param in &self.function.params {
            args.push(self.again(param));
            if param.differentiable {
                let name = self.name(param.var);
                args.push(match self.function.var(param.var).ty.is_ref() {
                    true => quote!(&#along.of(#name)),
                    false => quote!(#along.of(&#name)),
                });
            }
        }
        let (companion, types) = (self.other(kind), self.type_names());
        let lanes = Literal::usize_unsuffixed(lanes);
        let turbofish = (!types.is_empty()).then(|| quote!(::<#(#types,)* #lanes>));
        quote!(#companion #turbofish(#(#args),*))
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

    /// The zero gradient with respect to a parameter.
    pub(super) fn zero_gradient(&self, param: &Param) -> TokenStream {
        let (name, runtime) = (self.name(param.var), self.runtime());
        match &self.function.var(param.var).ty {
            Type::Float(float) => self.expr(&Expr::number(0.0), Some(float)),
            Type::Ref { .. } => quote!(#runtime::private::zero_like(#name)),
            _ => quote!(#runtime::private::zero_like(&#name)),
        }
    }

    /// `::<T>`: not every parameter of a function can be told from its arguments.
    pub(super) fn turbofish(&self) -> Option<TokenStream> {
        let types = self.type_names();
        (!types.is_empty()).then(|| quote!(::<#(#types),*>))
    }
}
