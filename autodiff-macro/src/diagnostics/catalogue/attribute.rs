//! About the attribute and its options.

use super::{Tokens, quoted};
use crate::diagnostics::Message;
use proc_macro2::{Ident, Span};

pub(crate) fn not_a_function(keyword: Tokens<'_>) -> Message {
    Message::new(keyword, "only functions can be differentiated; put `#[differentiate]` on a `fn`")
}

pub(crate) fn default_body(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "a default body cannot be differentiated: an implementation that overrides it would have its derivative; declare \
             `{name}` without a body, and write it in each implementation"
        ),
    )
}

pub(crate) fn nothing_marked(block: Tokens<'_>) -> Message {
    Message::new(
        block,
        "nothing is differentiated in this block: none of its functions is marked; write `#[differentiate]` in front of each \
         that is to be",
    )
}

pub(crate) fn differentiated_twice(attribute: Tokens<'_>) -> Message {
    Message::new(attribute, "`#[differentiate]` stands here twice; keep one of the two, with the options of both")
}

pub(crate) fn constant_takes_nothing(attribute: Tokens<'_>) -> Message {
    Message::new(attribute, "`#[constant]` takes no arguments; write `#[constant]` alone")
}

pub(crate) fn option_twice(name: &Ident) -> Message {
    Message::new(name, format!("`{name}` is given twice; keep one of the two"))
}

const OPTIONS: &str =
    "the options are `jvp`, `jacobian`, `hvp`, `hessian`, `check`, `of(..)`, `wrt(..)` and `crate = ..`";

pub(crate) fn no_jacobian(result: Tokens<'_>) -> Message {
    Message::new(
        result,
        "`jacobian` is of a function that returns an array, a `Vec` or a tuple of floats of one type, and writes nothing through \
         `&mut`; leave it out, or return what it writes",
    )
}

pub(crate) fn no_hessian(result: Tokens<'_>) -> Message {
    Message::new(
        result,
        "`hessian` is of a function that returns one float, and writes nothing through `&mut`; write `hvp`, which makes it \
         ready for the second derivatives of functions that call it",
    )
}

pub(crate) fn check_of_member(key: &Ident) -> Message {
    Message::new(
        key,
        "`check` cannot be asked for here: no test can stand in an `impl` block or a trait; write one that calls the method, with \
         `autodiff_runtime::check::assert_gradient`",
    )
}

pub(crate) fn check_of_generic(key: &Ident, over: &str) -> Message {
    Message::new(
        key,
        format!(
            "`check` cannot be asked for here: what `{over}` stands for in the test is not known; write one that calls the \
             function, with `autodiff_runtime::check::assert_gradient`"
        ),
    )
}

pub(crate) fn check_of_lent(param: &Ident) -> Message {
    Message::new(
        param,
        format!(
            "`check` cannot be asked for here: the test calls the function again and again, and `{param}` would change from call \
             to call; write one with `autodiff_runtime::check::assert_gradient`"
        ),
    )
}

pub(crate) fn check_needs(key: &Ident, param: &Ident) -> Message {
    Message::new(
        key,
        format!("the test needs a value for `{param}`, which it cannot make up; give it one, `check({param} = ..)`"),
    )
}

pub(crate) fn check_unknown(name: &Ident) -> Message {
    Message::new(name, format!("`check` gives a value for `{name}`, which is no parameter of this function"))
}

pub(crate) fn of_no_companion(key: &Ident) -> Message {
    Message::new(
        key,
        "`of()` names no companion; name those that are to be differentiated themselves, as in `of(grad)`",
    )
}

pub(crate) fn of_nothing(name: &Ident, known: &[String]) -> Message {
    let known = match known {
        [] => "none of its companions can".to_owned(),
        known => format!("its companions that can are {}", quoted(known)),
    };
    Message::new(name, format!("`{name}` of this function cannot be differentiated: {known}"))
}

pub(crate) fn of_caller(name: &Ident) -> Message {
    Message::new(
        name,
        "the gradient of a function that calls others can be differentiated once: write `of(grad)` or `of(grad(jvp))`, or write \
         out here what they compute",
    )
}

pub(crate) fn of_method(name: &Ident) -> Message {
    Message::new(
        name,
        "the gradient of a method that calls others cannot be differentiated; make it a function, or write out here what they \
         compute",
    )
}

pub(crate) fn of_own_type(name: &Ident) -> Message {
    Message::new(
        name,
        "the gradient of a function that calls others cannot be differentiated with respect to a type of your own; take its \
         numbers as parameters, or write out here what they compute",
    )
}

/// `at`: the call, in the primal.
pub(crate) fn of_calls(name: &Ident, at: Span) -> Message {
    Message::at(
        at,
        format!(
            "`{name}` of this function cannot be differentiated: it runs the companion of what is called here, and that is no \
             function of numbers alone; write out here what that computes"
        ),
    )
}

/// `at`: what of the primal it belongs to.
pub(crate) fn of_statement(name: &Ident, at: Span) -> Message {
    Message::at(
        at,
        format!(
            "`{name}` of this function cannot be differentiated: of what it does for this there is no derivative yet; write the \
             function with numbers and arrays of them, or take `hvp` for its second derivatives"
        ),
    )
}

/// What is said of a companion, which the user has not written.
pub(crate) fn of_companion(name: &Ident, said: &syn::Error) -> Message {
    Message::new(name, format!("`{name}` of this function cannot be differentiated; of its code it is said: {said}"))
}

pub(crate) fn unknown_option(name: &Ident) -> Message {
    Message::new(name, format!("there is no option `{name}`; {OPTIONS}"))
}

pub(crate) fn wrt_of_nothing(name: &Ident) -> Message {
    Message::new(name, "`wrt()` names no parameter; name those to differentiate by, as in `wrt(w, b)`, or leave it out")
}

pub(crate) fn wrt_unknown(name: &Ident, known: &[String]) -> Message {
    let known = match known {
        [] => "it has none".to_owned(),
        known => format!("it has {}", quoted(known)),
    };
    Message::new(name, format!("`wrt` names `{name}`, which is no parameter of this function; {known}"))
}

pub(crate) fn wrt_twice(name: &Ident) -> Message {
    Message::new(name, format!("`wrt` names `{name}` twice; name it once"))
}

pub(crate) fn wrt_constant(name: &Ident) -> Message {
    Message::new(name, format!("`wrt` names `{name}`, which is marked `#[constant]`; drop one of the two"))
}

pub(crate) fn wrt_discrete(name: &Ident) -> Message {
    Message::new(
        name,
        format!("`wrt` names `{name}`, whose type cannot carry a derivative; name parameters that hold `f64` or `f32`"),
    )
}
