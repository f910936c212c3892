//! `#[derive(Differentiable)]`: a struct or an enum as a value that a gradient can be taken of. It is its own gradient.

mod attributes;
mod bodies;
mod fields;
mod generics;
mod impls;
mod messages;

#[cfg(test)]
mod tests;

use crate::diagnostics::Errors;
use fields::Item;
use proc_macro2::TokenStream;
use syn::DeriveInput;

pub(crate) fn differentiable(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut output = match syn::parse2::<DeriveInput>(item) {
        Ok(input) => match Item::read(&input, &mut errors) {
            Some(item) => impls::print(&item, errors.is_empty()),
            None => TokenStream::new(),
        },
        Err(error) => {
            errors.push(error.into());
            TokenStream::new()
        }
    };
    output.extend(errors.into_tokens());
    output
}
