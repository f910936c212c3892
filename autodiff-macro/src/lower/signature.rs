//! The signature: what companions take over, which parameters are differentiated, and what the result is.

use super::types::{self, Carries};
use crate::diagnostics::{Errors, catalogue};
use crate::ir::{Function, Generics, Inert, Origin, Param, Signature, Type};
use crate::parse::{Input, Parameter, carried_over};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::{GenericParam, ReturnType};

/// A function without a body. False: companions can't be formed, and the errors say why.
pub(crate) fn lower(input: &Input, errors: &mut Errors) -> (Function, bool) {
    let sig = &input.item.sig;
    let mut formed = true;
    for param in sig.generics.type_params() {
        errors.push(catalogue::type_parameter(&param.ident));
        formed = false;
    }
    let (result_tokens, result) = match &sig.output {
        ReturnType::Default => (TokenStream::new(), Type::Unit),
        ReturnType::Type(_, ty) => (ty.to_token_stream(), types::read(ty)),
    };
    let signature = Signature {
        name: sig.ident.clone(),
        visibility: input.item.vis.to_token_stream(),
        attributes: carried_over(&input.item.attrs),
        is_const: sig.constness.is_some(),
        generics: generics(&sig.generics),
        result: result_tokens,
        runtime: match &input.options.runtime {
            Some(path) => path.to_token_stream(),
            None => quote!(::autodiff_runtime),
        },
    };
    let mut function = Function::new(signature, result);
    let mut flags = Flags { taken: HashSet::new(), reserved: None };
    flags.take(input.item.to_token_stream());
    if let Some(name) = &flags.reserved {
        errors.push(catalogue::reserved_name(name));
    }
    for (index, parameter) in input.params.iter().enumerate() {
        let var = function.add_var(parameter.ident.clone(), types::read(&parameter.ty), Origin::Param(index));
        function.var_mut(var).mutable = parameter.mutable;
        let differentiable = can_differentiate(parameter, input, errors, &mut formed);
        let flag = flags.make(&parameter.ident);
        function.params.push(Param { var, ty: parameter.ty.to_token_stream(), differentiable, flag });
    }
    formed &= check_result(&function, sig, errors);
    check_wrt(input, &function, errors);
    let wrong_wrt = input.options.wrt.is_some();
    if formed && !wrong_wrt && !function.params.iter().any(|param| param.differentiable) {
        errors.push(catalogue::no_parameter(&sig.ident));
    }
    (function, formed)
}

fn can_differentiate(parameter: &Parameter, input: &Input, errors: &mut Errors, formed: &mut bool) -> bool {
    let ty = types::read(&parameter.ty);
    let wanted = !parameter.constant && input.options.wrt.as_ref().is_none_or(|wrt| wrt.contains(&parameter.ident));
    let mut refuse = |message| {
        errors.push(message);
        *formed = false;
        false
    };
    match types::carries(&ty) {
        Carries::Derivative => wanted,
        // Marked `#[constant]` too: what is written into it would lose its derivative.
        Carries::Perhaps if ty.is_mut_ref() => refuse(catalogue::mutable_parameter(&parameter.ty)),
        Carries::Perhaps if wanted && is_spoken_about(types::doubtful(&parameter.ty), &input.item.sig) => {
            *formed = false;
            false
        }
        Carries::Perhaps if wanted => refuse(catalogue::parameter_of_own_type(types::doubtful(&parameter.ty))),
        Carries::Perhaps | Carries::Nothing => false,
    }
}

/// The parameters that were refused for their types: nothing more is said about what is computed from them.
pub(super) fn refused(input: &Input) -> Vec<usize> {
    let is_refused = |parameter: &Parameter| {
        let wanted = !parameter.constant && input.options.wrt.as_ref().is_none_or(|wrt| wrt.contains(&parameter.ident));
        wanted && types::carries(&types::read(&parameter.ty)) == Carries::Perhaps
    };
    (0..input.params.len()).filter(|&index| is_refused(&input.params[index])).collect()
}

/// A type parameter, `impl Trait` or `dyn Trait`, about which there is a message already.
fn is_spoken_about(ty: &syn::Type, sig: &syn::Signature) -> bool {
    match ty {
        syn::Type::Path(path) => sig.generics.type_params().any(|param| path.path.is_ident(&param.ident)),
        syn::Type::ImplTrait(_) | syn::Type::TraitObject(_) => true,
        _ => false,
    }
}

