//! What is asked for by name: companions that not every function has, and the test of `check`.

use crate::diagnostics::{Errors, catalogue};
use crate::ir::{Asked, Function, Param};
use crate::parse::Input;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ReturnType;

pub(super) fn asked(input: &Input) -> Asked {
    let has = |wanted: &str| input.options.asked.iter().any(|name| name == wanted);
    Asked {
        jvp: has("jvp"),
        jacobian: has("jacobian"),
        hvp: has("hvp"),
        hessian: has("hessian"),
        check: input.options.check.is_some(),
        grad_again: input.options.of.iter().any(|(name, _)| name == "grad"),
    }
}

/// What the user gives the test for arguments.
pub(super) fn arguments(input: &Input) -> Vec<(Ident, TokenStream)> {
    let given = input.options.check.iter().flat_map(|(_, given)| given);
    given.map(|(name, value)| (name.clone(), value.to_token_stream())).collect()
}

/// What is asked for is of functions of another shape.
pub(super) fn check(function: &Function, input: &Input, errors: &mut Errors) {
    let asked = function.signature.asked;
    if function.signature.is_operator() && asked.hvp {
        errors.push(catalogue::lost_twice(input.item.sig.ident.span()));
    }
    let at = match &input.item.sig.output {
        ReturnType::Default => input.item.sig.ident.to_token_stream(),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    };
    if asked.jacobian && !function.has_jacobian() {
        errors.push(catalogue::no_jacobian(&at));
    }
    if asked.hessian && (!function.result.is_float() || function.has_outputs()) {
        errors.push(catalogue::no_hessian(&at));
    }
    if let Some((key, given)) = &input.options.check {
        check_test(function, key, given, errors);
    }
}

/// The test calls the function: with what it is given, and with what it can make up.
fn check_test(function: &Function, key: &Ident, given: &[(Ident, syn::Expr)], errors: &mut Errors) {
    if function.signature.owner.is_some() {
        return errors.push(catalogue::check_of_member(key));
    }
    let name_of = |param: &Param| function.var(param.var).name.clone();
    for (at, (name, _)) in given.iter().enumerate() {
        if given[..at].iter().any(|(earlier, _)| earlier == name) {
            errors.push(catalogue::option_twice(name));
        } else if !function.params.iter().any(|param| name_of(param) == *name) {
            errors.push(catalogue::check_unknown(name));
        }
    }
    let generics = &function.signature.generics;
    if let Some(open) =
        generics.type_names.iter().find(|name| !generics.floats.iter().any(|f| f.name == name.to_string()))
    {
        return errors.push(catalogue::check_of_generic(key, &open.to_string()));
    }
    for param in &function.params {
        let (name, ty) = (name_of(param), &function.var(param.var).ty);
        if param.is_lent(function) && !param.differentiable {
            errors.push(catalogue::check_of_lent(&name));
        } else if !given.iter().any(|(of, _)| *of == name) && !ty.owned().is_made_of_floats() {
            errors.push(catalogue::check_needs(key, &name));
        }
    }
}
