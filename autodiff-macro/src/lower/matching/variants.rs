//! Patterns over memory that may carry a derivative: which variant is there is tested, and the names are given to its
//! parts, each a place that this arm alone may look into.

use super::Part;
use super::patterns::{is_variable, names_in};
use crate::diagnostics::catalogue;
use crate::ir::{Expr, Inert, Member, Place, Step, Type, Variant};
use crate::lower::scope::Entity;
use crate::lower::sources::{Access, Found};
use crate::lower::{Lowerer, Rhs, peel, structures, types};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Pat, Token, parse_quote};

impl Lowerer<'_> {
    /// Binds the names of a pattern, and gives the pattern with a hole for each. `parts` are what the holes stand for.
    pub(super) fn variant_pattern(&mut self, pattern: &Pat, found: Found, parts: &mut Vec<Expr>) -> TokenStream {
        match pattern {
            Pat::Paren(paren) => self.variant_pattern(&paren.pat, found, parts),
            Pat::Reference(reference) => {
                let access = match found.access {
                    Access::Value => return self.odd_pattern(pattern),
                    Access::Shared | Access::Through | Access::Exclusive => Access::Value,
                };
                self.variant_pattern(&reference.pat, Found { access, ..found }, parts)
            }
            Pat::Ident(name) if is_variable(&name.ident) => self.named_part(name, found, parts),
            Pat::Tuple(tuple) => {
                let Some(found) = self.found_at_positions(&tuple.elems, &found, None) else {
                    return self.odd_pattern(pattern);
                };
                let parts = self.several(&tuple.elems, found, parts);
                quote!((#(#parts,)*))
            }
            Pat::TupleStruct(of) => {
                let Some(found) = self.found_at_positions(&of.elems, &found, Some(&of.path)) else {
                    return self.odd_pattern(pattern);
                };
                let (path, parts) = (&of.path, self.several(&of.elems, found, parts));
                quote!(#path(#(#parts),*))
            }
            Pat::Struct(of) => {
                let mut fields = Vec::new();
                for field in &of.fields {
                    let member = &field.member;
                    let its = part_of(&found, &of.path, structures::member(member), None);
                    let inner = self.variant_pattern(&field.pat, its, parts);
                    fields.push(quote!(#member: #inner));
                }
                let (path, rest) = (&of.path, of.rest.as_ref().map(|_| quote!(..)));
                quote!(#path { #(#fields,)* #rest })
            }
            Pat::Slice(of) => match &found.ty {
                Type::Array(element, len) if len.to_string() == of.elems.len().to_string() => {
                    let mut inner = Vec::new();
                    for (at, pattern) in of.elems.iter().enumerate() {
                        let at = proc_macro2::Literal::usize_unsuffixed(at);
                        let index = Expr::Inert(Inert::pure(quote!(#at), Vec::new(), false));
                        let its = inside(&found, Step::Index(index), (**element).clone());
                        inner.push(self.variant_pattern(pattern, its, parts));
                    }
                    quote!([#(#inner),*])
                }
                _ => self.odd_pattern(pattern),
            },
            // They name nothing, so that they are tests as they stand.
            other if names_in(other).is_empty() => other.to_token_stream(),
            other => self.odd_pattern(other),
        }
    }

    fn named_part(&mut self, name: &syn::PatIdent, found: Found, parts: &mut Vec<Expr>) -> TokenStream {
        let access = match (&name.by_ref, &name.mutability, found.access) {
            (None, _, access) => access,
            (Some(_), None, Access::Through | Access::Exclusive) => Access::Through,
            (Some(_), None, _) => Access::Shared,
            (Some(_), Some(_), _) => Access::Exclusive,
        };
        let mut found = found;
        // The whole of what is behind a reference.
        if found.place.is_whole() && self.function.var(found.place.base).ty.is_ref() {
            found.place.path.push(Step::Deref);
        }
        let around = found.clone();
        self.name_place(name, Found { access, ..found });
        if let Some((_, inner)) = &name.subpat {
            return self.variant_pattern(inner, around, parts);
        }
        let hole = Inert::part(parts.len(), name.ident.span());
        parts.push(Expr::Borrow { mutable: false, place: around.place });
        hole.to_token_stream()
    }

    fn several(
        &mut self,
        of: &Punctuated<Pat, Token![,]>,
        found: Vec<Found>,
        parts: &mut Vec<Expr>,
    ) -> Vec<TokenStream> {
        let mut found = found.into_iter();
        of.iter()
            .map(|pattern| match pattern {
                Pat::Rest(_) => quote!(..),
                pattern => match found.next() {
                    Some(found) => self.variant_pattern(pattern, found, parts),
                    None => quote!(_),
                },
            })
            .collect()
    }

    /// Where the parts are that go by their positions. None: what stands behind `..` is counted from an end that is not
    /// known here.
    fn found_at_positions(
        &self,
        patterns: &Punctuated<Pat, Token![,]>,
        found: &Found,
        path: Option<&syn::Path>,
    ) -> Option<Vec<Found>> {
        let rest = patterns.iter().position(|of| matches!(of, Pat::Rest(_)));
        if rest.is_some_and(|rest| rest + 1 < patterns.len()) {
            return None;
        }
        let arity = rest.is_none().then_some(patterns.len());
        let named = patterns.len() - usize::from(rest.is_some());
        let at = |at: usize| {
            let member = Member::Position(at as u32);
            match path {
                Some(path) => part_of(found, path, member, arity),
                None => {
                    let ty = match found.ty.behind_refs() {
                        Type::Tuple(of) => of.get(at).cloned().unwrap_or(Type::Unknown),
                        _ => Type::Unknown,
                    };
                    inside(found, Step::Field(member), ty)
                }
            }
        };
        Some((0..named).map(at).collect())
    }

    /// The same memory, by indices that are atoms: it is looked into more than once.
    pub(super) fn fixed(&mut self, mut found: Found) -> Found {
        for index in found.place.indices_mut() {
            if matches!(index, Expr::Inert(inert) if !inert.reads.is_empty()) {
                let value = Rhs::Plain(index.clone());
                *index = Expr::Var(self.name("index", types::usize_type(), value));
            }
        }
        found
    }

    /// A value of its own, where it may be copied: what is evaluated behind it may write the place that it came from.
    pub(super) fn copied_out(&mut self, found: Found) -> Found {
        if found.access != Access::Value || !found.ty.is_copy() {
            return found;
        }
        let place = found.place.clone();
        let value = if place.is_whole() { Expr::Var(place.base) } else { Expr::Load(place) };
        let copy = self.name("matched", found.ty.clone(), Rhs::Plain(value));
        Found { place: Place::var(copy), ..found }
    }

    /// What is matched must be what it was when the arms are reached.
    pub(super) fn check_memory(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            let Part::Memory(expr, found, since) = part else { continue };
            let base = found.place.base;
            let mut is_written = false;
            for stmt in &self.stmts[*since..] {
                stmt.visit(&mut |inner| {
                    let effects = inner.effects();
                    is_written |= effects.assigns.contains(&base) || effects.writes.contains(&base);
                });
            }
            if is_written {
                self.refuse(catalogue::matching(expr));
            }
        }
    }

    /// Nothing writes it, nothing takes it away: the backward pass can match it again.
    pub(super) fn is_never_written(&self, place: &Place) -> bool {
        let mut base = place.base;
        while let Some(&of) = self.referents.get(&base) {
            base = of;
        }
        let variable = self.function.var(base);
        // A reference that somebody else made may refer to anything.
        let is_known = !variable.ty.is_ref() || self.function.param_of(base).is_some();
        let is_kept = variable.ty.is_copy() && !variable.mutable && is_known;
        let is_fixed = |index: &Expr| index.as_var().is_none_or(|var| !self.function.var(var).mutable);
        is_kept && place.indices().all(is_fixed)
    }

    /// A guard that may read what the pattern names: it takes the same memory apart for itself.
    pub(super) fn guard_of_memory(&mut self, parts: &[Part<'_>], patterns: &[&Pat], guard: &syn::Expr) -> syn::Expr {
        let (mut of, mut apart): (Vec<syn::Expr>, Vec<&Pat>) = (Vec::new(), Vec::new());
        for (part, pattern) in parts.iter().zip(patterns) {
            let Part::Memory(expr, found, _) = part else { continue };
            if names_in(pattern).is_empty() {
                continue;
            }
            apart.push(pattern);
            // A guard only looks, whatever its arm will write.
            let target = match peel(expr) {
                syn::Expr::Reference(reference) => &reference.expr,
                other => other,
            };
            let is_lent = found.access != Access::Value;
            // Of what was copied, the copy.
            let is_copied = found.place.is_whole() && self.root(target) != Some(found.place.base);
            of.push(match self.is_place(target) && !is_copied {
                true if is_lent && self.type_of(target).is_ref() => parse_quote!(&*#target),
                true if is_lent => parse_quote!(&#target),
                true => target.clone(),
                false => {
                    let name = Ident::new(&format!("__matched{}", of.len()), self.span);
                    self.enter(&name, Entity::Var(found.place.base));
                    parse_quote!(#name)
                }
            });
        }
        match (of.as_slice(), apart.as_slice()) {
            ([], _) => guard.clone(),
            ([of], [pattern]) => {
                let pattern = looking(pattern);
                parse_quote!(match #of { #pattern => #guard, _ => ::core::unreachable!() })
            }
            _ => {
                let apart = apart.into_iter().map(looking);
                parse_quote!(match (#(#of),*) { (#(#apart),*) => #guard, _ => ::core::unreachable!() })
            }
        }
    }

    /// A pattern takes apart what may carry a derivative, and is no list of parts itself.
    pub(super) fn is_memory_apart(&mut self, pattern: &Pat, scrutinee: &syn::Expr) -> bool {
        let ty = self.type_of(scrutinee);
        let is_list = matches!(peel(scrutinee), syn::Expr::Tuple(_));
        let is_open = !ty.is_discrete() && !self.is_passive(scrutinee) && !self.is_poisoned(scrutinee);
        let alternatives = matches!(pattern, Pat::Or(_));
        is_open && !is_list && !alternatives && is_memory(&ty, is_of_memory(pattern), false)
    }

    fn odd_pattern(&mut self, pattern: &Pat) -> TokenStream {
        self.refuse(catalogue::matching(pattern));
        crate::lower::scope::bound_names(pattern).iter().for_each(|name| self.enter_poison(name));
        quote!(_)
    }
}

/// The pattern without `mut`.
fn looking(pattern: &Pat) -> Pat {
    struct Looks;
    impl syn::visit_mut::VisitMut for Looks {
        fn visit_pat_ident_mut(&mut self, name: &mut syn::PatIdent) {
            name.mutability = None;
            syn::visit_mut::visit_pat_ident_mut(self, name);
        }
    }
    let mut pattern = pattern.clone();
    syn::visit_mut::VisitMut::visit_pat_mut(&mut Looks, &mut pattern);
    pattern
}

/// The memory of one field of a variant, or of a struct: a pattern looks alike for both.
fn part_of(found: &Found, path: &syn::Path, member: Member, arity: Option<usize>) -> Found {
    let variant = Variant { path: path.to_token_stream(), member, arity };
    inside(found, Step::Variant(Box::new(variant)), found.ty.payload())
}

fn inside(found: &Found, step: Step, ty: Type) -> Found {
    let mut inner = found.clone();
    inner.place.path.push(step);
    inner.ty = ty;
    // A reference inside is looked through.
    if let Type::Ref { mutable, to } = inner.ty {
        inner.access = if mutable && inner.access == Access::Exclusive { Access::Exclusive } else { Access::Shared };
        inner.ty = *to;
    }
    inner
}

/// A value of this type is memory, where patterns take it apart, or just name it.
pub(super) fn is_memory(ty: &Type, is_apart: bool, is_named: bool) -> bool {
    match ty.behind_refs() {
        Type::Float(_) => false,
        Type::Unknown => is_apart,
        ty => is_apart || is_named && !ty.is_scalar(),
    }
}

/// A pattern that takes memory apart.
pub(super) fn is_of_memory(pattern: &Pat) -> bool {
    match pattern {
        Pat::Paren(paren) => is_of_memory(&paren.pat),
        Pat::Reference(reference) => is_of_memory(&reference.pat),
        Pat::Or(or) => or.cases.iter().any(is_of_memory),
        Pat::Ident(name) => match &name.subpat {
            Some((_, inner)) => is_of_memory(inner),
            None => name.ident == "None",
        },
        Pat::TupleStruct(_) | Pat::Struct(_) | Pat::Tuple(_) | Pat::Path(_) => true,
        _ => false,
    }
}
