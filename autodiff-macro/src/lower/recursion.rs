//! Functions that call themselves: the type of what their pullback keeps would contain itself, so that it is boxed.

use crate::diagnostics::{Errors, catalogue};
use crate::ir::{Call, Expr, Form, Function, Step, StmtKind};
use crate::parse::Input;
use proc_macro2::TokenStream;
use quote::ToTokens;

/// Boxes the pullback of a function that calls itself, as far as names tell; refuses where that can't be.
pub(super) fn settle(function: &mut Function, input: &Input, errors: &mut Errors) {
    let is_inherent = is_inherent(input);
    let mut calls_itself = false;
    function.body.visit(&mut |stmt| {
        calls_itself |= matches!(&stmt.kind, StmtKind::Call(call) if is_itself(function, call, is_inherent));
    });
    function.signature.boxed |= calls_itself;
    if !function.signature.boxed {
        return;
    }
    let name = &function.signature.name;
    let found = if input.home.as_ref().is_some_and(|home| home.is_trait || home.implements.is_some()) {
        Some(catalogue::recursion_in_a_trait(name))
    } else {
        open(function).map(|open| catalogue::recursion(name, &open))
    };
    if let Some(message) = found {
        errors.push(message);
        // The companions that callers find need no box.
        function.signature.boxed = false;
    }
}

/// No trait's: what is `pub` is not, and what a block says is none.
fn is_inherent(input: &Input) -> bool {
    let is_public = !matches!(input.item.vis, syn::Visibility::Inherited);
    is_public || input.home.as_ref().is_some_and(|home| home.is_seen && !home.is_trait && home.implements.is_none())
}

fn is_itself(function: &Function, call: &Call, is_inherent: bool) -> bool {
    let prefix = call.callee.prefix.to_string();
    let is_own = match (call.callee.form, function.signature.owner.is_some()) {
        (Form::Free, false) => matches!(prefix.as_str(), "" | "self ::"),
        (Form::Associated, true) => prefix == "Self ::",
        // Called on another value, it may be a method of another type; a box is no harm there.
        (Form::Method { .. }, true) => is_inherent || is_on_self(function, call),
        _ => false,
    };
    is_own && call.callee.name == function.signature.name
}

fn is_on_self(function: &Function, call: &Call) -> bool {
    let base = match call.args.first().map(|receiver| &receiver.value) {
        Some(Expr::Borrow { place, .. }) => {
            place.path.iter().all(|step| matches!(step, Step::Deref)).then_some(place.base)
        }
        other => other.and_then(|value| value.as_var()),
    };
    base.and_then(|base| function.param_of(base)) == Some(0)
}

/// A type that its pullback may borrow from: one of its own, or of the block around it.
fn open(function: &Function) -> Option<TokenStream> {
    let generics = &function.signature.generics;
    generics.may_borrow().or_else(|| generics.unknown.first().map(|name| name.to_token_stream()))
}
