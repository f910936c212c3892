//! About statements and control flow.

use super::Tokens;
use crate::diagnostics::Message;
use proc_macro2::Span;

pub(crate) fn pattern(pattern: Tokens<'_>) -> Message {
    Message::new(
        pattern,
        "this pattern cannot be differentiated: only names, `&name`, `_`, and tuples, arrays and structs of them are \
         supported yet; bind the value to a name and read its parts",
    )
}

pub(crate) fn conditional_statement(attribute: Tokens<'_>) -> Message {
    Message::new(
        attribute,
        "a statement under `#[cfg]` cannot be differentiated: whether it is there is decided after the derivative is; \
         write `if cfg!(…)`, or put the `#[cfg]` on the function",
    )
}

pub(crate) fn inner_item(name: Tokens<'_>) -> Message {
    let word = name.to_token_stream();
    Message::new(
        name,
        format!(
            "the item `{word}` in an inner block cannot be kept apart from another `{word}` of this function: its \
             derivative uses both side by side; give it a name of its own, or move it to the top of the function"
        ),
    )
}

pub(crate) fn kept_apart(name: Tokens<'_>) -> Message {
    let word = name.to_token_stream();
    Message::new(
        name,
        format!(
            "two variables named `{word}`, which `macro_rules!` keeps apart, cannot be told apart in a differentiated \
             function; give one of them another name"
        ),
    )
}

pub(crate) fn shouted(name: Tokens<'_>) -> Message {
    let word = name.to_token_stream();
    Message::new(
        name,
        format!(
            "the pattern `{word}` cannot be told from a constant in a differentiated function, and a variable `{word}` is in \
             scope; write the names that a pattern binds in lower case"
        ),
    )
}

pub(crate) fn hidden_type(name: Tokens<'_>) -> Message {
    let word = name.to_token_stream();
    Message::new(
        name,
        format!(
            "an item named `{word}` cannot be used in a differentiated function: it hides the type `{word}`, which its \
                 derivative is written with; choose another name"
        ),
    )
}

pub(crate) fn inner_glob(import: Tokens<'_>) -> Message {
    Message::new(
        import,
        "a `use ..::*` in an inner block cannot be differentiated: which names it brings in is not visible here; move it \
         to the top of the function, or name what it imports",
    )
}

pub(crate) fn alias(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this reference cannot be differentiated: which numbers it stands for is not visible here; bind `&x`, `&x[i]` or \
         `&x[a..b]` to a name of its own with `let`, or read the numbers themselves",
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
        "`&mut` of a value that may carry a derivative cannot be differentiated here: what writes it must be the call of \
         a differentiated function, as a statement or behind `let`; make it one, or let the callee return what it computes",
    )
}

pub(crate) fn lent_in_parts(callee: Tokens<'_>) -> Message {
    Message::new(
        callee,
        "a call that is lent two parts of one memory cannot be differentiated: which part is which is lost on the way; \
         lend it the whole and say where the parts are, or copy one of them",
    )
}

pub(crate) fn output_replaced(at: Span) -> Message {
    Message::at(
        at,
        "a `Vec` behind a `&mut` parameter cannot be replaced, nor made longer or shorter: one buffer holds the cotangent \
         of what it held before and of what it holds after; write its elements, or return the new `Vec`",
    )
}

pub(crate) fn for_each(expr: Tokens<'_>) -> Message {
    Message::new(
        expr,
        "a loop over this cannot be differentiated: it is not known to be a range, an array, a slice or a `Vec`; give it \
         its type, as in `let x: Vec<f64> = ..`, or write `for i in 0..x.len()` and read `x[i]`",
    )
}

pub(crate) fn adaptor(method: Tokens<'_>) -> Message {
    let name = method.to_token_stream();
    let instead = match name.to_string().as_str() {
        "zip" => "of two iterators that leave items out, or that change something, collect one into a `Vec` first",
        "skip" | "take" | "step_by" | "rev" => {
            "behind `filter`, `flat_map`, `chain` or a closure that changes something, collect into a `Vec` first"
        }
        "filter_map" => "write `filter` and then `map`",
        "map_while" => "write `take_while` and then `map`",
        "scan" => "write a loop, with its state in a variable",
        _ => "write a loop, or collect into a `Vec` with the methods that are known",
    };
    Message::new(
        method,
        format!(
            "a loop over `{name}` cannot be differentiated here: which items it gives is not followed through it; {instead}"
        ),
    )
}

pub(crate) fn collected(method: Tokens<'_>) -> Message {
    Message::new(
        method,
        "`collect` cannot be differentiated into this: only what it makes a `Vec` of is followed; write \
         `collect::<Vec<_>>()`",
    )
}

pub(crate) fn collected_references(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "a `Vec` of references cannot be differentiated: which numbers they stand for is not visible later; collect the \
         numbers themselves, with `copied` or `cloned`",
    )
}

pub(crate) fn endless_source(at: Span) -> Message {
    Message::at(
        at,
        "a loop that never ends cannot be differentiated: how many items there are must be known before; say how many, with \
         `take(..)`",
    )
}

pub(crate) fn given_no_closure(arg: Tokens<'_>) -> Message {
    Message::new(
        arg,
        "what this method calls cannot be differentiated: it is not visible here; write a closure, or the name of a \
         function",
    )
}

pub(crate) fn rows_by_value(name: Tokens<'_>) -> Message {
    Message::new(
        name,
        "a loop that takes rows for itself cannot be differentiated: only numbers and arrays can be taken out of memory \
         that is read again; lend it, as in `for row in &x`",
    )
}

pub(crate) fn question(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "`?` cannot be differentiated: a result that carries a derivative has no place for an error; return an `Option`, or test with `if` and `else`",
    )
}

pub(crate) fn leaving_inside(at: Tokens<'_>, keyword: &str) -> Message {
    Message::new(
        at,
        format!(
            "`{keyword}` cannot be differentiated inside of an expression that is kept whole: the statements behind it \
             cannot be told from those in front of it; write it in a statement of its own, under an `if`"
        ),
    )
}

pub(crate) fn leaving_with_unknown(at: Tokens<'_>) -> Message {
    Message::new(
        at,
        "this cannot be left early: what is bound here has a type that is not visible; annotate it, `let x: f64;`, or \
         give it its value where it is bound, `let x = loop { … };`",
    )
}

pub(crate) fn matching(pattern: Tokens<'_>) -> Message {
    Message::new(
        pattern,
        "this pattern cannot be differentiated: where its parts are is not visible in it; give a number or a slice a name, \
         and test that with a guard or with `if`",
    )
}

pub(crate) fn writing_guard(guard: Tokens<'_>) -> Message {
    Message::new(
        guard,
        "a guard that writes cannot be differentiated: it runs only where its pattern fits and no arm before it is taken; \
         write an `if` of its own in the arm, or bind what it yields to a name in front",
    )
}

pub(crate) fn if_let(token: Tokens<'_>) -> Message {
    Message::new(
        token,
        "patterns in the middle of a condition cannot be differentiated; write `if let` first, or one `if` inside the other",
    )
}
