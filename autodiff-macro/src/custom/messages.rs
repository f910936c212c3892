//! What the user is told about a pullback written by hand.

use crate::diagnostics::Message;
use proc_macro2::Ident;
use quote::ToTokens;

type Tokens<'t> = &'t dyn ToTokens;

fn message(at: Tokens<'_>, words: impl std::fmt::Display) -> Message {
    syn::Error::new_spanned(at.to_token_stream(), words).into()
}

/// Enough of an item that is none of ours: a span over the whole of it hides the message.
fn first_word(item: Tokens<'_>) -> proc_macro2::TokenStream {
    let is_word = |tree: &proc_macro2::TokenTree| matches!(tree, proc_macro2::TokenTree::Ident(_));
    let word = item.to_token_stream().into_iter().find(is_word);
    word.map_or_else(|| item.to_token_stream(), Into::into)
}

pub(super) fn not_a_function(item: Tokens<'_>) -> Message {
    message(
        &first_word(item),
        "only a function can be a pullback; put `#[pullback]` on `fn g_pullback(..) -> (R, impl Fn(..))`",
    )
}

pub(super) fn jvp_of_no_function(item: Tokens<'_>) -> Message {
    message(
        &first_word(item),
        "only a function can be a rule for forward mode; put `#[jvp]` on `fn g_jvp(x, d_x, ..) -> (R, R)`",
    )
}

pub(super) fn unnamed_primal_of_jvp(name: &Ident) -> Message {
    let words = format!(
        "`{name}` does not say which function it is the forward mode of: it must be named after its primal, `g_jvp` for `g`"
    );
    message(name, words)
}

pub(super) fn no_pair_of_jvp(ty: &syn::Type) -> Message {
    message(ty, "a rule for forward mode must return the value and its tangent, which is of the same type: `(R, R)`")
}

pub(super) fn no_tangent(param: &syn::Pat) -> Message {
    let words = format!(
        "`{}` has no tangent: a parameter of the same type must stand behind it; mark parameters without one `#[constant]`",
        param.to_token_stream()
    );
    message(param, words)
}

pub(super) fn unnamed_primal(name: &Ident) -> Message {
    let words = format!(
        "`{name}` does not say which function it is the pullback of: a pullback must be named after its primal, \
         `g_pullback` for `g`"
    );
    message(name, words)
}

pub(super) fn member(name: &Ident) -> Message {
    let words = format!(
        "`{name}` belongs to a type, and a rule of your own does not: write the rule for a free function, and call that from \
         a method with `#[differentiate]`"
    );
    message(name, words)
}

pub(super) fn no_pair(name: &Ident, output: &syn::ReturnType) -> Message {
    let words = "a pullback must return the value and a closure, `(R, impl Fn(R, &mut G, ..))`: the closure takes the \
                 cotangent of the value, then one `&mut` for the gradient of each differentiable parameter";
    match output {
        syn::ReturnType::Default => message(name, words),
        syn::ReturnType::Type(_, ty) => message(ty, words),
    }
}

pub(super) fn no_cotangent(closure: Tokens<'_>, result: &syn::Type) -> Message {
    let result = result.to_token_stream();
    message(
        closure,
        format!("the closure takes no cotangent: its first argument must be that of the value, `{result}`"),
    )
}

pub(super) fn wrong_cotangent(ty: Tokens<'_>, wanted: &str) -> Message {
    message(ty, format!("the cotangent of the value has the value's own type: the first argument must be `{wanted}`"))
}

pub(super) fn not_an_accumulator(ty: Tokens<'_>) -> Message {
    message(ty, "not an accumulator: after the cotangent, the closure takes `&mut` references that it adds to")
}

pub(super) fn written(ty: Tokens<'_>) -> Message {
    let words = "a rule of your own for a function that writes through `&mut` is not supported yet; let it return what it \
                 computes";
    message(ty, words)
}

pub(super) fn accumulators(closure: Tokens<'_>, found: usize, wanted: &[String]) -> Message {
    let names = wanted.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let (takes, has) = (counted(found, "accumulator"), counted(wanted.len(), "differentiable parameter"));
    let names = if wanted.is_empty() { String::new() } else { format!(" ({names})") };
    let words = format!(
        "the closure takes {takes}, but the function has {has}{names}: one `&mut` for each, in order; mark parameters \
         without one `#[constant]`"
    );
    message(closure, words)
}

fn counted(n: usize, what: &str) -> String {
    match n {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    }
}
