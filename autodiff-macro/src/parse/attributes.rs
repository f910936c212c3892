//! Which of the user's attributes companions take over.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Meta};

/// They say something about the primal alone: its documentation, its symbol, that it is a test.
const DROPPED: &[&str] = &[
    "doc",
    "must_use",
    "no_mangle",
    "export_name",
    "link_section",
    "link_name",
    "unsafe",
    "test",
    "bench",
    "ignore",
    "should_panic",
    "differentiate",
];

/// The attributes of a function that its companions carry too.
pub(crate) fn carried_over(attributes: &[Attribute]) -> Vec<TokenStream> {
    let kept = attributes.iter().filter(|attribute| !DROPPED.iter().any(|name| attribute.path().is_ident(name)));
    kept.map(|attribute| match &attribute.meta {
        // Whether the companion fulfils the expectation is not the user's concern.
        Meta::List(list) if list.path.is_ident("expect") => {
            let lints = &list.tokens;
            quote!(#[allow(#lints)])
        }
        // One that stands inside of the primal's body stands before a companion.
        meta => quote!(#[#meta]),
    })
    .collect()
}
