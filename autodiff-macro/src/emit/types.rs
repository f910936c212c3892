//! Types and lifetimes as tokens.

use super::spans::{user, user_ident};
use crate::ir::{FloatType, Function, Param, Type};
use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

/// `None` where only rustc knows it.
pub(super) fn tokens(ty: &Type, runtime: &TokenStream) -> Option<TokenStream> {
    Some(match ty {
        Type::Float(float) => float_tokens(float)?,
        Type::Tangents(float, lanes) => {
            let (float, lanes) = (float_tokens(float)?, user_ident(lanes));
            quote!(#runtime::Tangents<#float, #lanes>)
        }
        Type::Int(tokens) => user(tokens.as_ref()?),
        Type::Bool => quote!(bool),
        Type::Unit => quote!(()),
        Type::Inert | Type::Unknown => return None,
        Type::Array(of, len) => {
            let (of, len) = (tokens(of, runtime)?, user(len));
            quote!([#of; #len])
        }
        Type::Slice(of) => {
            let of = tokens(of, runtime)?;
            quote!([#of])
        }
        Type::Vec(of) => {
            let of = tokens(of, runtime)?;
            quote!(#runtime::private::Vec<#of>)
        }
        Type::Option(of) => {
            let of = tokens(of, runtime)?;
            quote!(#runtime::private::Option<#of>)
        }
        Type::Tuple(of) => {
            let of = of.iter().map(|of| tokens(of, runtime)).collect::<Option<Vec<_>>>()?;
            quote!((#(#of,)*))
        }
        Type::Named(tokens) => user(tokens),
        Type::Ref { mutable, to } => {
            let to = tokens(to, runtime)?;
            if *mutable { quote!(&mut #to) } else { quote!(&#to) }
        }
    })
}

pub(super) fn float_tokens(float: &FloatType) -> Option<TokenStream> {
    match float {
        FloatType::F64 => Some(quote!(f64)),
        FloatType::F32 => Some(quote!(f32)),
        FloatType::Generic(name) => {
            let name = user_ident(name);
            Some(quote!(#name))
        }
        FloatType::Some => None,
    }
}

/// The gradient with respect to a parameter, owned.
pub(super) fn gradient(function: &Function, param: &Param, runtime: &TokenStream) -> TokenStream {
    let ty = &function.var(param.var).ty;
    tokens(&ty.gradient(), runtime).unwrap_or_else(|| projection(param, runtime, "Gradient"))
}

/// What stands behind the `&mut` of its accumulator.
pub(super) fn accumulator(function: &Function, param: &Param, runtime: &TokenStream) -> TokenStream {
    let ty = &function.var(param.var).ty;
    tokens(&ty.accumulator(), runtime).unwrap_or_else(|| projection(param, runtime, "Accumulator"))
}

/// Of a type that only rustc knows, through the runtime's trait.
fn projection(param: &Param, runtime: &TokenStream, what: &str) -> TokenStream {
    let ty = behind_reference(&user(&param.ty));
    let what = Ident::new(what, Span::call_site());
    quote!(<#ty as #runtime::Differentiable>::#what)
}

/// `[f64]` of `&'a mut [f64]`.
pub(super) fn behind_reference(ty: &TokenStream) -> TokenStream {
    let mut trees = ty.clone().into_iter().peekable();
    let is_reference = matches!(trees.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '&');
    if !is_reference {
        return ty.clone();
    }
    trees.next();
    if is_lifetime_start(trees.peek()) {
        trees.next();
        trees.next();
    }
    if matches!(trees.peek(), Some(TokenTree::Ident(ident)) if ident == "mut") {
        trees.next();
    }
    trees.collect()
}

/// A tuple of types or values; one alone is itself, none is `()`.
pub(super) fn tuple(of: Vec<TokenStream>) -> TokenStream {
    match of.len() {
        1 => of.into_iter().collect(),
        _ => quote!((#(#of),*)),
    }
}

fn is_lifetime_start(tree: Option<&TokenTree>) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == '\'' && punct.spacing() == Spacing::Joint)
}

/// Every lifetime is taken out, so that a closure's signature mentions none: `&'a [f64]` becomes `&[f64]`, `Row<'a>`
/// becomes `Row<'_>`.
pub(super) fn erase_lifetimes(ty: &TokenStream) -> TokenStream {
    rewrite(ty, &mut |written, behind_ampersand| match written {
        Some(_) if !behind_ampersand => Some(quote!('_)),
        _ => None,
    })
}

/// For a signature of its own inside of one that has these lifetimes: those that are `shared` by several of its types get
/// another name, the others none.
pub(super) fn own_lifetimes(ty: &TokenStream, shared: &[String]) -> TokenStream {
    rewrite(ty, &mut |written, behind_ampersand| match written {
        Some(named) if shared.contains(&named.to_string()) => {
            let renamed = named.into_iter().map(|tree| match tree {
                TokenTree::Ident(name) => TokenTree::Ident(Ident::new(&format!("of_{name}"), name.span())),
                other => other,
            });
            Some(renamed.collect())
        }
        Some(_) if !behind_ampersand => Some(quote!('_)),
        _ => None,
    })
}

/// Every lifetime that has a name becomes `'static`.
pub(super) fn static_lifetimes(ty: &TokenStream) -> TokenStream {
    rewrite(ty, &mut |written, _| match written {
        Some(named) if named.to_string() != "'_" => Some(quote!('static)),
        elided => elided,
    })
}

/// Every elided lifetime gets a name, so that it can be captured: `&[f64]` becomes `&'a [f64]`. Says whether there was
/// one.
pub(super) fn name_lifetimes(ty: &TokenStream, lifetime: &TokenStream) -> (TokenStream, bool) {
    let mut named = false;
    let ty = rewrite(ty, &mut |written, _| match written {
        Some(explicit) if explicit.to_string() != "'_" => Some(explicit),
        _ => {
            named = true;
            Some(lifetime.clone())
        }
    });
    (ty, named)
}

/// Rewrites the lifetimes of a type; those of function pointers and `Fn(…)` are their own.
fn rewrite(
    ty: &TokenStream,
    rewrite_one: &mut dyn FnMut(Option<TokenStream>, bool) -> Option<TokenStream>,
) -> TokenStream {
    let mut out = TokenStream::new();
    let mut trees = ty.clone().into_iter().peekable();
    let mut own_scope = false;
    let mut behind_ampersand = false;
    while let Some(tree) = trees.next() {
        if is_lifetime_start(Some(&tree)) {
            let written = [tree].into_iter().chain(trees.next()).collect();
            out.extend(rewrite_one(Some(written), behind_ampersand));
            behind_ampersand = false;
            continue;
        }
        if let TokenTree::Ident(ident) = &tree {
            own_scope |= ident == "fn" || ident == "Fn" || ident == "FnMut" || ident == "FnOnce";
        }
        behind_ampersand = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '&');
        match tree {
            TokenTree::Group(group) if !own_scope => {
                let mut again = proc_macro2::Group::new(group.delimiter(), rewrite(&group.stream(), rewrite_one));
                again.set_span(group.span());
                out.extend([TokenTree::Group(again)]);
            }
            other => {
                own_scope &= !matches!(other, TokenTree::Group(_));
                out.extend([other]);
            }
        }
        if behind_ampersand && !is_lifetime_start(trees.peek()) {
            out.extend(rewrite_one(None, true));
            behind_ampersand = false;
        }
    }
    out
}
