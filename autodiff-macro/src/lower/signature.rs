//! The signature: what companions take over, which parameters are differentiated, and what the result is.

use super::types::{self, Carries};
use super::{asked, generics};
use crate::diagnostics::{Errors, catalogue};
use crate::ir::{Expr, Form, Function, Generics, HiddenType, Inert, Origin, Param, Signature, StmtKind, Type};
use crate::parse::{Input, Parameter, carried_over, of_impl};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::ReturnType;

/// A function without a body. False: companions can't be formed, and the errors say why.
pub(crate) fn lower(input: &Input, errors: &mut Errors) -> (Function, bool) {
    let sig = &input.item.sig;
    let mut formed = true;
    let runtime = match &input.options.runtime {
        Some(path) => path.to_token_stream(),
        None => quote!(::autodiff_runtime),
    };
    let (generics, owner) = match &input.home {
        Some(home) => generics::of_member(&sig.generics, home, &runtime),
        None => (generics::read(&sig.generics, &runtime), None),
    };
    let known = generics.clone();
    let (result_tokens, result) = match &sig.output {
        ReturnType::Default => (TokenStream::new(), Type::Unit),
        ReturnType::Type(_, ty) => (ty.to_token_stream(), types::read(ty, &known)),
    };
    let mut flags = Flags { taken: HashSet::new(), reserved: None };
    flags.take(input.item.to_token_stream());
    // Nor may it be called like a parameter of the block around.
    flags.take(input.home.as_ref().map(|home| home.generics.to_token_stream()).unwrap_or_default());
    let signature = Signature {
        name: sig.ident.clone(),
        visibility: input.item.vis.to_token_stream(),
        attributes: carried_over(&input.item.attrs),
        is_const: sig.constness.is_some(),
        generics,
        result: result_tokens,
        runtime,
        owner,
        boxed: input.options.boxed,
        lanes: flags.constant("LANES"),
        asked: asked::asked(input),
        check: asked::arguments(input),
    };
    let mut function = Function::new(signature, result);
    if let Some(name) = &flags.reserved {
        errors.push(catalogue::reserved_name(name));
    }
    for (index, parameter) in input.params.iter().enumerate() {
        let parameter = &behind_self(parameter, input, &function);
        let var = function.add_var(parameter.ident.clone(), types::read(&parameter.ty, &known), Origin::Param(index));
        function.var_mut(var).mutable = parameter.mutable;
        let differentiable = can_differentiate(parameter, input, &known, errors, &mut formed);
        let flag = flags.make(&parameter.ident);
        let (ty, named) = (parameter.ty.to_token_stream(), hidden(parameter, &mut flags, &mut function));
        function.params.push(Param { var, ty, named, differentiable, flag, is_tangent: false });
    }
    generics::own_gradients(&mut function, &sig.generics, input.home.as_ref().map(|home| &home.generics));
    formed &= check_result(&function, input, errors);
    check_wrt(input, &function, errors);
    formed &= check_operator(&function, errors);
    asked::check(&function, input, errors);
    let wrong_wrt = input.options.wrt.is_some();
    if formed && !wrong_wrt && !function.params.iter().any(|param| param.differentiable) {
        errors.push(catalogue::no_parameter(&sig.ident));
    }
    (function, formed)
}

/// `impl Mul for &Vec3`: what its `self` is, the block tells.
fn behind_self(parameter: &Parameter, input: &Input, function: &Function) -> Parameter {
    let implements = input.home.as_ref().and_then(|home| home.implements.as_ref());
    let is_operator = function.signature.is_operator();
    let by_value = matches!(&parameter.ty, syn::Type::Path(path) if path.path.is_ident("Self"));
    match implements {
        Some((_, this @ syn::Type::Reference(_))) if is_operator && by_value && parameter.ident == "self" => {
            Parameter { ty: this.clone(), ..parameter.clone() }
        }
        _ => parameter.clone(),
    }
}

fn can_differentiate(
    parameter: &Parameter,
    input: &Input,
    generics: &Generics,
    errors: &mut Errors,
    formed: &mut bool,
) -> bool {
    let ty = types::read(&parameter.ty, generics);
    let doubtful = types::doubtful(&parameter.ty, generics);
    let unbounded = type_parameter(doubtful, &input.item.sig);
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
        Carries::Perhaps if let (true, Some(name)) = (wanted, unbounded) => refuse(catalogue::type_parameter(name)),
        Carries::Perhaps if wanted => refuse(catalogue::parameter_of_own_type(doubtful)),
        Carries::Perhaps | Carries::Nothing => false,
    }
}

/// The parameters that were refused for their types: nothing more is said about what is computed from them.
pub(super) fn refused(input: &Input, generics: &Generics) -> Vec<usize> {
    let is_refused = |parameter: &Parameter| {
        let wanted = !parameter.constant && input.options.wrt.as_ref().is_none_or(|wrt| wrt.contains(&parameter.ident));
        wanted && types::carries(&types::read(&parameter.ty, generics)) == Carries::Perhaps
    };
    (0..input.params.len()).filter(|&index| is_refused(&input.params[index])).collect()
}

/// What is doubtful about the types of these.
fn refused_types<'i>(input: &'i Input, generics: &Generics) -> impl Iterator<Item = &'i syn::Type> {
    refused(input, generics).into_iter().map(|at| types::doubtful(&input.params[at].ty, generics))
}

