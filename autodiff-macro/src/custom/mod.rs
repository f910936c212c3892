//! `#[pullback]` and `#[jvp]`: rules of the user's own, for reverse and forward mode. They are written by hand; what is added
//! beside them is the uniform `g_pullback_for` or `g_jvp_for` that differentiated functions call.

mod forward;
mod messages;
mod shape;

#[cfg(test)]
mod tests;

use crate::diagnostics::{Errors, Message};
use crate::emit::{self, ByHand};
use crate::lower;
use crate::parse;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use shape::Shape;
use syn::{FnArg, ItemFn};

pub(crate) use forward::jvp;

pub(crate) fn pullback(attr: TokenStream, item: TokenStream) -> TokenStream {
    beside(attr, item, messages::not_a_function, companion)
}

/// The rule as it was written, without our marks, and its companion; or what is said where it is not a function.
fn beside(
    attr: TokenStream,
    item: TokenStream,
    refusal: fn(&dyn ToTokens) -> Message,
    companion: fn(TokenStream, &ItemFn, &mut Errors) -> Option<TokenStream>,
) -> TokenStream {
    let mut errors = Errors::default();
    let Ok(function) = syn::parse2::<ItemFn>(item.clone()) else {
        errors.push(refusal(&item));
        let errors = errors.into_tokens();
        return quote!(#item #errors);
    };
    let companion = companion(attr, &function, &mut errors);
    let (as_written, errors) = (without_constants(function), errors.into_tokens());
    quote!(#as_written #companion #errors)
}

fn companion(attr: TokenStream, function: &ItemFn, errors: &mut Errors) -> Option<TokenStream> {
    let shape = Shape::read(function, errors)?;
    // The primal's signature, to be read as that of any function.
    let mut primal = function.clone();
    primal.sig.ident = shape.primal.clone();
    primal.sig.output = shape.result.clone();
    primal.block.stmts.clear();
    let input = parse::parse(attr, primal.into_token_stream(), None, errors).input?;
    if input.home.is_some() {
        errors.push(messages::member(&function.sig.ident));
        return None;
    }
    let (mut signature, formed) = lower::lower_signature(&input, errors);
    signature.signature.boxed = false;
    let lent = input.params.iter().zip(&signature.params).filter(|(_, param)| param.is_lent(&signature));
    let lent: Vec<_> = lent.map(|(parameter, _)| &parameter.ty).collect();
    lent.iter().for_each(|ty| errors.push(messages::written(ty)));
    if !formed || !lent.is_empty() {
        return None;
    }
    for variable in &mut signature.variables {
        variable.mutable = false;
    }
    shape.check_accumulators(&signature, errors);
    let by_hand = ByHand { pullback: function.sig.ident.clone(), cotangent_by_ref: shape.cotangent_by_ref };
    Some(emit::emit_by_hand(&signature, errors.is_empty().then_some(&by_hand)))
}

/// `#[constant]` is ours.
fn without_constants(mut function: ItemFn) -> ItemFn {
    for param in &mut function.sig.inputs {
        let attrs = match param {
            FnArg::Receiver(receiver) => &mut receiver.attrs,
            FnArg::Typed(typed) => &mut typed.attrs,
        };
        attrs.retain(|attribute| !attribute.path().is_ident("constant"));
    }
    function
}
