//! Values of types of the user's own: how they are made, and what their parts are called.

use super::calls::is_type_name;
use super::sources::{Access, Found};
use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{Expr, Literal, Member, Place, Type, Variant};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Pat;

impl Lowerer<'_> {
    /// `S { a: x, ..rest }`
    pub(super) fn structure_of_fields(&mut self, literal: &syn::ExprStruct) -> (Rhs, Type) {
        let ty = structure_type(&literal.path);
        if literal.qself.is_some() {
            return self.poison(catalogue::variant(&literal.path));
        }
        let is_variant = is_variant(&literal.path);
        let members = literal.fields.iter().map(|field| member(&field.member)).collect();
        let values: Vec<&syn::Expr> = literal.fields.iter().map(|field| &field.expr).collect();
        let (mut values, _) = self.parts_of_own_type(&values);
        let rest = literal.rest.as_ref().map(|rest| {
            let (place, _) = self.place(rest);
            if place.is_whole() { Expr::Var(place.base) } else { Expr::Load(place) }
        });
        values.extend(rest);
        let literal = Literal { path: literal.path.to_token_stream(), members, is_call: false, is_variant };
        (Rhs::Plain(Expr::Struct(Box::new(literal), values)), ty)
    }

    /// `S(x)`
    pub(super) fn structure_of_positions(&mut self, call: &syn::ExprCall) -> (Rhs, Type) {
        let Some(path) = constructor(call) else {
            return self.poison(catalogue::variant(&call.func));
        };
        let is_variant = is_variant(path);
        let members = (0..call.args.len()).map(|at| Member::Position(at as u32)).collect();
        let values: Vec<&syn::Expr> = call.args.iter().collect();
        let (values, types) = self.parts_of_own_type(&values);
        let literal = Literal { path: path.to_token_stream(), members, is_call: true, is_variant };
        let ty = match is_some(&call.func) {
            true => Type::Option(Box::new(types.into_iter().next().unwrap_or(Type::Unknown))),
            false => structure_type(path),
        };
        (Rhs::Plain(Expr::Struct(Box::new(literal), values)), ty)
    }

    /// `let S { a, b: (c, d) } = value;`: names for the parts of a place, by reference where it is reached by one.
    pub(super) fn let_apart(&mut self, pattern: &Pat, annotation: Option<&syn::Type>, init: &syn::Expr) {
        let expected = match (annotation, pattern) {
            (Some(annotation), _) => self.read(annotation),
            (None, Pat::Struct(of)) => structure_type(&of.path),
            (None, Pat::TupleStruct(of)) => structure_type(&of.path),
            (None, _) => Type::Unknown,
        };
        let found = self.memory_of(init, &expected);
        if found.place.is_whole() && annotation.is_some() && !self.is_place(init) {
            self.annotate(found.place.base, annotation);
        }
        self.match_place(pattern, found);
    }

    /// The memory that a pattern takes apart, and how it gets at it.
    pub(super) fn memory_of(&mut self, of: &syn::Expr, expected: &Type) -> Found {
        let reference = match peel(of) {
            syn::Expr::Reference(reference) if self.is_place(&reference.expr) => Some(reference),
            _ => None,
        };
        let target = reference.map_or(of, |reference| &reference.expr);
        if !self.is_place(target) {
            let (rhs, ty) = self.rhs(of, expected);
            let ty = types::join(&ty, expected);
            let whole = self.name("whole", ty.clone(), rhs);
            return Found { place: Place::var(whole), ty, access: Access::Value, around: 0 };
        }
        let view = self.view(target).map(|view| view.mutable);
        let (place, ty) = self.captured(target);
        let mutable = match (reference, view, &ty) {
            (Some(reference), ..) => Some(reference.mutability.is_some()),
            (None, Some(mutable), _) => Some(mutable),
            (None, None, Type::Ref { mutable, .. }) => Some(*mutable),
            (None, None, _) => None,
        };
        let access = match mutable {
            Some(true) => Access::Exclusive,
            Some(false) if self.is_through_view(target) => Access::Through,
            Some(false) => Access::Shared,
            None => Access::Value,
        };
        Found { place, ty: ty.behind_refs().clone(), access, around: 0 }
    }

    fn parts_of_own_type(&mut self, values: &[&syn::Expr]) -> (Vec<Expr>, Vec<Type>) {
        let expected: Vec<Type> = values.iter().map(|value| self.type_of(value)).collect();
        self.elements(values, &expected)
    }
}

