//! One constructor a message: the only prose that users read. Each says *what* cannot be differentiated, *why*, and
//! *what to write instead*.

use super::Message;
use proc_macro2::{Ident, Span};
use quote::ToTokens;

type Tokens<'t> = &'t dyn ToTokens;

// ---------------------------------------------------------------- the attribute

pub(crate) fn not_a_function(keyword: Tokens<'_>) -> Message {
    Message::new(keyword, "only functions can be differentiated; put `#[differentiate]` on a `fn`")
}

pub(crate) fn trait_method(name: &Ident) -> Message {
    Message::new(
        name,
        "trait methods cannot be differentiated: methods are not supported yet; write a free function and call it from \
         the implementations",
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

pub(crate) fn planned_option(name: &Ident) -> Message {
    Message::new(name, format!("`{name}` is not supported yet; the options are `wrt(..)` and `crate = ..`"))
}

pub(crate) fn unknown_option(name: &Ident) -> Message {
    Message::new(name, format!("there is no option `{name}`; the options are `wrt(..)` and `crate = ..`"))
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

// ---------------------------------------------------------------- the signature

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

pub(crate) fn method(receiver: Tokens<'_>) -> Message {
    Message::new(
        receiver,
        "a method cannot be differentiated: `self` is not supported yet; write a free function that takes the numbers \
         themselves",
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
        "a parameter of this type cannot be differentiated: what stands behind `impl` or `dyn` is not known here; take \
         numbers, slices or arrays",
    )
}

pub(crate) fn opaque_result(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a result of this type cannot be differentiated: what stands behind `impl` or `dyn` is not known here; return \
         numbers, a `Vec` or an array",
    )
}

pub(crate) fn type_parameter(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "a function generic over the type `{name}` cannot be differentiated: type parameters are not supported yet; \
             write it for `f64` or `f32` (lifetimes and `const` parameters are fine)"
        ),
    )
}

pub(crate) fn mutable_parameter(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a function that writes through a `&mut` parameter cannot be differentiated: outputs are not supported yet; \
         return the result instead",
    )
}

pub(crate) fn parameter_of_own_type(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a parameter of this type cannot be differentiated: types other than floats, and arrays, slices, `Vec`s and \
         tuples of floats, are not supported yet, and aliases can't be seen through; spell such a type out, or mark the \
         parameter `#[constant]`",
    )
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
        "a function that returns a reference cannot be differentiated: the result's cotangent would have no owner; \
         return the value itself",
    )
}

pub(crate) fn result_of_nothing(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "there is nothing to differentiate: this result holds no floats; return `f64` or `f32`, or a `Vec`, an array or \
         a tuple of them",
    )
}

pub(crate) fn result_of_own_type(ty: Tokens<'_>) -> Message {
    Message::new(
        ty,
        "a result of this type cannot be differentiated: results other than floats, and arrays, `Vec`s and tuples of \
         floats, are not supported yet, and aliases can't be seen through; spell such a type out",
    )
}

// ---------------------------------------------------------------- statements

pub(crate) fn let_else(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "`let … else` cannot be differentiated: leaving early is not supported yet; test with `if` and `else`",
    )
}

pub(crate) fn let_pattern(pattern: Tokens<'_>) -> Message {
    Message::new(
        pattern,
        "this pattern cannot be differentiated: only names, `_` and tuples of them are supported yet; bind the value to \
         a name and read its parts",
    )
}

pub(crate) fn conditional_statement(attribute: Tokens<'_>) -> Message {
    Message::new(
        attribute,
        "a statement under `#[cfg]` cannot be differentiated: whether it is there is decided after the derivative is; \
         write `if cfg!(…)`, or put the `#[cfg]` on the function",
    )
}

pub(crate) fn alias(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a reference kept in a variable cannot be differentiated: a second name for the same numbers is not supported \
         yet; use the first name, or borrow where it is passed on",
    )
}

pub(crate) fn assigned(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this assignment cannot be differentiated: only variables, elements and fields can be assigned; assign one of \
         these",
    )
}

pub(crate) fn mutable_borrow(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "`&mut` of a value that may carry a derivative cannot be differentiated: writing through references is not \
         supported yet; write the elements here, or let the callee return what it computes",
    )
}

// ---------------------------------------------------------------- control flow

pub(crate) fn while_loop(token: Tokens<'_>) -> Message {
    Message::new(token, loops("`while` loops"))
}

pub(crate) fn endless_loop(token: Tokens<'_>) -> Message {
    Message::new(token, loops("`loop`s"))
}

fn loops(what: &str) -> String {
    format!(
        "{what} that compute with floats cannot be differentiated: a number of turns that is not known beforehand is \
         not supported yet; write `for i in a..b`"
    )
}

