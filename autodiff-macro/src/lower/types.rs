//! `syn::Type` to [`Type`], and what two pieces of knowledge about one type come to.

use crate::ir::{FloatType, Generics, Type};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{GenericArgument, PathArguments};

const INTEGERS: &[&str] = &["usize", "isize", "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128"];
const TEXT: &[&str] = &["str", "char", "String"];
const RANGES: &[&str] = &["Range", "RangeInclusive", "RangeFrom", "RangeTo"];

/// A name that says which type it is.
pub(crate) fn is_of_std(name: &str) -> bool {
    matches!(name, "f64" | "f32" | "bool" | "Vec" | "Option") || INTEGERS.contains(&name) || TEXT.contains(&name)
}

/// What a type says, looked through parentheses and the invisible groups of `macro_rules!`. `generics` are those in scope.
pub(crate) fn read(ty: &syn::Type, generics: &Generics) -> Type {
    let boxed = |ty| Box::new(read(ty, generics));
    match ty {
        syn::Type::Group(group) => read(&group.elem, generics),
        syn::Type::Paren(paren) => read(&paren.elem, generics),
        syn::Type::Array(array) => Type::Array(boxed(&array.elem), array.len.to_token_stream()),
        syn::Type::Slice(slice) => Type::Slice(boxed(&slice.elem)),
        syn::Type::Reference(reference) => {
            Type::Ref { mutable: reference.mutability.is_some(), to: boxed(&reference.elem) }
        }
        syn::Type::Tuple(tuple) if tuple.elems.is_empty() => Type::Unit,
        syn::Type::Tuple(tuple) => Type::Tuple(tuple.elems.iter().map(|of| read(of, generics)).collect()),
        syn::Type::Path(path) if path.qself.is_none() => read_path(&path.path, ty, generics),
        // `<T as Trait>::Out`
        syn::Type::Path(path) => Type::Named(path.to_token_stream()),
        // A function, `impl` or `dyn`: whatever stands behind it, no gradient has a name for it.
        _ => Type::Unknown,
    }
}

/// Whether a type says of itself that it carries no derivative.
pub(crate) fn is_discrete(ty: &syn::Type) -> bool {
    read(ty, &Generics::default()).is_discrete()
}

fn read_path(path: &syn::Path, ty: &syn::Type, generics: &Generics) -> Type {
    let named = || Type::Named(ty.to_token_stream());
    let Some(last) = path.segments.last() else { return named() };
    let name = last.ident.to_string();
    if let Some(name) = path.get_ident() {
        if generics.floats.iter().any(|float| float.name == *name) {
            return Type::Float(FloatType::Generic(name.clone()));
        }
        // No gradient has a name for it.
        if generics.unknown.contains(name) {
            return Type::Unknown;
        }
    }
    // `f64`, `std::primitive::f64`, `std::vec::Vec<f64>`: of std's own paths, the last segment decides.
    let is_generated = || {
        let root = generics.runtime.iter().map(String::as_str).chain(["private", &name]);
        !generics.runtime.is_empty() && path.segments.iter().map(|segment| segment.ident.to_string()).eq(root)
    };
    if path.segments.len() > 1
        && !["std", "core", "alloc"].iter().any(|root| path.segments[0].ident == root)
        && !is_generated()
    {
        return named();
    }
    match name.as_str() {
        "f64" => Type::F64,
        "f32" => Type::Float(FloatType::F32),
        "bool" => Type::Bool,
        "Vec" => only_argument(&last.arguments).map_or_else(named, |of| Type::Vec(Box::new(read(of, generics)))),
        "Option" => only_argument(&last.arguments).map_or_else(named, |of| Type::Option(Box::new(read(of, generics)))),
        integer if INTEGERS.contains(&integer) => Type::Int(Some(last.ident.to_token_stream())),
        text if TEXT.contains(&text) => Type::Inert,
        // Whatever it is said to hold.
        "PhantomData" => Type::Inert,
        // Of integers; one of floats, or a type of the user's own with that name, may carry a derivative.
        range if RANGES.contains(&range) => match only_argument(&last.arguments).map(|of| read(of, generics)) {
            Some(Type::Int(_)) => Type::Inert,
            _ => named(),
        },
        _ => named(),
    }
}