/// The type parameter that a type is.
fn type_parameter<'t>(ty: &'t syn::Type, sig: &syn::Signature) -> Option<&'t Ident> {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() => {
            let name = path.path.get_ident()?;
            sig.generics.type_params().any(|param| param.ident == *name).then_some(name)
        }
        _ => None,
    }
}

/// A caller of an operator knows nothing of its operands, so that each has a gradient.
fn check_operator(function: &Function, errors: &mut Errors) -> bool {
    let is_operator = function.signature.is_operator();
    match function.params.iter().find(|param| is_operator && !param.differentiable) {
        Some(param) => {
            errors.push(catalogue::constant_operand(&function.var(param.var).name));
            false
        }
        None => true,
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

pub(super) fn check_result(function: &Function, input: &Input, errors: &mut Errors) -> bool {
    let sig = &input.item.sig;
    let result = &function.result;
    let generics = &function.signature.generics;
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
        (ReturnType::Type(_, ty), Carries::Perhaps) => {
            let doubtful = types::doubtful(ty, generics);
            match type_parameter(doubtful, sig) {
                Some(_) if refused_types(input, generics).any(|of| of == doubtful) => return false,
                Some(name) => catalogue::type_parameter_returned(name),
                None => catalogue::result_of_own_type(doubtful),
            }
        }
        (ReturnType::Type(..), Carries::Derivative) => return true,
    };
    errors.push(message);
    false
}

fn is_refused_output(function: &Function, param: &Param) -> bool {
    param.is_lent(function) && types::carries(&function.var(param.var).ty) == Carries::Perhaps
}

/// A number, of a result that goes by a name: whether `f_grad` belongs to it that name does not tell.
pub(super) fn check_alias(function: &mut Function, sig: &syn::Signature, errors: &mut Errors) {
    note_own_result(function);
    let is_float = |value: &Expr| matches!(value, Expr::Var(var) if function.var(*var).ty.is_float());
    if let (Type::Named(_), ReturnType::Type(_, ty)) = (&function.result, &sig.output)
        && function
            .body
            .values
            .first()
            .is_some_and(|value| is_float(value) || matches!(value, Expr::Number(_) | Expr::Op(..)))
    {
        errors.push(catalogue::result_by_alias(ty));
    }
}

/// The user's own operator made it, unless its type is another name of a float: that is for rustc to see.
fn note_own_result(function: &mut Function) {
    let Some(result) = function.body.values.first().and_then(Expr::as_var) else { return };
    let is_of_operator = |stmt: &crate::ir::Stmt| match &stmt.kind {
        StmtKind::Call(call) => call.result == Some(result) && matches!(call.callee.form, Form::Operator(_)),
        _ => false,
    };
    let is_generic = function.signature.generics.is_generic() || function.signature.owner.is_some();
    if let (Type::Named(ty), false) = (&function.result, is_generic)
        && function.body.stmts.iter().any(is_of_operator)
    {
        function.own_result = Some(ty.clone());
    }
}

fn has_reference(ty: &Type) -> bool {
    match ty {
        Type::Ref { .. } => true,
        Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) | Type::Option(of) => has_reference(of),
        Type::Tuple(of) => of.iter().any(has_reference),
        _ => false,
    }
}

/// The type of a parameter, with a name in place of `impl Trait`.
fn hidden(parameter: &Parameter, flags: &mut Flags, function: &mut Function) -> TokenStream {
    let Some(of) = of_impl(&parameter.ty) else { return parameter.ty.to_token_stream() };
    let name = flags.numbered(&parameter.ident, "Type");
    function.signature.generics.hidden.push(HiddenType { name: name.clone(), bounds: of.bounds.to_token_stream() });
    match references(&parameter.ty) {
        (true, Some(lifetime)) => quote!(&#lifetime #name),
        (true, None) => quote!(&#name),
        _ => quote!(#name),
    }
}

fn references(ty: &syn::Type) -> (bool, Option<&syn::Lifetime>) {
    match ty {
        syn::Type::Group(group) => references(&group.elem),
        syn::Type::Paren(paren) => references(&paren.elem),
        syn::Type::Reference(reference) => (true, reference.lifetime.as_ref()),
        _ => (false, None),
    }
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
        self.numbered(param, "Flag")
    }

    /// A name for a constant.
    fn constant(&mut self, wish: &str) -> Ident {
        let mut name = wish.to_owned();
        while self.taken.contains(&name) {
            name.push('_');
        }
        self.taken.insert(name.clone());
        Ident::new(&name, Span::call_site())
    }

    /// `X`, or else `XFlag`, `X2`, …
    fn numbered(&mut self, param: &Ident, suffix: &str) -> Ident {
        let name = if param == "self" { "this".to_owned() } else { param.to_string() };
        let camel: String = name.trim_start_matches("r#").split('_').map(capitalized).collect();
        let usable = camel.starts_with(|first: char| first.is_ascii_uppercase()) && camel != "Self";
        let camel = if usable { camel } else { format!("P{camel}") };
        let numbered = (2u32..).map(|n| format!("{camel}{n}"));
        // `F` is the primal's own type there.
        let free = [camel.clone(), format!("{camel}{suffix}")]
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
