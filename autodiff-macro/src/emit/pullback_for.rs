//! `f_pullback_for`: what other differentiated functions call. One flag and one slot for every parameter; the closure
//! owns its tape and borrows nothing.

use super::Printer;
use super::spans::{braced, joined, user, user_ident};
use super::types::{erase_lifetimes, tuple};
use crate::ir::{Block, Companion, CompanionBody, FloatType, Kind, Param, Slot, StmtKind, Type, VarId};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

impl Printer<'_> {
    pub(super) fn pullback_for(&self, companion: &Companion) -> TokenStream {
        let attributes = self.attributes(companion);
        match &companion.body {
            CompanionBody::Split { forward, backward, cotangent, .. } => {
                let reads = |block: &Block, var: VarId| block.touched().mentions(var);
                // In the forward pass; or in the closure, when that captures it.
                let is_read = |param: &Param| {
                    let name = self.function.var(param.var).name.to_string();
                    let captured = !param.by_ref(self.function) && reads(backward, param.var);
                    reads(forward, param.var) || captured || self.scopes.locked.contains_key(&name)
                };
                let body = self.split(forward, backward, *cotangent);
                self.uniform(&attributes, &is_read, body)
            }
            _ => self.uniform_diverging(&attributes),
        }
    }

    /// The signature that every `f_pullback_for` has, around a body that returns the value and the closure.
    pub(super) fn uniform(
        &self,
        attributes: &TokenStream,
        is_read: &dyn Fn(&Param) -> bool,
        body: TokenStream,
    ) -> TokenStream {
        let runtime = self.runtime();
        let primal = self.names.free("primal");
        let (derived, pattern) = match self.is_static() {
            true => {
                let own = self.primal();
                (quote!(#runtime::private::derived_from(#primal, #own);), quote!(#primal))
            }
            false => (TokenStream::new(), quote!(_)),
        };
        let proofs = self.proofs();
        self.uniform_around(attributes, is_read, &pattern, joined([derived, proofs, body]))
    }

    /// After an error: a pair of the right types.
    pub(super) fn uniform_diverging(&self, attributes: &TokenStream) -> TokenStream {
        let body = self.diverging_pair(&self.closure_takes());
        self.uniform_around(attributes, &|_| false, &quote!(_), body)
    }

    fn uniform_around(
        &self,
        attributes: &TokenStream,
        is_read: &dyn Fn(&Param) -> bool,
        primal: &TokenStream,
        body: TokenStream,
    ) -> TokenStream {
        let runtime = self.runtime();
        let visibility = user(&self.function.signature.visibility);
        let name = self.companion_name(Kind::PullbackFor);
        let primal_type = self.names.free("F");
        let bounds = self.primal_bounds();
        let flags = self.function.params.iter().map(|param| {
            let flag = user_ident(&param.flag);
            let bound = match param.differentiable {
                true if param.is_lent(self.function) => quote!(WrittenFlag),
                true => quote!(Flag),
                false => quote!(ConstantFlag),
            };
            quote!(#flag: #runtime::private::#bound)
        });
        let generics = self.generics(Vec::new(), flags.chain([quote!(#primal_type: #bounds)]).collect());
        let params = self.function.params.iter().map(|param| {
            let (flag, ty) = (user_ident(&param.flag), user(&param.ty));
            let pattern = if is_read(param) { self.pattern_of(param.var) } else { quote!(_) };
            quote!((_, #pattern): (#flag, #ty))
        });
        let flags = self.function.params.iter().map(|param| user_ident(&param.flag));
        let captured = self.type_names().into_iter().chain(flags.map(|flag| quote!(#flag)));
        let captured = captured.chain([quote!(#primal_type)]);
        let (takes, result, where_clause) = (self.closure_takes(), self.result(), self.where_clause());
        let head = quote! {
            #attributes
            #visibility fn #name #generics (#primal: #primal_type, #(#params),*)
                -> (#result, impl ::core::ops::Fn(#(#takes),*) + use<#(#captured),*>)
            #where_clause
        };
        joined([head, braced(body, self.span())])
    }

    /// `Copy + 'static`; with the primal's own signature where it is generic, so that its type arguments are inferred from
    /// the call's.
    fn primal_bounds(&self) -> TokenStream {
        let lifetime = self.is_static().then(|| quote!(+ 'static));
        let signature = &self.function.signature;
        let is_callable =
            !signature.attributes.iter().any(|attribute| attribute.to_string().contains("target_feature"));
        let call = (!signature.generics.types.is_empty() && is_callable).then(|| {
            let bound_early = signature.generics.lifetimes.iter().chain([&signature.generics.where_clause]).any(|of| {
                let text = of.to_string();
                text.contains('\'') && text.contains(':')
            });
            let params = self.function.params.iter().map(|param| {
                let ty = user(&param.ty);
                if bound_early { ty } else { erase_lifetimes(&ty) }
            });
            let result = self.result();
            quote!(+ ::core::ops::Fn(#(#params),*) -> #result)
        });
        quote!(::core::marker::Copy #lifetime #call)
    }

    /// Every type parameter is known to be `'static`, as floats are.
    fn is_static(&self) -> bool {
        let generics = &self.function.signature.generics;
        generics.types.iter().zip(&generics.type_names).all(|(declared, name)| {
            let is_const =
                matches!(declared.clone().into_iter().next(), Some(TokenTree::Ident(word)) if word == "const");
            let name = name.to_string();
            let is_float = |ty: &Type| matches!(ty.leaf(), Type::Float(FloatType::Generic(of)) if *of == name);
            let tys = self.function.variables.iter().map(|variable| &variable.ty).chain([&self.function.result]);
            is_const || declared.to_string().contains("Scalar") || tys.into_iter().any(is_float)
        })
    }

    /// That the primitives which the user called by name are the runtime's, and that constants are the floats that they
    /// are taken for.
    fn proofs(&self) -> TokenStream {
        let runtime = self.runtime();
        let proof = |(users, own): &(Ident, &'static str)| {
            let (users, own) = (user_ident(users), Ident::new(own, self.span()));
            quote!(const _: () = #runtime::private::primitive(#runtime::primitive::#own::<f64>, #users);)
        };
        let float = |constant: &TokenStream| {
            let constant = user(constant);
            quote!(let _ = || #runtime::private::float(#constant);)
        };
        let floats = self.function.floats.iter().map(float);
        self.function.primitives.iter().map(proof).chain(floats).collect()
    }

    /// Forward pass, closure, and the pair of both.
    fn split(&self, forward: &Block, backward: &Block, cotangent: Option<VarId>) -> TokenStream {
        let outer = self.span();
        let stmts = self.stmts(forward);
        self.set_span(outer);
        let pullback = self.names.free("pullback");
        let closure = self.closure(backward, cotangent);
        let value = forward.values.iter().map(|value| self.expr(value, None)).collect();
        let value = tuple(value);
        // The signature is printed after the body, and stands in front of all that hides its names.
        self.aliases.borrow_mut().clear();
        joined([stmts, quote!(let #pullback =), closure, quote!(; (#value, #pullback))])
    }

    fn closure(&self, backward: &Block, cotangent: Option<VarId>) -> TokenStream {
        let touched = backward.touched();
        let read =
            |var: VarId| [&touched.reads, &touched.writes, &touched.assigns].into_iter().any(|all| all.contains(&var));
        let mut patterns = Vec::new();
        let mut unwraps = TokenStream::new();
        if self.function.has_cotangent() {
            patterns.push(match cotangent {
                Some(cotangent) if read(cotangent) => {
                    let name = self.name(cotangent);
                    // A float is copied out on the way in; anything else is read where it is.
                    if self.function.var(cotangent).ty.behind_refs().is_float() {
                        self.unwrapped.set(Some(cotangent));
                        quote!(&#name)
                    } else {
                        quote!(#name)
                    }
                }
                _ => quote!(_),
            });
        }
        for (index, param) in self.function.params.iter().enumerate() {
            let value = if param.by_ref(self.function) && read(param.var) { self.argument(param) } else { quote!(_) };
            let slot = self.slots.get(index).copied().flatten();
            let slot = match slot {
                Some(slot) if param.is_lent(self.function) && read(slot) => {
                    let (name, flag) = (self.name(slot), user_ident(&param.flag));
                    unwraps.extend(quote!(let #name = #flag::written(#name);));
                    quote!(#name)
                }
                Some(slot) if asks_for(backward, index) => {
                    let name = self.name(slot);
                    quote!(mut #name)
                }
                _ => quote!(_),
            };
            patterns.push(quote!((#value, #slot)));
        }
        let takes = self.closure_takes();
        let body = braced(joined([unwraps, self.inside(backward, &[])]), self.span());
        joined([quote!(move |#(#patterns: #takes),*|), body])
    }

    /// The types of the closure's parameters: the cotangent, then an argument and its slot for each parameter.
    pub(super) fn closure_takes(&self) -> Vec<TokenStream> {
        let cotangent = self.function.has_cotangent().then(|| self.cotangent_behind_reference());
        let pairs = self.function.params.iter().map(|param| {
            let flag = user_ident(&param.flag);
            let value = if param.by_ref(self.function) { erase_lifetimes(&user(&param.ty)) } else { quote!(()) };
            // A constant that could carry a derivative has the slot of one, so that an active argument is told once, by its
            // flag, that it must not be.
            let carries = self.function.var(param.var).ty.leaf().is_float();
            let slot = match param.differentiable || carries {
                true => {
                    let accumulator = self.accumulator(param);
                    quote!(&mut #accumulator)
                }
                false => quote!(()),
            };
            quote!((#value, #flag::Slot<#slot>))
        });
        cotangent.into_iter().chain(pairs).collect()
    }

    /// An error stands: a pair of the right types, so that callers have no errors of their own.
    pub(super) fn diverging_pair(&self, takes: &[TokenStream]) -> TokenStream {
        let result = self.result();
        let patterns = takes.iter().map(|_| quote!(_));
        quote! {
            let unavailable = || -> #result { ::core::unreachable!() };
            (unavailable(), move |#(#patterns: #takes),*| {})
        }
    }
}

/// The backward pass has something for this parameter's slot.
fn asks_for(backward: &Block, index: usize) -> bool {
    let mut found = false;
    backward.visit(&mut |stmt| {
        found |= match &stmt.kind {
            StmtKind::IfActive { param, .. } => *param == index,
            StmtKind::Pull(pull) => {
                pull.args.iter().any(|arg| matches!(arg.slot, Slot::Lend { param, .. } if param == index))
            }
            _ => false,
        }
    });
    found
}
