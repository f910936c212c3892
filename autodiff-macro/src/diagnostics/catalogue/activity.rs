//! About active values, which only the whole function tells.

use super::Tokens;
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

pub(crate) fn recursion(name: &Ident, over: Tokens<'_>) -> Message {
    Message::new(
        over,
        format!(
            "a function over this type that calls itself cannot be differentiated: what its pullback keeps may borrow, and has no \
             type of its own; write `{name}` with a loop, or for a type that has a name"
        ),
    )
}

pub(crate) fn recursion_in_a_trait(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "a trait's method that calls itself cannot be differentiated: its pullback is boxed by a function that the trait does \
             not have; write a free function or a method of the type itself, and call that from `{name}`"
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

pub(crate) fn lost_twice(span: Span) -> Message {
    Message::at(
        span,
        "this cannot be differentiated twice: functions that call themselves and operators of your own types have no second \
         derivatives yet; leave `hvp`, `hessian` and `of(grad)` out of the attribute, or call a function that has `hvp` in its \
         place",
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
