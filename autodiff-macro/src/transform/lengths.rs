//! Lengths of memory that a caller lends, noted for a backward pass that stands in a closure: by the time that it runs, the
//! caller has that memory again.

use crate::ir::{Block, Expr, Function, Inert, Origin, Pass, Read, Reading, StmtKind, Type, VarId};
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::quote;

/// `y.len()` of a `&mut` parameter, where the backward pass reads it, becomes a variable that the forward pass binds first.
pub(super) fn note_lengths(function: &mut Function, forward: &mut Block, backward: &mut Block) {
    let lent: Vec<VarId> = function.params.iter().filter(|param| param.is_lent(function)).map(|of| of.var).collect();
    for var in lent.into_iter().rev() {
        let mut is_read = false;
        backward.visit_exprs(&mut |expr| {
            is_read |= inert(expr).is_some_and(|inert| inert.variables().any(|read| read == var))
        });
        if !is_read {
            continue;
        }
        let name = function.var(var).name.to_string();
        let wish = format!("{}_len", name.trim_start_matches("r#"));
        let length = function.fresh(&wish, Type::Int(Some(quote!(usize))), Origin::Ours);
        let hole = Inert::hole(var, Span::mixed_site());
        let value = Inert::pure(quote!(#hole.len()), vec![Read { var, what: Reading::Shape }], false);
        let kind = StmtKind::Let { var: length, value: Some(Expr::Inert(value)) };
        let stmt = function.stmt(kind, Span::call_site(), Pass::Adjoint);
        forward.stmts.insert(0, stmt);
        backward.rewrite_exprs(&mut |expr| {
            if let Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) = expr {
                noted(inert, var, length);
            }
        });
    }
}

fn inert(expr: &Expr) -> Option<&Inert> {
    match expr {
        Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => Some(inert),
        _ => None,
    }
}

fn noted(inert: &mut Inert, var: VarId, length: VarId) {
    for read in inert.reads.iter_mut().filter(|read| read.var == var) {
        *read = Read { var: length, what: Reading::Value };
    }
    inert.tokens = replaced(inert.tokens.clone(), var, length);
}

/// What `value` asks of `var` is the length of all of it: not that of `y[..n]`, which can't be told from it.
pub(super) fn measures_whole(value: &Expr, var: VarId) -> bool {
    let mut whole = true;
    value.visit(&mut |expr| {
        whole &= inert(expr).is_none_or(|inert| is_measured_whole(inert.tokens.clone(), var));
    });
    whole
}

fn is_measured_whole(tokens: TokenStream, var: VarId) -> bool {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < trees.len() {
        at += match &trees[at..] {
            [memory, TokenTree::Punct(dot), TokenTree::Ident(_), TokenTree::Group(_), ..]
                if dot.as_char() == '.' && stands_for(memory, var) =>
            {
                4
            }
            [tree, ..] if stands_for(tree, var) => return false,
            [TokenTree::Group(group), ..] if !is_measured_whole(group.stream(), var) => return false,
            _ => 1,
        };
    }
    true
}

/// `y.len()` is the length; `y.is_empty()` tells whether that is zero.
fn replaced(tokens: TokenStream, var: VarId, length: VarId) -> TokenStream {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    let mut at = 0;
    while at < trees.len() {
        match &trees[at..] {
            [memory, TokenTree::Punct(_), TokenTree::Ident(method), TokenTree::Group(_), ..]
                if stands_for(memory, var) =>
            {
                let length = Inert::hole(length, memory.span());
                out.extend(if method == "is_empty" { quote!((#length == 0)) } else { quote!(#length) });
                at += 4;
            }
            [TokenTree::Group(group), ..] => {
                let mut inner = Group::new(group.delimiter(), replaced(group.stream(), var, length));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
                at += 1;
            }
            [tree, ..] => {
                out.extend([tree.clone()]);
                at += 1;
            }
            [] => break,
        }
    }
    out
}

/// `y`, `(*y)`
fn stands_for(tree: &TokenTree, var: VarId) -> bool {
    match tree {
        TokenTree::Ident(hole) => Inert::is_hole(hole) == Some(var),
        TokenTree::Group(group) => {
            let inside = |tree: &TokenTree| !matches!(tree, TokenTree::Punct(star) if star.as_char() == '*');
            let inside: Vec<TokenTree> = group.stream().into_iter().filter(inside).collect();
            matches!(inside.as_slice(), [one] if stands_for(one, var))
        }
        _ => false,
    }
}