pub(crate) fn for_each(expr: Tokens<'_>) -> Message {
    Message::new(
        expr,
        "a loop over this cannot be differentiated: only ranges of integers are supported yet; write \
         `for i in 0..x.len()` and read `x[i]`",
    )
}

pub(crate) fn loop_pattern(pattern: Tokens<'_>) -> Message {
    Message::new(
        pattern,
        "this loop pattern cannot be differentiated: only a name or `_` is supported yet; write `for i in a..b`",
    )
}

pub(crate) fn leaving(at: Tokens<'_>, keyword: &str) -> Message {
    let instead = match keyword {
        "return" => "make the result the last expression, with `if` and `else` around it",
        "?" => "test with `if` and `else`",
        _ => "put the rest of the loop's body under an `if`",
    };
    Message::new(at, format!("`{keyword}` cannot be differentiated: leaving early is not supported yet; {instead}"))
}

pub(crate) fn matching(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "a `match` that computes with floats cannot be differentiated: it is not supported yet; write `if` and `else`",
    )
}

pub(crate) fn if_let(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "`if let` cannot be differentiated: patterns in conditions are not supported yet; test with a plain `if`",
    )
}

pub(crate) fn labelled_block(label: Tokens<'_>) -> Message {
    Message::new(
        label,
        "a labelled block cannot be differentiated: leaving early is not supported yet; write `if` and `else`",
    )
}

// ---------------------------------------------------------------- expressions

pub(crate) fn unsafe_block(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "`unsafe` cannot be differentiated: what it does to memory is not visible here; write safe code, or a rule of \
         your own with `#[pullback]`",
    )
}

pub(crate) fn async_code(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "`async` code cannot be differentiated: when it runs is not known; compute the numbers first and await around \
         the function",
    )
}

pub(crate) fn closure(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a closure that may carry a derivative cannot be differentiated: closures are not supported yet; write its body \
         where it is called, or a function with `#[differentiate]`",
    )
}

pub(crate) fn structure(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a struct or enum that may carry a derivative cannot be differentiated: it is not supported yet; keep its \
         fields in variables, tuples or arrays",
    )
}

pub(crate) fn sub_slice(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a part of a slice cannot be differentiated: sub-slices are not supported yet; index the whole, as in \
         `x[start + i]`",
    )
}

pub(crate) fn vec_list(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a `vec!` of listed elements cannot be differentiated: it is not supported yet; write an array, or \
         `vec![0.0; n]` and assign the elements",
    )
}

pub(crate) fn vec_method(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "`{name}` of a `Vec` or a slice that may carry a derivative cannot be differentiated: it is not supported \
             yet; write a loop that assigns the elements of `vec![0.0; n]` or of an array"
        ),
    )
}

pub(crate) fn growing(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a `Vec` that grows cannot be differentiated: it is not supported yet; start from `vec![0.0; n]` and assign its \
         elements",
    )
}

pub(crate) fn method_by_name(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "the method `{name}` cannot be differentiated: only the methods of `f64` and `f32` are known, on values \
             known to be floats; annotate the receiver's `let` with its type, or call a function with \
             `#[differentiate]`"
        ),
    )
}

pub(crate) fn float_method(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "the method `{name}` of a float cannot be differentiated: its derivative is not known; write it with the \
             methods of the documentation's list, or call a function with `#[differentiate]` or a `#[pullback]`"
        ),
    )
}

pub(crate) fn associated(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a call of a type's own function cannot be differentiated: methods are not supported yet; call a free function \
         with `#[differentiate]`",
    )
}

pub(crate) fn computed_callee(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a call of a value cannot be differentiated: which function runs is not known here; call a function with \
         `#[differentiate]` by its name",
    )
}

pub(crate) fn unknown_macro(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this macro cannot be differentiated: what it expands to is not visible here; write what it does, or move it \
         into a function",
    )
}

pub(crate) fn debugged(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "`dbg!` around a value cannot be differentiated: a macro's result is not visible here; bind the value with \
         `let` and write `dbg!(name);` as a statement",
    )
}

pub(crate) fn wrong_arity(name: &Ident, expected: usize) -> Message {
    Message::new(name, format!("`{name}` takes {expected} operands here; pass as many"))
}

pub(crate) fn hidden_write(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this expression cannot be differentiated: it may change a variable that may carry a derivative in a way that is \
         not visible here; assign the variable in a statement of its own",
    )
}

pub(crate) fn unsupported(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this expression cannot be differentiated: it is not supported yet; write it with arithmetic, the methods of \
         floats, indexing and `if`",
    )
}

// ---------------------------------------------------------------- activity

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

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
