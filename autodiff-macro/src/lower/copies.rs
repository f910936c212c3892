//! Memory that is made: empty, or as a copy of other memory.

use super::{Lowerer, Rhs, peel, types};
use crate::ir::{Expr, Generics, Type};
use quote::ToTokens;
use syn::{ExprCall, ExprMethodCall};

impl Lowerer<'_> {
    /// `Vec::new()`, `Vec::with_capacity(n)`
    pub(super) fn growing(&mut self, call: &ExprCall, expected: &Type) -> (Rhs, Type) {
        let ty = types::join(&self.call_type(call), expected);
        let value = match call.args.first() {
            Some(capacity) => {
                let capacity = self.discrete(capacity, &types::usize_type(), "capacity", true);
                Expr::Runtime("Vec::with_capacity", vec![capacity])
            }
            None => Expr::Runtime("Vec::new", Vec::new()),
        };
        (Rhs::Plain(value), ty)
    }

    /// `a.clone()`, `a.to_vec()`, `a.to_owned()`: the type of what that makes of memory.
    pub(super) fn copied_type(&mut self, call: &ExprMethodCall) -> Option<Type> {
        if !call.args.is_empty() {
            return None;
        }
        let receiver = self.type_of(&call.receiver);
        let vec = |of: &Type| Type::Vec(Box::new(of.clone()));
        match (call.method.to_string().as_str(), receiver.behind_refs()) {
            ("clone" | "to_owned", ty @ (Type::Array(..) | Type::Vec(_))) => Some(ty.clone()),
            // Of whatever a call returned, or of a type of the user's own, a copy.
            ("clone", ty @ Type::Named(_)) if self.is_place(&call.receiver) => Some(ty.clone()),
            ("clone", Type::Unknown) if self.is_place(&call.receiver) => Some(Type::Unknown),
            ("to_owned", Type::Slice(of)) | ("to_vec", Type::Array(of, _) | Type::Slice(of) | Type::Vec(of)) => {
                Some(vec(of))
            }
            _ => None,
        }
    }

    /// The copy itself.
    pub(super) fn copied(&mut self, call: &ExprMethodCall, ty: Type) -> (Rhs, Type) {
        let (place, of) = self.place(&call.receiver);
        let value = match (call.method.to_string().as_str(), of.behind_refs()) {
            ("to_vec", _) | (_, Type::Slice(_)) => Expr::ToVec(place),
            // An array is copied by being read.
            (_, Type::Array(of, _)) if of.is_copy() && !place.is_whole() => Expr::Load(place),
            (_, Type::Array(of, _)) if of.is_copy() && !self.function.var(place.base).ty.is_ref() => {
                Expr::Var(place.base)
            }
            _ => Expr::Clone(place),
        };
        (Rhs::Plain(value), ty)
    }
}

/// The element type that `Vec::<f64>::new` names.
pub(super) fn named_element(callee: &syn::Expr, generics: &Generics) -> Type {
    let syn::Expr::Path(path) = peel(callee) else { return Type::Unknown };
    let segments = &path.path.segments;
    let owner = segments.iter().rev().nth(1);
    let arguments = owner.map(|owner| owner.arguments.to_token_stream()).unwrap_or_default();
    let ty = syn::parse2::<syn::AngleBracketedGenericArguments>(arguments).ok();
    match ty.as_ref().and_then(|arguments| arguments.args.first()) {
        Some(syn::GenericArgument::Type(ty)) => types::read(ty, generics),
        _ => Type::Unknown,
    }
}
