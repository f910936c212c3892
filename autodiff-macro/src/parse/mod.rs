//! Tokens to [`Input`]: the options of the attribute, and the function with its parameters. Knows `syn`, and nothing of
//! derivatives.

mod attributes;
mod blocks;
mod options;
mod signature;

pub(crate) use attributes::carried_over;
pub(crate) use blocks::{Member, block};
pub(crate) use options::Options;
pub(crate) use signature::of_impl;

use crate::diagnostics::{Errors, catalogue};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{FnArg, ItemFn, TraitItemFn, parse_quote};

/// What the attribute stands on.
pub(crate) struct Parsed {
    /// As written, without what is ours: printed whatever happens.
    pub(crate) primal: TokenStream,
    /// None when its signature is beyond us; the errors say why.
    pub(crate) input: Option<Input>,
}

/// A function to differentiate.
pub(crate) struct Input {
    pub(crate) options: Options,
    /// The primal: no attribute of ours is left on it.
    pub(crate) item: ItemFn,
    pub(crate) params: Vec<Parameter>,
    /// None of a free function.
    pub(crate) home: Option<Home>,
}

/// The `impl` block or the trait that a function belongs to, as far as the attribute sees it.
#[derive(Clone, Default)]
pub(crate) struct Home {
    /// What the block is over: nothing, where the attribute stands on the function alone.
    pub(crate) generics: syn::Generics,
    pub(crate) is_trait: bool,
    /// The attribute stands on the block.
    pub(crate) is_seen: bool,
    /// There is no body.
    pub(crate) declares: bool,
    /// The trait that the block implements, and the type that it implements it for.
    pub(crate) implements: Option<(syn::Path, syn::Type)>,
}

#[derive(Clone)]
pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    pub(crate) mutable: bool,
    pub(crate) ty: syn::Type,
    /// Marked `#[constant]`.
    pub(crate) constant: bool,
}

/// `around`: the block in which the function stands, where that is seen.
pub(crate) fn parse(attr: TokenStream, item: TokenStream, around: Option<&Home>, errors: &mut Errors) -> Parsed {
    let options = options::parse(attr, errors);
    if let Ok(declaration) = syn::parse2::<TraitItemFn>(item.clone())
        && declaration.default.is_none()
    {
        return declared(options, declaration, around, errors);
    }
    let mut function = match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            errors.push(not_a_function(&item, error));
            return Parsed { primal: item, input: None };
        }
    };
    let constants: Vec<bool> = function.sig.inputs.iter_mut().map(|param| take_constant(param, errors)).collect();
    // Left where it is, it would write every companion once more.
    function.attrs.retain(|attribute| {
        let again = attribute.path().segments.last().is_some_and(|last| last.ident == "differentiate");
        if again {
            errors.push(catalogue::differentiated_twice(attribute));
        }
        !again
    });
    let primal = function.to_token_stream();
    let params = signature::read(&function, &constants, options.wrt.as_deref(), errors);
    let home = around.cloned().or_else(|| blocks::is_member(&function).then(Home::default));
    Parsed { primal, input: params.map(|params| Input { options, item: function, params, home }) }
}

/// `fn f(&self, x: f64) -> f64;` in a trait.
fn declared(options: Options, mut item: TraitItemFn, around: Option<&Home>, errors: &mut Errors) -> Parsed {
    let constants: Vec<bool> = item.sig.inputs.iter_mut().map(|param| take_constant(param, errors)).collect();
    let primal = item.to_token_stream();
    let function = ItemFn {
        attrs: item.attrs,
        vis: syn::Visibility::Inherited,
        modifiers: item.modifiers,
        sig: item.sig,
        block: parse_quote!({}),
    };
    let params = signature::read(&function, &constants, options.wrt.as_deref(), errors);
    let home = Home { is_trait: true, declares: true, ..around.cloned().unwrap_or_default() };
    Parsed { primal, input: params.map(|params| Input { options, item: function, params, home: Some(home) }) }
}

/// Takes `#[constant]` off a parameter.
fn take_constant(param: &mut FnArg, errors: &mut Errors) -> bool {
    let attrs = match param {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(typed) => &mut typed.attrs,
    };
    let before = attrs.len();
    attrs.retain(|attribute| {
        let ours = attribute.path().is_ident("constant");
        if ours && attribute.meta.require_path_only().is_err() {
            errors.push(catalogue::constant_takes_nothing(attribute));
        }
        !ours
    });
    attrs.len() < before
}

fn not_a_function(item: &TokenStream, error: syn::Error) -> crate::diagnostics::Message {
    match syn::parse2::<syn::Item>(item.clone()) {
        Ok(other) => catalogue::not_a_function(&first_token(&other)),
        Err(_) => error.into(),
    }
}

/// The keyword is enough: a span over a whole `impl` block hides the rest of the message.
fn first_token(item: &dyn ToTokens) -> TokenStream {
    let tokens = item.to_token_stream().into_iter();
    let is_keyword = |tree: &proc_macro2::TokenTree| {
        matches!(tree, proc_macro2::TokenTree::Ident(ident) if ["struct", "enum", "union", "impl", "trait", "const",
            "static", "mod", "use", "type", "extern", "macro_rules"].iter().any(|keyword| ident == keyword))
    };
    let mut rest = tokens.skip_while(|tree| !is_keyword(tree));
    rest.next().map(TokenStream::from).unwrap_or_else(|| item.to_token_stream())
}
