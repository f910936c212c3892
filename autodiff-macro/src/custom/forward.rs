//! `#[jvp]`: a rule of the user's own for forward mode, `g_jvp(x, d_x, …) -> (R, R)`.

use super::messages;
use crate::diagnostics::Errors;
use crate::{emit, lower, parse, transform};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{FnArg, ItemFn, ReturnType, Type};

pub(crate) fn jvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    super::beside(attr, item, messages::jvp_of_no_function, companion)
}

fn companion(attr: TokenStream, function: &ItemFn, errors: &mut Errors) -> Option<TokenStream> {
    let name = &function.sig.ident;
    let stem = name.to_string().strip_suffix("_jvp").filter(|stem| !stem.is_empty()).map(str::to_owned);
    if stem.is_none() {
        errors.push(messages::unnamed_primal_of_jvp(name));
    }
    if function.sig.receiver().is_some() {
        errors.push(messages::member(name));
        return None;
    }
    let output = primal_output(function, errors)?;
    // The primal's signature, to be read as that of any function.
    let mut primal = function.clone();
    primal.sig.ident = Ident::new(&stem?, name.span());
    primal.sig.output = output;
    primal.sig.inputs = primal_inputs(function, errors)?.into_iter().collect();
    primal.block.stmts.clear();
    let input = parse::parse(attr, primal.into_token_stream(), None, errors).input?;
    if input.home.is_some() {
        errors.push(messages::member(name));
        return None;
    }
    let (mut signature, formed) = lower::lower_signature(&input, errors);
    for variable in &mut signature.variables {
        variable.mutable = false;
    }
    let jvp = (formed && errors.is_empty()).then_some(name);
    formed.then(|| emit::emit_jvp_by_hand(&transform::by_hand(signature), jvp))
}

/// `-> R` of `-> (R, R)`; nothing where nothing is returned.
fn primal_output(function: &ItemFn, errors: &mut Errors) -> Option<ReturnType> {
    let ReturnType::Type(arrow, ty) = &function.sig.output else { return Some(ReturnType::Default) };
    if let Type::Tuple(tuple) = &**ty
        && let [value, tangent] = tuple.elems.iter().collect::<Vec<_>>().as_slice()
        && value.to_token_stream().to_string() == tangent.to_token_stream().to_string()
    {
        return Some(ReturnType::Type(*arrow, Box::new((*value).clone())));
    }
    errors.push(messages::no_pair_of_jvp(ty));
    None
}

/// The parameters without their tangents.
fn primal_inputs(function: &ItemFn, errors: &mut Errors) -> Option<Vec<FnArg>> {
    let mut inputs = Vec::new();
    let mut all = function.sig.inputs.iter();
    while let Some(param) = all.next() {
        inputs.push(param.clone());
        let FnArg::Typed(typed) = param else { continue };
        let is_constant = typed.attrs.iter().any(|attribute| attribute.path().is_ident("constant"));
        if is_constant || lower::is_discrete(&typed.ty) {
            continue;
        }
        let wanted = typed.ty.to_token_stream().to_string();
        match all.next() {
            Some(FnArg::Typed(tangent)) if tangent.ty.to_token_stream().to_string() == wanted => {}
            _ => {
                errors.push(messages::no_tangent(&typed.pat));
                return None;
            }
        }
    }
    Some(inputs)
}
