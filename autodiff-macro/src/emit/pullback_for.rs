//! `f_pullback_for`: what other differentiated functions call. One flag and one slot for every parameter; the closure
//! owns its tape and borrows nothing.

use super::Printer;
use super::spans::{at, braced, joined, user, user_ident};
use super::types::{erase_lifetimes, own_lifetimes, static_lifetimes, tuple};
use crate::ir::{Block, Companion, CompanionBody, Param, Slot, StmtKind, VarId};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

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
                let taken_out = self.taken_out(&is_read, false);
                let body = joined([taken_out, self.split(forward, backward, *cotangent)]);
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
        let proofs = self.proofs();
        if self.function.signature.owner.is_some() {
            return self.uniform_around(
                attributes,
                is_read,
                &TokenStream::new(),
                joined([self.bounds(), proofs, body]),
            );
        }
        let primal = self.names.free("primal");
        let derived = self.is_derived(&primal);
        self.uniform_around(attributes, is_read, &quote!(#primal), joined([derived, proofs, body]))
    }

    /// After an error: a pair of the right types.
    pub(super) fn uniform_diverging(&self, attributes: &TokenStream) -> TokenStream {
        // What diverges needs no box.
        let body = match self.function.signature.boxed {
            true => quote!(::core::unreachable!()),
            false => self.diverging_pair(&self.closure_takes()),
        };
        self.uniform_around(attributes, &|_| false, &quote!(_), body)
    }

    fn uniform_around(
        &self,
        attributes: &TokenStream,
        is_read: &dyn Fn(&Param) -> bool,
        primal: &TokenStream,
        body: TokenStream,
    ) -> TokenStream {
        let visibility = user(&self.function.signature.visibility);
        let is_boxed = self.function.signature.boxed && !self.function.signature.is_declaration();
        let name = if is_boxed { self.boxed_name() } else { self.companion_name(self.kind_for()) };
        let primal_type = self.names.free("F");
        let bounds = self.primal_bounds();
        let flags = self.flag_bounds();
        let is_free = self.function.signature.owner.is_none();
        let added = self.hidden().into_iter().chain(flags).chain(is_free.then(|| quote!(#primal_type: #bounds)));
        let generics = self.generics(Vec::new(), added.collect());
        let params = self.function.params.iter().enumerate().map(|(index, param)| {
            let (flag, ty) = (user_ident(&param.flag), user(&param.named));
            let ty = self.type_where_there(index, ty);
            let is_bound = self.with_its_tangent(index, is_read);
            let pattern = if is_bound { self.pattern_of(param.var) } else { quote!(_) };
            match index {
                // A method is called on it.
                0 if param.is_receiver(self.function) => {
                    let receiver = self.param(param, is_bound);
                    quote!(#receiver, _: #flag)
                }
                0 if !is_free => quote!(#pattern: #ty, _: #flag),
                _ if self.function.signature.is_declaration() => quote!(_: (#flag, #ty)),
                _ => quote!((_, #pattern): (#flag, #ty)),
            }
        });
        let params = is_free.then(|| quote!(#primal: #primal_type)).into_iter().chain(params);
        let flags = self.function.params.iter().map(|param| user_ident(&param.flag));
        let captured = [self.captured_around(), self.type_names(), self.hidden_names()].concat().into_iter();
        let captured = captured.chain(flags.map(|flag| quote!(#flag))).chain(is_free.then(|| quote!(#primal_type)));
        let (takes, result, where_clause) = (self.closure_takes(), self.result(), self.where_clause());
        let pullback = quote!(impl ::core::ops::Fn(#(#takes),*) + use<#(#captured),*>);
        if is_boxed {
            let kept = self.boxed_type();
            let head = quote! {
                #[doc(hidden)]
                #attributes
                #visibility fn #name #generics (#(#params),*) -> (#result, #kept) #where_clause
            };
            let around = self.around_boxed(attributes, &generics, &quote!(#primal_type), &pullback);
            return joined([head, self.body(body), around]);
        }
        let head = quote! {
            #attributes
            #visibility fn #name #generics (#(#params),*) -> (#result, #pullback) #where_clause
        };
        joined([head, self.body(body)])
    }

    /// `Copy + 'static`; with the primal's own signature where it is generic, so that its type arguments are inferred from
    /// the call's.
    pub(super) fn primal_bounds(&self) -> TokenStream {
        let lifetime = self.is_static().then(|| quote!(+ 'static));
        let signature = &self.function.signature;
        let is_callable =
            !signature.attributes.iter().any(|attribute| attribute.to_string().contains("target_feature"));
        let call = (signature.generics.is_generic() && is_callable).then(|| {
            let bound_early = self.binds_early();
            let shared = self.shared_lifetimes();
            let params = self.own_params().map(|param| {
                let ty = user(&param.named);
                match (bound_early, lifetime.is_some()) {
                    (false, _) => own_lifetimes(&ty, &shared),
                    // Of the primal, any lifetime will do: were it the argument's, what is returned would borrow that.
                    (true, true) => static_lifetimes(&ty),
                    (true, false) => ty,
                }
            });
            let result = self.function.value_alone.as_ref().map_or_else(|| self.result(), user);
            // Those of one name are one lifetime there, too.
            let lifetimes = match bound_early {
                true => Vec::new(),
                false => shared
                    .iter()
                    .filter_map(|name| name.parse().ok())
                    .map(|name| own_lifetimes(&name, &shared))
                    .collect(),
            };
            let over = (!lifetimes.is_empty()).then(|| quote!(for<#(#lifetimes),*>));
            quote!(+ #over ::core::ops::Fn(#(#params),*) -> #result)
        });
        quote!(::core::marker::Copy #lifetime #call)
    }

    /// Lifetimes that several types of the primal's signature have, or one has twice.
    fn shared_lifetimes(&self) -> Vec<String> {
        let types: Vec<String> = self.own_params().map(|param| user(&param.named).to_string()).collect();
        let names = self.function.signature.generics.lifetime_names.iter().map(ToString::to_string);
        let count = |name: &str| {
            let words = types.iter().flat_map(|ty| ty.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '\''));
            words.filter(|word| *word == name).count()
        };
        names.filter(|name| count(name) > 1).collect()
    }

    /// A lifetime stands in a bound: it is part of the primal's type.
    fn binds_early(&self) -> bool {
        let generics = &self.function.signature.generics;
        let declared = generics.lifetimes.iter().chain(&generics.types).chain([&generics.where_clause]);
        let is_bounded = |of: &TokenStream| {
            let text = of.to_string();
            text.contains('\'') && text.contains(':')
        };
        declared.into_iter().any(is_bounded) || generics.hidden.iter().any(|of| of.bounds.to_string().contains('\''))
    }

    /// Every type parameter is known to be `'static`, as floats are.
    fn is_static(&self) -> bool {
        self.function.signature.generics.may_borrow().is_none()
    }

    /// That the primal handed in is the one that this companion was derived from. Of a type parameter that may not be
    /// `'static`, by name.
    pub(super) fn is_derived(&self, primal: &Ident) -> TokenStream {
        let (runtime, own) = (self.runtime(), self.primal());
        if self.is_static() {
            return quote!(#runtime::private::derived_from(#primal, #own););
        }
        if self.function.signature.generics.hidden.is_empty() {
            return quote!(#runtime::private::named_alike(#primal, #own););
        }
        // What stands behind `impl` can't be named, but told by a call.
        let own_name = self.names.free("own");
        let args: Vec<_> = self.own_params().map(|param| self.argument(param)).collect();
        let takes = self.own_params().map(|param| user(&param.named));
        quote! {
            let #own_name = #own;
            let _ = |#(#args: #takes),*| #own_name(#(#args),*);
            #runtime::private::named_alike(#primal, #own_name);
        }
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
        let method = |(of, name): &(TokenStream, Ident)| {
            let (of, name) = (user(of), user_ident(name));
            let own = Ident::new(&name.to_string(), self.span());
            let users = quote_spanned!(name.span()=> <f64 as #of>::#name);
            quote!(const _: () = #runtime::private::float_method(<f64 as #runtime::private::FloatMethods>::#own, #users);)
        };
        let methods = self.function.methods.iter().map(method);
        let own = self.function.own_result.iter().map(|ty| {
            let ty = user(ty);
            let span = ty.clone().into_iter().next().map_or(self.span(), |first| at(first.span()));
            let of = quote_spanned!(span=> private::no_float(private::Number::<#ty>::IS));
            quote! {
                const _: () = {
                    #[allow(unused_imports)]
                    use #runtime::private::NoNumber as _;
                    use #runtime::private;
                    #of
                };
            }
        });
        self.function.primitives.iter().map(proof).chain(floats).chain(methods).chain(own).collect()
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
        let kept = self.boxed(quote!(#pullback));
        joined([stmts, quote!(let #pullback =), closure, quote!(; (#value, #kept))])
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
            let is_bound = self.with_its_tangent(index, &|param| {
                read(param.var) && (param.by_ref(self.function) || !param.is_tangent)
            });
            if param.is_receiver(self.function) && param.by_ref(self.function) && is_bound {
                // A closure has no parameter of that name.
                self.aliases.borrow_mut().insert(param.var, self.names.free("this"));
            }
            let value = if param.by_ref(self.function) && is_bound { self.argument(param) } else { quote!(_) };
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
        let taken_out = self.taken_out(&|param| read(param.var), true);
        let takes = self.closure_takes();
        let body = braced(joined([unwraps, taken_out, self.inside(backward, &[])]), self.span());
        joined([quote!(move |#(#patterns: #takes),*|), body])
    }

    /// The types of the closure's parameters: the cotangent, then an argument and its slot for each parameter.
    pub(super) fn closure_takes(&self) -> Vec<TokenStream> {
        let runtime = self.runtime();
        let cotangent = self.function.has_cotangent().then(|| self.cotangent_behind_reference());
        let pairs = self.function.params.iter().enumerate().map(|(index, param)| {
            let flag = user_ident(&param.flag);
            let value = match param.by_ref(self.function) {
                true => self.type_where_there(index, erase_lifetimes(&user(&param.named))),
                false if self.is_marked(param) => quote!(#runtime::private::Lent),
                false => quote!(()),
            };
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
