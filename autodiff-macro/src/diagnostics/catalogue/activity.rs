//! About active values, which only the whole function tells.

use crate::diagnostics::Message;
use proc_macro2::Span;

pub(crate) fn cast_to_integer(span: Span) -> Message {
    Message::at(
        span,
        "an active value cannot be cast to an integer: the derivative ends there; write `stop_gradient(..)` around it if \
         that is meant, or round it with `floor`, `ceil`, `round` or `trunc` first",
    )
}

pub(crate) fn hidden_number(span: Span, by: &str) -> Message {
    Message::at(
        span,
        format!(
            "`{by}` of an active value cannot be differentiated: it hides the number from the derivative; write \
             `stop_gradient(..)` around it if that is meant"
        ),
    )
}
