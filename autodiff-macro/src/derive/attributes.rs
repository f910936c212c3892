//! `#[differentiable(crate = some::path)]` on the type, `#[differentiable(skip)]` on a field.

use super::messages;
use crate::diagnostics::{Errors, Message};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Token};

/// `crate = …`: where the runtime is found.
pub(super) fn of_type(attributes: &[Attribute], errors: &mut Errors) -> Option<syn::Path> {
    let mut runtime = None;
    for one in options(attributes, errors) {
        match one {
            One::Crate(key, _) if runtime.is_some() => errors.push(messages::option_twice(&key)),
            One::Crate(_, path) => runtime = Some(path),
            One::Skip(key) => errors.push(messages::skip_of_type(&key)),
            One::Other(key) => errors.push(messages::unknown_option(&key)),
        }
    }
    if let Some(packed) = attributes.iter().find_map(packed) {
        errors.push(messages::packed(&packed));
    }
    runtime
}

/// Whether it is marked `skip`.
pub(super) fn of_field(attributes: &[Attribute], errors: &mut Errors) -> bool {
    let mut skip = false;
    for one in options(attributes, errors) {
        match one {
            One::Skip(key) if skip => errors.push(messages::option_twice(&key)),
            One::Skip(_) => skip = true,
            One::Crate(key, _) => errors.push(messages::crate_of_field(&key)),
            One::Other(key) => errors.push(messages::unknown_option(&key)),
        }
    }
    skip
}

pub(super) fn of_variant(attributes: &[Attribute], errors: &mut Errors) {
    for one in options(attributes, errors) {
        let (One::Skip(key) | One::Crate(key, _) | One::Other(key)) = one;
        errors.push(messages::option_of_variant(&key));
    }
}

fn options(attributes: &[Attribute], errors: &mut Errors) -> Vec<One> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("differentiable")) {
        let list = attribute.parse_args_with(Punctuated::<One, Token![,]>::parse_terminated);
        match list {
            Ok(list) if list.is_empty() => errors.push(messages::no_option(attribute)),
            Ok(list) => found.extend(list),
            Err(_) if !matches!(attribute.meta, syn::Meta::List(_)) => errors.push(messages::no_option(attribute)),
            Err(error) => errors.push(Message::from(error)),
        }
    }
    found
}

enum One {
    Crate(Ident, syn::Path),
    Skip(Ident),
    Other(Ident),
}

impl Parse for One {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        if name == "crate" {
            if !input.peek(Token![=]) {
                return Err(syn::Error::new(name.span(), "`crate` names a path: write `crate = some::path`"));
            }
            input.parse::<Token![=]>()?;
            return Ok(One::Crate(name, input.call(syn::Path::parse_mod_style)?));
        }
        if name == "skip" {
            return Ok(One::Skip(name));
        }
        // Whatever it says, so that the next option is still read.
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<proc_macro2::TokenTree>()?;
        }
        Ok(One::Other(name))
    }
}

/// `packed`, of `#[repr(packed)]`.
fn packed(attribute: &Attribute) -> Option<TokenStream> {
    let syn::Meta::List(list) = &attribute.meta else { return None };
    let is_packed =
        |tree: &proc_macro2::TokenTree| matches!(tree, proc_macro2::TokenTree::Ident(word) if word == "packed");
    let mut words = list.tokens.clone().into_iter();
    words.find(|tree| list.path.is_ident("repr") && is_packed(tree)).map(ToTokens::into_token_stream)
}
