//! About signatures.

use super::Tokens;
use crate::diagnostics::Message;
use proc_macro2::Ident;
use quote::ToTokens;

pub(crate) fn async_function(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "an `async` function cannot be differentiated: it returns a future, not a number; write an ordinary function \
         and await around it",
    )
}

pub(crate) fn unsafe_function(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "an `unsafe` function cannot be differentiated: what it may assume is not known to its derivative; write a safe \
         function, or a rule of your own with `#[pullback]`",
    )
}

pub(crate) fn variadic(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "a variadic function cannot be differentiated: its parameters have no names; take a slice instead",
    )
}

pub(crate) fn constant_operand(name: Tokens<'_>) -> Message {
    Message::new(
        name,
        "an operator with an operand that is held constant cannot be differentiated: its callers count on a gradient of each; \
         write a method for it",
    )
}

pub(crate) fn receiver(receiver: Tokens<'_>) -> Message {
    Message::new(
        receiver,
        "a method with this receiver cannot be differentiated: which accumulator it has is not known; take `self`, `&self` or \
         `&mut self`",
    )
}

pub(crate) fn pattern_parameter(pattern: Tokens<'_>) -> Message {
    Message::new(
        pattern,
        "a parameter that is a pattern cannot be differentiated: its gradient would have no name; give it a name and \
         take it apart with `let` in the body",
    )
}

pub(crate) fn opaque_parameter(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a parameter of this type cannot be differentiated: what stands behind `dyn`, or `impl` inside of a type, is not \
         known here; take numbers, slices or arrays, or a `#[constant]` parameter of `impl Trait`",
    )
}

pub(crate) fn impl_parameter(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a parameter of this type cannot be differentiated: what stands behind `impl` is not known here; take numbers, slices \
         or arrays, or mark the parameter `#[constant]`",
    )
}

pub(crate) fn opaque_result(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a result of this type cannot be differentiated: what stands behind `impl` or `dyn` is not known here; return \
         numbers, a `Vec` or an array",
    )
}

pub(crate) fn conditional_parameter(attribute: Tokens<'_>) -> Message {
    Message::new(
        attribute,
        "a parameter under `#[cfg]` cannot be differentiated: whether it is there is decided after the derivative is; \
         put the `#[cfg]` on two versions of the function",
    )
}

pub(crate) fn reserved_name(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "`{name}` cannot be used in a differentiated function: the macro makes names like this itself; choose another"
        ),
    )
}

pub(crate) fn type_parameter(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "a parameter of the type `{name}` cannot be differentiated: it is not known to be a float; bound it, as in \
             `{name}: Float` of num-traits or `{name}: Scalar` of the runtime, or mark the parameter `#[constant]`"
        ),
    )
}

pub(crate) fn type_parameter_returned(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "a result of the type `{name}` cannot be differentiated: it is not known to be a float; bound it, as in \
             `{name}: Float` of num-traits or `{name}: Scalar` of the runtime"
        ),
    )
}

pub(crate) fn mutable_parameter(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a `&mut` parameter of this type cannot be differentiated: of what is written through a reference, only floats, \
         arrays, slices, `Vec`s, tuples and options of floats, and types of your own are supported yet; take one of these, or \
         return the result",
    )
}

pub(crate) fn parameter_of_own_type(ty: &syn::Type) -> Message {
    if matches!(ty, syn::Type::FnPtr(_)) {
        return Message::new(
            ty,
            "a parameter that is a function cannot be differentiated: which function runs is not known here; call a \
             function with `#[differentiate]` by its name",
        );
    }
    let words = match named(ty) {
        Some(name) => format!(
            "a parameter of type `{name}` cannot be differentiated: a macro sees the name, not the type that it stands \
             for; write an alias out, as in `x: f64`, or mark the parameter `#[constant]`"
        ),
        None => "a parameter of this type cannot be differentiated: only floats, arrays, slices, `Vec`s, tuples and \
                 options of floats, and types of your own are supported yet; take one of these, or mark the parameter \
                 `#[constant]`"
            .to_owned(),
    };
    Message::new(ty, words)
}

pub(crate) fn no_parameter(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "`{name}` has no parameter to differentiate by: none of them holds floats, or all are `#[constant]`; give \
             it a parameter that holds `f64` or `f32`"
        ),
    )
}

pub(crate) fn result_by_reference(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a function that returns a reference cannot be differentiated: whose numbers these are is not known to its \
         caller's derivative; return the value itself",
    )
}

pub(crate) fn result_of_nothing(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "there is nothing to differentiate: this result holds no floats; return `f64` or `f32`, or a `Vec`, an array or \
         a tuple of them, or write them through a `&mut` parameter",
    )
}

pub(crate) fn result_by_alias(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a result of this type cannot be differentiated where it is computed as a float: a macro sees the name, not the type \
         that it stands for; write an alias out, as in `-> f64`, and call a function with `#[differentiate]` for what the \
         operators of a type of your own do",
    )
}

pub(crate) fn result_of_own_type(ty: &syn::Type) -> Message {
    let words = match named(ty) {
        Some(name) => format!(
            "a result of type `{name}` cannot be differentiated: a macro sees the name, not the type that it stands for, \
             and structs and enums are not supported yet; write an alias out, as in `-> f64`"
        ),
        None => {
            "a result of this type cannot be differentiated: only floats, and arrays, `Vec`s and tuples of floats are \
                 supported yet; return one of these"
                .to_owned()
        }
    };
    Message::new(ty, words)
}

/// The plain name that a type is.
fn named(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() => {
            let plain = path.path.segments.iter().all(|segment| segment.arguments.is_none());
            plain.then(|| path.path.to_token_stream().to_string().replace(' ', ""))
        }
        _ => None,
    }
}
