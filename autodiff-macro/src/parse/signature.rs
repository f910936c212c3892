//! The parameters, and what can't be differentiated by the look of the signature alone.

use super::Parameter;
use crate::diagnostics::{Errors, catalogue};
use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{FnArg, ItemFn, Pat, Receiver, ReceiverKind, ReturnType, Safety, parse_quote};

/// The parameters, if companions can be formed for this signature at all.
pub(crate) fn read(
    item: &ItemFn,
    constants: &[bool],
    wrt: Option<&[Ident]>,
    errors: &mut Errors,
) -> Option<Vec<Parameter>> {
    let signature = &item.sig;
    let mut formed = true;
    let mut refuse = |message| {
        errors.push(message);
        formed = false;
    };
    if let Some(token) = &signature.asyncness {
        refuse(catalogue::async_function(token));
    }
    if let Safety::Unsafe(token) = &signature.safety {
        refuse(catalogue::unsafe_function(token));
    }
    if let Some(variadic) = &signature.variadic {
        refuse(catalogue::variadic(variadic));
    }
    if let ReturnType::Type(_, ty) = &signature.output {
        find_opaque(ty, &mut |part| refuse(catalogue::opaque_result(part)));
    }
    let mut params = Vec::new();
    for (param, &constant) in signature.inputs.iter().zip(constants) {
        match param {
            FnArg::Receiver(receiver) => match receiver_type(receiver) {
                Some(ty) => params.push(Parameter {
                    ident: Ident::new("self", receiver.self_token.span),
                    mutable: receiver.mutability.is_some(),
                    ty,
                    constant,
                }),
                None => refuse(catalogue::receiver(receiver)),
            },
            FnArg::Typed(typed) => {
                let conditional = typed
                    .attrs
                    .iter()
                    .find(|attribute| attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr"));
                if let Some(attribute) = conditional {
                    refuse(catalogue::conditional_parameter(attribute));
                }
                match of_impl(&typed.ty) {
                    // Of what is held constant, the type need not be known.
                    Some(_) if constant || is_left_out(&typed.pat, wrt) => {}
                    Some(of) => refuse(catalogue::impl_parameter(of)),
                    None => find_opaque(&typed.ty, &mut |part| refuse(catalogue::opaque_parameter(part))),
                }
                match &*typed.pat {
                    Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => params.push(Parameter {
                        ident: pat.ident.clone(),
                        mutable: pat.mutability.is_some(),
                        ty: (*typed.ty).clone(),
                        constant,
                    }),
                    pattern => refuse(catalogue::pattern_parameter(pattern)),
                }
            }
        }
    }
    formed.then_some(params)
}

/// `Self`, `&Self`, `&mut Self`.
fn receiver_type(receiver: &Receiver) -> Option<syn::Type> {
    match &receiver.kind {
        ReceiverKind::Value => Some(parse_quote!(Self)),
        ReceiverKind::Reference(_, lifetime, mutable) => Some(parse_quote!(& #lifetime #mutable Self)),
        ReceiverKind::Typed(_, ty) => is_plain_receiver(ty).then(|| (**ty).clone()),
        _ => None,
    }
}

fn is_plain_receiver(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Path(path) => path.path.is_ident("Self"),
        syn::Type::Reference(reference) => {
            matches!(&*reference.elem, syn::Type::Path(path) if path.path.is_ident("Self"))
        }
        _ => false,
    }
}

/// `impl Trait` or `&impl Trait`: a type parameter without a name.
pub(crate) fn of_impl(ty: &syn::Type) -> Option<&syn::TypeImplTrait> {
    match ty {
        syn::Type::Group(group) => of_impl(&group.elem),
        syn::Type::Paren(paren) => of_impl(&paren.elem),
        syn::Type::Reference(reference) if reference.mutability.is_none() => of_impl(&reference.elem),
        syn::Type::ImplTrait(of) => Some(of),
        _ => None,
    }
}

/// `wrt` names parameters, and this is none of them.
fn is_left_out(pattern: &Pat, wrt: Option<&[Ident]>) -> bool {
    match pattern {
        Pat::Ident(pat) => wrt.is_some_and(|wrt| !wrt.contains(&pat.ident)),
        _ => false,
    }
}

/// Calls `found` for each `impl Trait` and `dyn Trait` inside a type.
fn find_opaque(ty: &syn::Type, found: &mut dyn FnMut(&syn::Type)) {
    struct Find<'f>(&'f mut dyn FnMut(&syn::Type));
    impl<'ast> Visit<'ast> for Find<'_> {
        fn visit_type(&mut self, ty: &'ast syn::Type) {
            match ty {
                syn::Type::ImplTrait(_) | syn::Type::TraitObject(_) => (self.0)(ty),
                _ => visit::visit_type(self, ty),
            }
        }
    }
    Find(found).visit_type(ty);
}
