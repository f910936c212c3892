//! What is in a type: its variants, their fields, and what a gradient makes of each.

use super::{attributes, messages};
use crate::diagnostics::Errors;
use crate::lower;
use proc_macro2::{Ident, Span};
use quote::format_ident;
use std::collections::HashSet;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Data, DeriveInput, Fields, Member, Type};

pub(super) struct Item<'i> {
    pub(super) input: &'i DeriveInput,
    /// `crate = …`.
    pub(super) runtime: Option<syn::Path>,
    pub(super) content: Content<'i>,
}

pub(super) enum Content<'i> {
    Struct(Variant<'i>),
    Enum(Vec<Variant<'i>>),
}

/// A struct, or a variant of an enum.
pub(super) struct Variant<'i> {
    /// Not of a struct.
    pub(super) name: Option<&'i Ident>,
    pub(super) style: &'i Fields,
    pub(super) fields: Vec<Field<'i>>,
}

pub(super) struct Field<'i> {
    pub(super) member: Member,
    pub(super) ty: &'i Type,
    pub(super) role: Role,
    /// Its name in a pattern over the value, and in one over the gradient.
    pub(super) value: Ident,
    pub(super) gradient: Ident,
}

/// What a gradient makes of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It has leaves, and is its own gradient.
    Differentiable,
    /// Its type says that it carries nothing: copied over.
    Discrete,
    /// `#[differentiable(skip)]`: no leaves.
    Skipped,
    /// An error was reported.
    Refused,
}

impl<'i> Item<'i> {
    pub(super) fn read(input: &'i DeriveInput, errors: &mut Errors) -> Option<Self> {
        let runtime = attributes::of_type(&input.attrs, errors);
        let content = match &input.data {
            Data::Struct(data) => Content::Struct(Variant::read(None, &data.fields, errors)),
            Data::Enum(data) => {
                let variants = data.variants.iter().map(|variant| {
                    attributes::of_variant(&variant.attrs, errors);
                    Variant::read(Some(&variant.ident), &variant.fields, errors)
                });
                Content::Enum(variants.collect())
            }
            Data::Union(data) => {
                errors.push(messages::of_union(&data.union_token));
                return None;
            }
        };
        Some(Item { input, runtime, content })
    }

    pub(super) fn variants(&self) -> &[Variant<'i>] {
        match &self.content {
            Content::Struct(variant) => std::slice::from_ref(variant),
            Content::Enum(variants) => variants,
        }
    }
}

impl<'i> Variant<'i> {
    fn read(name: Option<&'i Ident>, style: &'i Fields, errors: &mut Errors) -> Self {
        let (values, gradients) = names(style);
        let fields = style.iter().zip(style.members()).zip(values.into_iter().zip(gradients));
        let fields = fields.map(|((field, member), (value, gradient))| {
            let at = Span::mixed_site().located_at(field.ty.span());
            let located = |mut name: Ident| {
                name.set_span(at);
                name
            };
            Field {
                member: match member {
                    Member::Named(name) => Member::Named(located(name)),
                    Member::Unnamed(index) => Member::Unnamed(syn::Index { index: index.index, span: at }),
                },
                ty: &field.ty,
                role: role(field, errors),
                value: located(value),
                gradient: located(gradient),
            }
        });
        Variant { name, style, fields: fields.collect() }
    }
}

fn role(field: &syn::Field, errors: &mut Errors) -> Role {
    let skip = attributes::of_field(&field.attrs, errors);
    // Of a type of the user's own, the name may say what it is not: `skip` has rustc look.
    if skip {
        return Role::Skipped;
    }
    if lower::is_discrete(&field.ty) {
        return Role::Discrete;
    }
    let mut borrowed = Borrowed(None);
    borrowed.visit_type(&field.ty);
    match borrowed.0 {
        Some(reference) => {
            errors.push(messages::borrowed(reference));
            Role::Refused
        }
        None => Role::Differentiable,
    }
}

/// The first reference to what may carry a derivative.
struct Borrowed<'t>(Option<&'t syn::TypeReference>);

impl<'t> Visit<'t> for Borrowed<'t> {
    fn visit_type(&mut self, ty: &'t Type) {
        match ty {
            _ if self.0.is_some() => {}
            Type::Reference(reference) if !lower::is_discrete(ty) => self.0 = Some(reference),
            // What a function takes is not part of it.
            Type::FnPtr(_) | Type::TraitObject(_) | Type::ImplTrait(_) | Type::Reference(_) => {}
            ty => visit::visit_type(self, ty),
        }
    }
}

/// Names in patterns: `w` and `d_w` for a field `w`, `x0` and `d_x0` where there is none, or where two would be the same.
fn names(style: &Fields) -> (Vec<Ident>, Vec<Ident>) {
    let own: Option<Vec<&Ident>> = style.iter().map(|field| field.ident.as_ref()).collect();
    if let Some(values) = own {
        let gradients: Vec<Ident> = values.iter().map(|name| format_ident!("d_{}", name.unraw())).collect();
        let mut seen: HashSet<String> = USED.iter().map(|&name| name.to_owned()).collect();
        let fits = |name: &Ident| {
            let name = name.unraw().to_string();
            !name.contains(char::is_uppercase) && seen.insert(name)
        };
        if values.iter().copied().chain(&gradients).all(fits) {
            return (values.into_iter().cloned().collect(), gradients);
        }
    }
    let numbered = |prefix: &str| (0..style.len()).map(|at| format_ident!("{prefix}{at}")).collect();
    (numbered("x"), numbered("d_x"))
}

/// What generated code has names for already.
const USED: &[&str] = &["visit", "gradient", "value", "shape", "name", "variant"];
