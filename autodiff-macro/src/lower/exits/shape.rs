//! What can be said of exits without moving anything.

use crate::ir::{Act, Block, Expr, Inert, Stmt, StmtKind, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::HashSet;

pub(super) fn has_exits(body: &Block) -> bool {
    let mut found = false;
    body.visit(&mut |stmt| {
        found |= matches!(
            stmt.kind,
            StmtKind::Break { .. }
                | StmtKind::Continue { .. }
                | StmtKind::Return { .. }
                | StmtKind::While { .. }
                | StmtKind::Loop { .. }
                | StmtKind::Labelled { .. }
        );
    });
    found
}

/// Some exit inside leaves more than this statement.
pub(super) fn escapes(stmt: &Stmt) -> bool {
    fn escape(stmt: &Stmt, inner: &mut Vec<(Option<Ident>, bool)>) -> bool {
        let meant = |label: &Option<Ident>, inner: &[(Option<Ident>, bool)]| match label {
            Some(_) => inner.iter().any(|(own, _)| own == label),
            None => inner.iter().any(|(_, is_loop)| *is_loop),
        };
        let target = match &stmt.kind {
            StmtKind::Return { .. } => return true,
            StmtKind::Break { label, .. } | StmtKind::Continue { label } => return !meant(label, inner),
            StmtKind::Labelled { label, .. } => Some((Some(label.clone()), false)),
            StmtKind::For { label, .. }
            | StmtKind::Each { label, .. }
            | StmtKind::While { label, .. }
            | StmtKind::Loop { label, .. } => Some((label.clone(), true)),
            _ => None,
        };
        let depth = inner.len();
        inner.extend(target);
        let found = stmt.blocks().into_iter().flat_map(|block| &block.stmts).any(|stmt| escape(stmt, inner));
        inner.truncate(depth);
        found
    }
    escape(stmt, &mut Vec::new())
}

/// Control never reaches the end of the block.
pub(super) fn leaves(block: &Block) -> bool {
    block.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Break { .. } | StmtKind::Continue { .. } | StmtKind::Return { .. } => true,
        StmtKind::If { then, otherwise, .. } => leaves(then) && leaves(otherwise),
        StmtKind::Match { arms, .. } => !arms.is_empty() && arms.iter().all(|arm| leaves(&arm.body)),
        StmtKind::Scope { body, .. } => leaves(body),
        _ => false,
    })
}

/// A value of the type, never read.
pub(super) fn placeholder(ty: &Type) -> Option<Expr> {
    let inert = |tokens| Some(Expr::Inert(Inert::pure(tokens, Vec::new(), false)));
    match ty {
        Type::Float(_) => Some(Expr::number(0.0)),
        Type::Int(_) => inert(quote!(0)),
        Type::Bool => inert(quote!(false)),
        Type::Unit => Some(Expr::Tuple(Vec::new())),
        Type::Option(_) => inert(quote!(::core::option::Option::None)),
        Type::Vec(_) => Some(Expr::Runtime("Vec::new", Vec::new())),
        Type::Array(of, len) => {
            let len = Inert::pure(len.clone(), Vec::new(), false);
            Some(Expr::Repeat(Box::new(placeholder(of).filter(|_| of.is_copy())?), len))
        }
        Type::Tuple(of) => Some(Expr::Tuple(of.iter().map(placeholder).collect::<Option<_>>()?)),
        Type::Slice(_) | Type::Ref { .. } | Type::Named(_) | Type::Inert | Type::Unknown | Type::Tangents(..) => None,
    }
}

/// Every word in what stays the user's own tokens: what is named there can go by no other name.
pub(in crate::lower) fn words(body: &Block) -> HashSet<String> {
    let mut words = HashSet::new();
    let mut read = |tokens: &TokenStream| {
        let text = tokens.to_string();
        words.extend(text.split(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned));
    };
    body.visit(&mut |stmt| match &stmt.kind {
        StmtKind::Item(tokens) => read(tokens),
        StmtKind::Effect(inert) => read(&inert.tokens),
        StmtKind::Each { pattern, source, .. } => {
            read(pattern);
            read(&source.tokens);
        }
        StmtKind::Match { arms, .. } => arms.iter().for_each(|arm| read(&arm.pattern)),
        StmtKind::Mutate { act: Act::Pop { check, .. }, .. } => read(check),
        _ => {}
    });
    body.visit_exprs(&mut |expr| {
        if let Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) = expr {
            read(&inert.tokens);
        }
    });
    words
}
