//! The pipeline, one stage a line: parse, lower, analyse, transform, emit.

use crate::diagnostics::Errors;
use crate::{lower, parse};
use proc_macro2::TokenStream;

/// The function as written, and its companions beside it.
pub(crate) fn differentiate(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parsed = parse::parse(attr, item, &mut errors);
    let mut output = parsed.primal;
    if let Some(input) = parsed.input
        && let Some(_function) = lower::lower(&input, &mut errors)
    {
        // The stages to come.
    }
    output.extend(errors.into_tokens());
    output
}
