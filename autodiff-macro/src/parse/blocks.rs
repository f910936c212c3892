//! The attribute on an `impl` block or a trait: each function in it that is marked, with what the block says of it.

use super::Home;
use crate::diagnostics::{Errors, catalogue};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, ItemFn, ItemImpl, ItemTrait, Meta, TraitItem};

/// A function of a block, and the options of the attribute on it.
pub(crate) struct Member {
    pub(crate) options: TokenStream,
    pub(crate) item: TokenStream,
    pub(crate) home: Home,
}

/// The block, with what `expand` makes of each function in it that is marked: what takes its place, and what stands behind the
/// block. None: it is no block.
pub(crate) fn block(
    attr: &TokenStream,
    item: &TokenStream,
    errors: &mut Errors,
    mut expand: impl FnMut(Member) -> (TokenStream, TokenStream),
) -> Option<TokenStream> {
    if let Ok(mut block) = syn::parse2::<ItemImpl>(item.clone()) {
        let implements = block.trait_.as_ref().map(|(of, _)| (of.clone(), (*block.self_ty).clone()));
        let home = Home { generics: block.generics.clone(), implements, is_seen: true, ..Home::default() };
        let mut beside = TokenStream::new();
        let marks = block.items.iter_mut().map(|item| match item {
            ImplItem::Fn(function) => Some(mark(&mut function.attrs)),
            _ => None,
        });
        let marks = settled(marks.collect(), attr, &block.impl_token, errors);
        for (item, options) in block.items.iter_mut().zip(marks) {
            if let Some(options) = options {
                let member = Member { options, item: item.to_token_stream(), home: home.clone() };
                let (inside, behind) = expand(member);
                *item = ImplItem::Verbatim(inside);
                beside.extend(behind);
            }
        }
        return Some(quote!(#block #beside));
    }
    let mut block = syn::parse2::<ItemTrait>(item.clone()).ok()?;
    let home =
        Home { generics: block.generics.clone(), is_trait: true, is_seen: true, declares: true, implements: None };
    let marks = block.items.iter_mut().map(|item| match item {
        TraitItem::Fn(function) => Some(mark(&mut function.attrs)),
        _ => None,
    });
    let marks = settled(marks.collect(), attr, &block.trait_token, errors);
    for (item, options) in block.items.iter_mut().zip(marks) {
        let (Some(options), TraitItem::Fn(function)) = (options, &*item) else { continue };
        if function.default.is_some() {
            errors.push(catalogue::default_body(&function.sig.ident));
            continue;
        }
        let member = Member { options, item: item.to_token_stream(), home: home.clone() };
        *item = TraitItem::Verbatim(expand(member).0);
    }
    Some(block.into_token_stream())
}

/// Takes the attribute off a function; None where there is none.
fn mark(attributes: &mut Vec<Attribute>) -> Option<TokenStream> {
    let is_ours =
        |attribute: &Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "differentiate");
    let at = attributes.iter().position(is_ours)?;
    match attributes.remove(at).meta {
        Meta::List(list) => Some(list.tokens),
        _ => Some(TokenStream::new()),
    }
}

/// The options of each item that is to be differentiated: its own, and those of the block. A function that stands alone
/// needs no mark.
fn settled(
    marks: Vec<Option<Option<TokenStream>>>,
    attr: &TokenStream,
    block: &dyn ToTokens,
    errors: &mut Errors,
) -> Vec<Option<TokenStream>> {
    let functions = marks.iter().flatten().count();
    let is_marked = marks.iter().flatten().any(Option::is_some);
    if !is_marked && functions != 1 {
        errors.push(catalogue::nothing_marked(block));
    }
    let with_block = |own: TokenStream| match (own.is_empty(), attr.is_empty()) {
        (true, _) => attr.clone(),
        (false, true) => own,
        (false, false) => quote!(#own, #attr),
    };
    let options = |mark: Option<Option<TokenStream>>| match mark? {
        Some(own) => Some(with_block(own)),
        None => (!is_marked && functions == 1).then(|| with_block(TokenStream::new())),
    };
    marks.into_iter().map(options).collect()
}

/// A function that says of itself that it belongs to a type: by `self`, or by `Self`.
pub(super) fn is_member(function: &ItemFn) -> bool {
    let mut find = Find(function.sig.receiver().is_some());
    find.visit_signature(&function.sig);
    find.visit_block(&function.block);
    find.0
}

struct Find(bool);

impl<'ast> Visit<'ast> for Find {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0 |= path.segments.first().is_some_and(|first| first.ident == "Self");
        visit::visit_path(self, path);
    }

    // What is said there is another `Self`.
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.0 |= mentions(&mac.tokens);
    }
}

fn mentions(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        proc_macro2::TokenTree::Ident(ident) => ident == "Self",
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream()),
        _ => false,
    })
}
