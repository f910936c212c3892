//! Whose token is it? The user's keep their place in the source, ours are hygienic.
//!
//! Every token that we print, the user's among them, resolves at the attribute's call site. Names resolve there as they
//! did before, errors still point at the user's own text, and rustc, which doesn't lint what a foreign macro wrote, stays
//! quiet about the second and third copy of a line that the user has already been told about.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// The place of `span`, resolving as the user's own names do.
pub(super) fn at(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

/// The place of `span`, for a local variable that no name of the user's can meet.
pub(super) fn hygienic(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// The user's tokens, printed again.
pub(super) fn user(tokens: &TokenStream) -> TokenStream {
    tokens.clone().into_iter().map(tree).collect()
}

pub(super) fn user_ident(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(at(ident.span()));
    ident
}

/// A path, resolving as before, of which every error points to `span`.
pub(super) fn all_at(path: &TokenStream, span: Span) -> TokenStream {
    let moved = |mut tree: TokenTree| {
        tree.set_span(tree.span().located_at(span));
        tree
    };
    path.clone().into_iter().map(moved).collect()
}

fn tree(tree: TokenTree) -> TokenTree {
    match tree {
        TokenTree::Group(group) => {
            let mut again = Group::new(group.delimiter(), user(&group.stream()));
            again.set_span(at(group.span()));
            TokenTree::Group(again)
        }
        // `$crate` is resolved by where it was written.
        TokenTree::Ident(ident) if ident == "$crate" => TokenTree::Ident(ident),
        mut other => {
            other.set_span(at(other.span()));
            other
        }
    }
}

/// One after the other. Where `quote!` would copy every token of what it is given, this moves them: what is nested deeply
/// or goes on for hundreds of lines is put together here.
pub(super) fn joined<const N: usize>(parts: [TokenStream; N]) -> TokenStream {
    let mut all = TokenStream::new();
    all.extend(parts);
    all
}

pub(super) fn group(delimiter: Delimiter, inside: TokenStream, span: Span) -> TokenStream {
    let mut group = Group::new(delimiter, inside);
    group.set_span(span);
    TokenTree::Group(group).into()
}

/// `{ … }`
pub(super) fn braced(inside: TokenStream, span: Span) -> TokenStream {
    group(Delimiter::Brace, inside, span)
}