fn only_argument(arguments: &PathArguments) -> Option<&syn::Type> {
    match arguments {
        PathArguments::AngleBracketed(list) => match list.args.first() {
            Some(GenericArgument::Type(ty)) if list.args.len() == 1 => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

/// The integer type with this name.
pub(crate) fn integer(name: &str) -> Option<Type> {
    let known = INTEGERS.contains(&name);
    known.then(|| Type::Int(Some(proc_macro2::Ident::new(name, proc_macro2::Span::call_site()).to_token_stream())))
}

/// `f64::MAX`, `std::f64::consts::PI`, `usize::MAX`: constants of std, by their path.
pub(crate) fn of_constant(path: &[&str]) -> Type {
    let float = |name: &str| match name {
        "f64" => Some(Type::F64),
        "f32" => Some(Type::Float(FloatType::F32)),
        _ => None,
    };
    match path {
        [.., owner, "MIN" | "MAX"] => float(owner).or_else(|| integer(owner)).unwrap_or(Type::Unknown),
        [.., owner, "EPSILON" | "MIN_POSITIVE" | "NAN" | "INFINITY" | "NEG_INFINITY"] => {
            float(owner).unwrap_or(Type::Unknown)
        }
        [.., owner, "consts", _] => float(owner).unwrap_or(Type::Unknown),
        [.., "f64" | "f32", "RADIX" | "DIGITS" | "MANTISSA_DIGITS"] => integer("u32").unwrap_or(Type::Unknown),
        [.., owner, "BITS"] if integer(owner).is_some() => integer("u32").unwrap_or(Type::Unknown),
        _ => Type::Unknown,
    }
}

/// `f64`, `u8`: the name of a type of numbers.
pub(crate) fn is_number(name: &str) -> bool {
    matches!(name, "f64" | "f32") || INTEGERS.contains(&name)
}

pub(crate) fn usize_type() -> Type {
    integer("usize").unwrap_or(Type::Int(None))
}

/// What is known of a type of which both are known: the more telling of the two, part by part.
pub(crate) fn join(one: &Type, other: &Type) -> Type {
    match (one, other) {
        (Type::Unknown, known) | (known, Type::Unknown) => known.clone(),
        // `type Real = f64;`: a name says less than what else is known.
        (Type::Named(_), known) => known.clone(),
        (known, Type::Named(_)) => known.clone(),
        (Type::Float(FloatType::Some), Type::Float(_)) | (Type::Int(None), Type::Int(_)) => other.clone(),
        (Type::Array(one, len), Type::Array(other, _)) => Type::Array(Box::new(join(one, other)), len.clone()),
        (Type::Slice(one), Type::Slice(other)) => Type::Slice(Box::new(join(one, other))),
        (Type::Vec(one), Type::Vec(other)) => Type::Vec(Box::new(join(one, other))),
        (Type::Option(one), Type::Option(other)) => Type::Option(Box::new(join(one, other))),
        (Type::Tuple(one), Type::Tuple(other)) if one.len() == other.len() => {
            Type::Tuple(one.iter().zip(other).map(|(one, other)| join(one, other)).collect())
        }
        (Type::Ref { mutable, to }, Type::Ref { to: other, .. }) => {
            Type::Ref { mutable: *mutable, to: Box::new(join(to, other)) }
        }
        _ => one.clone(),
    }
}

/// Some part of it is not known: a name may be an alias of anything.
pub(crate) fn is_open(ty: &Type) -> bool {
    ty.is_open()
}

/// What a type says about derivatives, in a signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carries {
    /// Floats, and nothing but floats.
    Derivative,
    /// Never.
    Nothing,
    /// Perhaps: a type that we do not take apart.
    Perhaps,
}

pub(crate) fn carries(ty: &Type) -> Carries {
    match ty {
        Type::Float(_) => Carries::Derivative,
        ty if ty.is_discrete() => Carries::Nothing,
        // Of a reference inside of a type, a gradient would need an owner.
        Type::Ref { to, .. } if !to.is_ref() => carries(to),
        Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) | Type::Option(of) if !of.is_ref() => carries(of),
        Type::Tuple(of) if of.iter().all(|of| !of.is_ref() && carries(of) == Carries::Derivative) => {
            Carries::Derivative
        }
        // A type of the user's own: rustc asks that it be `Differentiable`.
        Type::Named(_) => Carries::Derivative,
        _ => Carries::Perhaps,
    }
}

/// The innermost part of a type that may carry a derivative, or may not: what to point at.
pub(crate) fn doubtful<'t>(ty: &'t syn::Type, generics: &Generics) -> &'t syn::Type {
    let is_doubtful = |of: &syn::Type| carries(&read(of, generics)) == Carries::Perhaps;
    let inner = match ty {
        syn::Type::Group(group) => Some(&*group.elem),
        syn::Type::Paren(paren) => Some(&*paren.elem),
        syn::Type::Array(array) => Some(&*array.elem),
        syn::Type::Slice(slice) => Some(&*slice.elem),
        syn::Type::Reference(reference) => Some(&*reference.elem),
        syn::Type::Tuple(tuple) => tuple.elems.iter().find(|of| is_doubtful(of)),
        syn::Type::Path(path) if matches!(read(ty, generics), Type::Vec(_) | Type::Option(_)) => {
            path.path.segments.last().and_then(|last| only_argument(&last.arguments))
        }
        _ => None,
    };
    inner.filter(|of| is_doubtful(of)).map_or(ty, |of| doubtful(of, generics))
}

/// A number of elements as tokens.
pub(crate) fn length(n: usize) -> TokenStream {
    proc_macro2::Literal::usize_unsuffixed(n).to_token_stream()
}
