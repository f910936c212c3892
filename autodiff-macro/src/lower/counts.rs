//! Numbers of turns and indices, as opaque expressions that are put together.

use crate::ir::{Inert, Read, Reading, VarId};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

pub(super) fn is_zero(inert: &Inert) -> bool {
    literal(inert) == Some(0)
}

pub(super) fn literal(inert: &Inert) -> Option<usize> {
    inert.tokens.to_string().trim_end_matches("usize").parse().ok()
}

pub(super) fn number(n: usize) -> Inert {
    Inert::pure(proc_macro2::Literal::usize_unsuffixed(n).to_token_stream(), Vec::new(), false)
}

pub(super) fn variable(var: VarId, span: Span) -> Inert {
    let reads = vec![Read { var, what: Reading::Value }];
    Inert::pure(Inert::hole(var, span).to_token_stream(), reads, false)
}

pub(super) fn plus(one: &Inert, other: &Inert) -> Inert {
    if is_zero(one) {
        return other.clone();
    }
    combined(one, other, |one, other| quote!(#one + #other))
}

/// Of any two numbers: a number of elements to skip may be larger than any.
pub(super) fn sum(one: &Inert, other: &Inert) -> Inert {
    match (literal(one), literal(other)) {
        (Some(0), _) => other.clone(),
        (Some(one), Some(other)) => number(one.saturating_add(other)),
        _ => method(one, "saturating_add", other),
    }
}

pub(super) fn product(one: &Inert, other: &Inert) -> Inert {
    combined(one, other, |one, other| quote!(#one * #other))
}

pub(super) fn quotient(one: &Inert, other: &Inert) -> Inert {
    combined(one, other, |one, other| quote!(#one / #other))
}

/// `end - 1 - at`
pub(super) fn before(end: &Inert, at: &Inert) -> Inert {
    combined(end, at, |end, at| quote!(#end - 1 - #at))
}

/// `receiver.name(arg)`, of `usize`s.
pub(super) fn method(receiver: &Inert, name: &str, arg: &Inert) -> Inert {
    let name = proc_macro2::Ident::new(name, Span::call_site());
    let (first, second) = (&receiver.tokens, &arg.tokens);
    let receiver_is_number = receiver.reads.is_empty();
    let whole = combined(receiver, arg, |receiver, _| match receiver_is_number {
        // A number has no type before a dot.
        true => quote!(usize::#name(#first, #second)),
        false => quote!(#receiver.#name(#second)),
    });
    Inert { compound: false, ..whole }
}

/// An expression of two others, each in parentheses where it needs them.
fn combined(one: &Inert, other: &Inert, tokens: impl FnOnce(TokenStream, TokenStream) -> TokenStream) -> Inert {
    let piece = |inert: &Inert| {
        let tokens = &inert.tokens;
        if inert.compound { quote!((#tokens)) } else { quote!(#tokens) }
    };
    let mut reads: Vec<Read> = one.reads.clone();
    for read in &other.reads {
        match reads.iter_mut().find(|known| known.var == read.var) {
            Some(known) if read.what == Reading::Value => known.what = Reading::Value,
            Some(_) => {}
            None => reads.push(*read),
        }
    }
    Inert::pure(tokens(piece(one), piece(other)), reads, true)
}
