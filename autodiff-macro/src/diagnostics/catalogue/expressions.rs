//! About expressions.

use super::Tokens;
use crate::diagnostics::Message;
use proc_macro2::Ident;

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
        "a closure that may carry a derivative cannot be differentiated where it is handed away: what calls it is not \
         visible here; call it in this function, by the name that `let` gives it, or hand its result away",
    )
}

pub(crate) fn without_companions(callee: Tokens<'_>) -> Message {
    Message::new(
        callee,
        "a call of this function cannot be differentiated: it is declared here, has no companions, and its body can't stand \
         for it, since it calls itself, perhaps by way of others, is over types, or names what a local of that name hides \
         here; put `#[differentiate]` on it",
    )
}

pub(crate) fn closures_too_deep(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this call of a closure cannot be differentiated: closures that call closures are written out call by call, and \
         there are too many; make one of them a function with `#[differentiate]`",
    )
}

pub(crate) fn hidden_variable(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "`{name}` cannot be differentiated where a pattern or a closure binds another `{name}`: a reference that is read \
             there leads to what this one tells; give one of the two another name"
        ),
    )
}

pub(crate) fn captured_reassigned(at: Tokens<'_>, word: &Ident) -> Message {
    Message::new(
        at,
        format!(
            "this closure cannot be differentiated: it captures `{word}`, which is assigned elsewhere and whose type is not \
             visible, so that it may be a reference; annotate it, or bind what the closure needs to a name of its own"
        ),
    )
}

pub(crate) fn closure_shadowed(at: Tokens<'_>, word: &Ident) -> Message {
    Message::new(
        at,
        format!(
            "this call cannot be differentiated: the closure captures a variable named `{word}`, and stands \
             under another `{word}` here; bind the result of the call with `let`, or give one of them another name"
        ),
    )
}

pub(crate) fn variant(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this variant cannot be differentiated: what the others of its type hold is not known here; use an `Option`, or an \
         enum of your own with `#[derive(Differentiable)]`",
    )
}

pub(crate) fn sub_slice(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a part of a slice cannot be differentiated where its range is kept in a variable: where it begins and ends is \
         not visible here; write the range in the brackets, as in `x[start..end]`",
    )
}

pub(crate) fn float_index(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "an index that is a float cannot be differentiated: what is read does not tell how it depends on it; index by an \
         integer, or call a function with `#[differentiate]` or a `#[pullback]`",
    )
}

pub(crate) fn float_range(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a range between values that may carry a derivative cannot be differentiated: it is not supported yet; keep its \
         ends in two variables",
    )
}

pub(crate) fn vec_method(name: &Ident) -> Message {
    let instead = match name.to_string().as_str() {
        "sort" | "sort_by" | "sort_by_key" | "sort_unstable" | "sort_unstable_by" | "sort_by_cached_key" => {
            "sort a `Vec` of indices and read through it, or write the sort with `swap`"
        }
        "fill" => "write a loop that assigns the rows",
        "reverse" | "rotate_left" | "rotate_right" => "write a loop over `swap`",
        "insert" | "remove" | "swap_remove" | "drain" | "retain" | "dedup" | "append" | "split_off" => {
            "write a loop that pushes what is to stay onto a new `Vec`"
        }
        "extend" => "write `extend_from_slice`, or a loop over `push`",
        "pop" => "write `let last = v.pop().unwrap();`",
        "first" | "last" | "get" => "write the index, as in `v[0]` and `v[v.len() - 1]`",
        _ => {
            "write a loop that assigns elements, or use `clone`, `to_vec`, `swap`, `fill`, `copy_from_slice`, `push`, \
             `pop`, `truncate`, `clear`, `resize`, `extend_from_slice`"
        }
    };
    Message::new(
        name,
        format!(
            "`{name}` of a `Vec` or a slice that may carry a derivative cannot be differentiated: which numbers end up \
             where is not followed through it; {instead}"
        ),
    )
}

pub(crate) fn rows_resized(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "`{name}` of a `Vec` that is not known to hold floats cannot be differentiated: what reaches its rows would have \
             to be told apart, which is not supported yet; `push` clones of the row in a loop, or annotate the variable \
             with `Vec<f64>` if that is what it is"
        ),
    )
}

pub(crate) fn swapped_within(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "`swap` of two parts of one variable cannot be differentiated: both would have to be borrowed by its name; write \
         `rows.swap(i, j)`",
    )
}

pub(crate) fn taken(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "`take` of this cannot be differentiated: it is not known what it leaves behind; write \
         `std::mem::replace(&mut x, value)` with a value of your own",
    )
}

pub(crate) fn iterators(method: &Ident) -> Message {
    Message::new(
        method,
        "an iterator over values that may carry a derivative cannot be differentiated here: what takes its items is not \
         followed; write the whole chain where its items are used, up to `sum`, `product`, `fold`, `for_each`, `reduce` or \
         `collect`, or a `for` loop over it",
    )
}

pub(crate) fn method_by_name(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "the method `{name}` cannot be differentiated: only the methods of `f64` and `f32` are known, on values \
             known to be floats; if it is called on one, annotate that, as in `let x: f64 = ..`, else call a function \
             or a method of your own with `#[differentiate]`"
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

pub(crate) fn mixed_floats(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this float of another type cannot be differentiated here: what an operator makes of a type parameter and another type \
         is not known; convert it, as in `T::from(2.0).unwrap()` and `x.to_f64().unwrap()`",
    )
}

pub(crate) fn doubtful_conversion(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "`{name}` of this value cannot be differentiated: a trait of your own among the bounds of its type may have a \
             method of this name; convert it in a function whose type parameter has no such bound"
        ),
    )
}

pub(crate) fn conversion(name: &Ident) -> Message {
    Message::new(
        name,
        format!(
            "`{name}` of a value that may carry a derivative cannot be differentiated: which type it becomes is not visible \
             here; name it, as in `T::from(x).unwrap()`, or write `x.to_f64().unwrap()`; to an integer, round it with \
             `floor` first, or put `stop_gradient(..)` around it"
        ),
    )
}

pub(crate) fn associated(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a call of this function of std's cannot be differentiated: it keeps what it is given, or hides it; call a function \
         with `#[differentiate]`, or keep the value in a variable, an array, a `Vec` or a struct of your own",
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

pub(crate) fn cast_to_unknown(ty: Tokens<'_>) -> Message {
    let name = ty.to_token_stream();
    Message::new(
        ty,
        format!(
            "a cast to `{name}` cannot be differentiated: a macro sees the name, not the type that it stands for; write \
             the type itself, as in `x as f64`"
        ),
    )
}
