//! What a pullback written by hand looks like: `fn g_pullback(x: X, …) -> (R, impl Fn(R̄, &mut G, …))`.

use super::messages;
use crate::diagnostics::Errors;
use crate::ir::Function;
use proc_macro2::Ident;
use syn::{ItemFn, PathArguments, ReturnType, Type, TypeParamBound};

pub(super) struct Shape {
    /// `g`, of `g_pullback`.
    pub(super) primal: Ident,
    /// `-> R`
    pub(super) result: ReturnType,
    pub(super) cotangent_by_ref: bool,
    /// What the closure takes after the cotangent.
    accumulators: Vec<Type>,
    /// `Fn(R̄, &mut G)`, for messages.
    closure: syn::Path,
}

impl Shape {
    pub(super) fn read(function: &ItemFn, errors: &mut Errors) -> Option<Shape> {
        let name = &function.sig.ident;
        let primal = name.to_string().strip_suffix("_pullback").filter(|stem| !stem.is_empty()).map(str::to_owned);
        if primal.is_none() {
            errors.push(messages::unnamed_primal(name));
        }
        let pair = match &function.sig.output {
            ReturnType::Type(arrow, ty) => pair(ty).map(|(result, closure)| (arrow, result, closure)),
            ReturnType::Default => None,
        };
        let Some((arrow, result, closure)) = pair else {
            errors.push(messages::no_pair(name, &function.sig.output));
            return None;
        };
        let mut takes = inputs(closure)?;
        if takes.is_empty() {
            errors.push(messages::no_cotangent(closure, result));
            return None;
        }
        let cotangent = takes.remove(0);
        if let (Some(wanted), Some(found)) = (float(result), float(&cotangent))
            && wanted != found
        {
            errors.push(messages::wrong_cotangent(&cotangent, &wanted));
        }
        Some(Shape {
            primal: Ident::new(&primal?, name.span()),
            result: ReturnType::Type(*arrow, Box::new(result.clone())),
            cotangent_by_ref: matches!(unwrapped(&cotangent), Type::Reference(_)),
            accumulators: takes,
            closure: closure.clone(),
        })
    }

    /// One `&mut` for each differentiable parameter.
    pub(super) fn check_accumulators(&self, function: &Function, errors: &mut Errors) {
        let is_accumulator =
            |ty: &&Type| matches!(unwrapped(ty), Type::Reference(reference) if reference.mutability.is_some());
        if let Some(ty) = self.accumulators.iter().find(|ty| !is_accumulator(ty)) {
            errors.push(messages::not_an_accumulator(ty));
            return;
        }
        let wanted: Vec<String> =
            function.differentiable_params().map(|(_, param)| function.var(param.var).name.to_string()).collect();
        if wanted.len() != self.accumulators.len() {
            errors.push(messages::accumulators(&self.closure, self.accumulators.len(), &wanted));
        }
    }
}

/// `f64` or `f32`, also behind a reference.
fn float(ty: &Type) -> Option<String> {
    match unwrapped(ty) {
        Type::Reference(reference) => float(&reference.elem),
        Type::Path(path) => {
            let name = path.path.get_ident()?.to_string();
            matches!(name.as_str(), "f64" | "f32").then_some(name)
        }
        _ => None,
    }
}

/// The result and the path of `impl Fn(…)`, of `(R, impl Fn(…))`.
fn pair(ty: &Type) -> Option<(&Type, &syn::Path)> {
    let Type::Tuple(tuple) = unwrapped(ty) else {
        return None;
    };
    if tuple.elems.len() != 2 {
        return None;
    }
    let Type::ImplTrait(closure) = unwrapped(&tuple.elems[1]) else {
        return None;
    };
    let path = closure.bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) if bound.path.segments.last()?.ident == "Fn" => Some(&bound.path),
        _ => None,
    })?;
    inputs(path).map(|_| (&tuple.elems[0], path))
}

/// `A, B` of `Fn(A, B)`.
fn inputs(path: &syn::Path) -> Option<Vec<Type>> {
    match &path.segments.last()?.arguments {
        PathArguments::Parenthesized(list) => Some(list.inputs.iter().map(|input| input.ty.clone()).collect()),
        _ => None,
    }
}

/// Looked through parentheses and the invisible groups of `macro_rules!`.
fn unwrapped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => unwrapped(&group.elem),
        Type::Paren(paren) => unwrapped(&paren.elem),
        other => other,
    }
}
