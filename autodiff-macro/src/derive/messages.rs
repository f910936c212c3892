//! What the user is told about a type that derives `Differentiable`.

use crate::diagnostics::Message;
use proc_macro2::Ident;
use quote::ToTokens;

type Tokens<'t> = &'t dyn ToTokens;

fn message(at: Tokens<'_>, words: impl std::fmt::Display) -> Message {
    syn::Error::new_spanned(at.to_token_stream(), words).into()
}

pub(super) fn of_union(token: Tokens<'_>) -> Message {
    message(
        token,
        "a union cannot be differentiable: which of its fields holds a number is not known; write an enum, or a struct",
    )
}

pub(super) fn borrowed(reference: &syn::TypeReference) -> Message {
    message(
        reference,
        "a field that borrows its numbers cannot be differentiable: a gradient has a field of the same type and owns what \
         is in it; own the numbers here too, in a `Vec` or an array, or mark the field `#[differentiable(skip)]`",
    )
}

pub(super) fn packed(word: Tokens<'_>) -> Message {
    message(
        word,
        "a packed type cannot be differentiable: its fields cannot be borrowed, one by one, to be added to; leave \
         `packed` out, or keep the numbers in a type of their own",
    )
}

const OPTIONS: &str = "the options are `skip`, on a field, and `crate = ..`, on the type";

pub(super) fn unknown_option(name: &Ident) -> Message {
    message(name, format!("there is no option `{name}`; {OPTIONS}"))
}

pub(super) fn no_option(attribute: Tokens<'_>) -> Message {
    message(attribute, format!("`#[differentiable(..)]` says nothing without an option; {OPTIONS}"))
}

pub(super) fn option_twice(name: &Ident) -> Message {
    message(name, format!("`{name}` is given twice; keep one of the two"))
}

pub(super) fn skip_of_type(name: &Ident) -> Message {
    message(
        name,
        "a type as a whole cannot be skipped: without any number it would have no gradient; put \
         `#[differentiable(skip)]` on the fields that are meant, or leave the derive out",
    )
}

pub(super) fn crate_of_field(name: &Ident) -> Message {
    message(name, "a field has no runtime of its own; put `#[differentiable(crate = ..)]` on the type")
}

pub(super) fn option_of_variant(name: &Ident) -> Message {
    message(name, format!("`{name}` cannot stand on a variant; {OPTIONS}"))
}
