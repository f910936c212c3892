//! About active values, which only the whole function tells.

use crate::diagnostics::Message;
use proc_macro2::{Ident, Span};

pub(crate) fn cast_to_integer(span: Span) -> Message {
    Message::at(
        span,
        "a value that carries a derivative cannot be cast to an integer: the derivative ends there; write \
         `stop_gradient(..)` around it if that is meant, or round it with `floor`, `ceil`, `round` or `trunc` first",
    )
}

pub(crate) fn hidden_number(span: Span, by: &str) -> Message {
    Message::at(
        span,
        format!(
            "`{by}` of a value that carries a derivative cannot be differentiated: it hides the number; write \
             `stop_gradient(..)` around the value if no derivative is meant"
        ),
    )
}

pub(crate) fn recursion(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "a function that calls itself cannot be differentiated: recursion is not supported yet; write `{name}` with a \
             loop over a range"
        ),
    )
}

pub(crate) fn kept(span: Span, by: &str) -> Message {
    Message::at(
        span,
        format!(
            "`{by}` cannot be differentiated: it may keep a value that carries a derivative in something that is held \
             constant here; write `stop_gradient(..)` around the value if no derivative is meant"
        ),
    )
}

pub(crate) fn lost(span: Span) -> Message {
    Message::at(
        span,
        "this value cannot be differentiated: it depends on a differentiable parameter in a way that is not understood \
         here; write it with arithmetic, the methods of floats, indexing and calls of differentiated functions, or put \
         `stop_gradient(..)` around it if no derivative is meant",
    )
}
