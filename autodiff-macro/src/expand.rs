//! The pipeline, one stage a line: parse, lower, analyse, transform, emit.

use crate::diagnostics::Errors;
use crate::{analyse, emit, ir, lower, parse, transform};
use proc_macro2::TokenStream;

/// The function as written, and its companions beside it.
pub(crate) fn differentiate(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parsed = parse::parse(attr, item, &mut errors);
    let mut output = parsed.primal;
    if let Some(input) = parsed.input
        && let Some(primal) = lower::lower(&input, &mut errors)
    {
        let primal = transform::normalise(primal);
        let facts = analyse::analyse(&primal, &mut errors);
        let companions = if errors.is_empty() {
            debug_assert_eq!(ir::verify(&primal), Ok(()), "{}", ir::print(&primal));
            transform::companions(&primal, &facts)
        } else {
            // One mistake is one error: whoever calls a companion finds it.
            transform::diverging(&primal)
        };
        output.extend(emit::emit(&companions));
    }
    output.extend(errors.into_tokens());
    output
}