/// The path of `S(x)`. What `Ok(x)` and `Err(x)` are of, two types say.
pub(super) fn constructor(call: &syn::ExprCall) -> Option<&syn::Path> {
    match peel(&call.func) {
        syn::Expr::Path(path) if path.qself.is_none() => {
            let is_result = path.path.is_ident("Ok") || path.path.is_ident("Err");
            (!is_result).then_some(&path.path)
        }
        _ => None,
    }
}

/// `Shape::Rect { width: part, .. }`
pub(super) fn pattern_of(variant: &Variant) -> TokenStream {
    let path = &variant.path;
    match &variant.member {
        Member::Named(name) => quote!(#path { #name: part, .. }),
        Member::Position(at) => {
            let before = (0..*at).map(|_| quote!(_,));
            let rest = (variant.arity != Some(*at as usize + 1)).then(|| quote!(, ..));
            quote!(#path(#(#before)* part #rest))
        }
    }
}

/// The type of a literal that begins with this path.
pub(super) fn structure_type(path: &syn::Path) -> Type {
    let mut path = path.clone();
    if is_variant(&path) {
        path.segments.pop();
        path.segments.pop_punct();
    }
    Type::Named(path.to_token_stream())
}

/// `Shape::Circle`, of an enum; `Some`, whose enum everybody knows.
pub(super) fn is_variant(path: &syn::Path) -> bool {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    match names.as_slice() {
        [.., owner, _] => is_type_name(owner),
        [name] => matches!(name.as_str(), "Some" | "None" | "Ok" | "Err"),
        [] => false,
    }
}

/// `Some`, of whose enum everybody knows the rest.
pub(super) fn is_some(callee: &syn::Expr) -> bool {
    matches!(peel(callee), syn::Expr::Path(path) if path.path.is_ident("Some"))
}

pub(super) fn member(member: &syn::Member) -> Member {
    match member {
        syn::Member::Named(name) => Member::Named(name.clone()),
        syn::Member::Unnamed(at) => Member::Position(at.index),
    }
}

/// The irrefutable patterns that take a value apart: each part's member, with the pattern that it is bound to.
pub(super) fn taken_apart(pattern: &Pat) -> Option<Vec<(Member, &Pat)>> {
    let positions = |elems: &'_ syn::punctuated::Punctuated<Pat, syn::Token![,]>| {
        let is_rest = |of: &Pat| matches!(of, Pat::Rest(_));
        // What stands behind `..` is counted from the end, which is not known here.
        (!elems.iter().rev().skip(1).any(is_rest)).then_some(())
    };
    match pattern {
        Pat::Tuple(tuple) => {
            let parts = tuple.elems.iter().enumerate();
            Some(parts.map(|(at, of)| (Member::Position(at as u32), of)).collect())
        }
        Pat::TupleStruct(of) if !is_variant(&of.path) => {
            positions(&of.elems)?;
            let parts = of.elems.iter().filter(|of| !matches!(of, Pat::Rest(_))).enumerate();
            Some(parts.map(|(at, of)| (Member::Position(at as u32), of)).collect())
        }
        Pat::Struct(of) if !is_variant(&of.path) => {
            Some(of.fields.iter().map(|field| (member(&field.member), &*field.pat)).collect())
        }
        _ => None,
    }
}
