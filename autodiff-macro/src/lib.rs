//! The macros of `autodiff`.
#![allow(dead_code, unused_imports)] // while the stages are being joined

mod diagnostics;
mod emit;
mod expand;
mod ir;
mod lower;
mod parse;

/// Derives the companions of a function.
#[proc_macro_attribute]
pub fn differentiate(attr: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::differentiate(attr.into(), item.into()).into()
}