fn check_wrt(input: &Input, function: &Function, errors: &mut Errors) {
    let mut seen = HashSet::new();
    for name in input.options.wrt.iter().flatten() {
        if !seen.insert(name.to_string()) {
            errors.push(catalogue::wrt_twice(name));
            continue;
        }
        match input.params.iter().position(|parameter| parameter.ident == *name) {
            None => {
                let known: Vec<String> = input.params.iter().map(|parameter| parameter.ident.to_string()).collect();
                errors.push(catalogue::wrt_unknown(name, &known));
            }
            Some(index) if input.params[index].constant => errors.push(catalogue::wrt_constant(name)),
            Some(index) if function.var(function.params[index].var).ty.is_discrete() => {
                errors.push(catalogue::wrt_discrete(name));
            }
            Some(_) => {}
        }
    }
}

pub(super) fn check_result(function: &Function, sig: &syn::Signature, errors: &mut Errors) -> bool {
    let result = &function.result;
    let message = match (&sig.output, types::carries(result)) {
        // What it computes stands in its caller's memory.
        (_, Carries::Nothing) if function.has_outputs() && !has_reference(result) => return true,
        // So it would, if the parameter had not been refused.
        (_, Carries::Nothing) if function.params.iter().any(|param| is_refused_output(function, param)) => {
            return false;
        }
        (ReturnType::Default, _) => catalogue::result_of_nothing(&sig.ident),
        (ReturnType::Type(_, ty), _) if has_reference(result) => catalogue::result_by_reference(ty),
        (ReturnType::Type(_, ty), Carries::Nothing) => catalogue::result_of_nothing(ty),
        // `parse` has spoken about these.
        (ReturnType::Type(_, ty), Carries::Perhaps) if is_spoken_about(types::doubtful(ty), sig) => return false,
        (ReturnType::Type(_, ty), Carries::Perhaps) => catalogue::result_of_own_type(types::doubtful(ty)),
        (ReturnType::Type(..), Carries::Derivative) => return true,
    };
    errors.push(message);
    false
}

fn is_refused_output(function: &Function, param: &Param) -> bool {
    param.is_lent(function) && types::carries(&function.var(param.var).ty) == Carries::Perhaps
}

fn has_reference(ty: &Type) -> bool {
    match ty {
        Type::Ref { .. } => true,
        Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) | Type::Option(of) => has_reference(of),
        Type::Tuple(of) => of.iter().any(has_reference),
        _ => false,
    }
}

fn generics(generics: &syn::Generics) -> Generics {
    let mut pieces = Generics { where_clause: generics.where_clause.to_token_stream(), ..Generics::default() };
    for param in &generics.params {
        match param {
            GenericParam::Lifetime(param) => {
                pieces.lifetimes.push(param.to_token_stream());
                pieces.lifetime_names.push(param.lifetime.to_token_stream());
            }
            GenericParam::Type(param) => {
                pieces.types.push(param.to_token_stream());
                pieces.type_names.push(param.ident.to_token_stream());
            }
            GenericParam::Const(param) => {
                pieces.types.push(param.to_token_stream());
                pieces.type_names.push(param.ident.to_token_stream());
            }
        }
    }
    pieces
}

/// Names for the flags of `f_pullback_for`, one type parameter for each parameter: `x` has `X`.
struct Flags {
    /// Every identifier of the user's function: a flag named like a type in it would capture that type. And those given.
    taken: HashSet<String>,
    /// An identifier of the user's that reads like a hole of an opaque piece.
    reserved: Option<Ident>,
}

impl Flags {
    fn take(&mut self, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Group(group) => self.take(group.stream()),
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    if name.starts_with("__v") && Inert::is_hole(&ident).is_some() {
                        self.reserved.get_or_insert(ident);
                    }
                    self.taken.insert(name);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn make(&mut self, param: &Ident) -> Ident {
        let name = param.to_string();
        let camel: String = name.trim_start_matches("r#").split('_').map(capitalized).collect();
        let usable = camel.starts_with(|first: char| first.is_ascii_uppercase()) && camel != "Self";
        let camel = if usable { camel } else { format!("P{camel}") };
        let numbered = (2u32..).map(|n| format!("{camel}{n}"));
        // `F` is the primal's own type there.
        let free = [camel.clone(), format!("{camel}Flag")]
            .into_iter()
            .chain(numbered)
            .find(|name| name != "F" && !self.taken.contains(name));
        let free = free.unwrap_or(camel);
        self.taken.insert(free.clone());
        Ident::new(&free, Span::call_site())
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
