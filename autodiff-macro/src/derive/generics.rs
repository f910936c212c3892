//! The where-clause of the impls: what rustc has to know of fields whose types mention type parameters.

use super::fields::{Field, Item, Role};
use crate::lower;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use std::collections::HashSet;
use syn::{GenericParam, Generics, Type, TypeParamBound, WherePredicate};

/// `where …`, the user's own predicates first.
pub(super) fn where_clause(item: &Item<'_>, private: &TokenStream) -> TokenStream {
    let generics = &item.input.generics;
    let mut predicates: Vec<TokenStream> = Vec::new();
    if let Some(clause) = &generics.where_clause {
        predicates.extend(clause.predicates.iter().map(ToTokens::to_token_stream));
    }
    let mut said = HashSet::new();
    for field in item.variants().iter().flat_map(|variant| &variant.fields) {
        if let Some(predicate) = predicate(field, item, private)
            && said.insert(predicate.to_string())
        {
            predicates.push(predicate);
        }
    }
    if generics.params.iter().any(|param| !matches!(param, GenericParam::Lifetime(_))) {
        let site = Span::mixed_site();
        predicates.push(quote_spanned!(site=> Self: ::core::clone::Clone));
    }
    if predicates.is_empty() { TokenStream::new() } else { quote_spanned!(Span::mixed_site()=> where #(#predicates),*) }
}

fn predicate(field: &Field<'_>, item: &Item<'_>, private: &TokenStream) -> Option<TokenStream> {
    let words = words(field.ty.to_token_stream());
    let generics = &item.input.generics;
    // Of a recursive type, the impl itself says it, and as a predicate it would never end.
    let recursive = words.contains("Self") || words.contains(&item.input.ident.to_string());
    if recursive || !generics.type_params().any(|param| words.contains(&param.ident.to_string())) {
        return None;
    }
    let (ty, site) = (field.ty, Span::mixed_site());
    match field.role {
        // Nothing that can be called carries numbers.
        Role::Skipped if is_function(ty, generics) => Some(quote_spanned!(site=> #ty: ::core::clone::Clone)),
        // `PhantomData<T>`, whatever `T` is.
        Role::Skipped if lower::is_discrete(ty) => Some(quote_spanned!(site=> #ty: #private::Discrete)),
        // Of a skipped field too: whether what stands for a parameter carries numbers is decided here and now.
        Role::Differentiable | Role::Skipped => {
            Some(quote_spanned!(site=> #ty: #private::Differentiable<Gradient = #ty>))
        }
        Role::Discrete | Role::Refused => None,
    }
}

/// Every word of a type.
pub(super) fn words(tokens: TokenStream) -> HashSet<String> {
    let mut found = HashSet::new();
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => found.extend(words(group.stream())),
            TokenTree::Ident(word) => {
                found.insert(word.to_string());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

/// A type parameter that is bounded by `Fn`, `FnMut` or `FnOnce`.
fn is_function(ty: &Type, generics: &Generics) -> bool {
    let Some(name) = only_word(ty) else { return false };
    let of_params = generics.type_params().filter(|param| param.ident == *name).flat_map(|param| &param.bounds);
    let of_clause = generics.where_clause.iter().flat_map(|clause| &clause.predicates).filter_map(|predicate| {
        let WherePredicate::Type(predicate) = predicate else { return None };
        (only_word(&predicate.bounded_ty) == Some(name)).then_some(&predicate.bounds)
    });
    of_params.chain(of_clause.flatten()).any(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return false };
        bound.path.segments.last().is_some_and(|last| ["Fn", "FnMut", "FnOnce"].iter().any(|name| last.ident == name))
    })
}

/// `F`, looked through parentheses and the invisible groups of `macro_rules!`.
fn only_word(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Group(group) => only_word(&group.elem),
        Type::Paren(paren) => only_word(&paren.elem),
        Type::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}
