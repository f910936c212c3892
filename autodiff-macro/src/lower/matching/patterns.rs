//! Patterns: what they bind, and how they read with holes for that.

use super::{Body, Lowerer};
use crate::ir::{Inert, Type, VarId};
use crate::lower::scope::Entity;
use crate::lower::{peel, types};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::collections::HashMap;
use syn::Pat;
use syn::visit_mut::{self, VisitMut};

/// What is known of a variable that a pattern binds.
pub(super) struct Bound {
    pub(super) ty: Type,
    pub(super) mutable: bool,
    /// A reference into what is matched.
    pub(super) is_lent: bool,
}

impl Lowerer<'_> {
    /// The pattern with holes for the variables that it binds.
    pub(super) fn binding_pattern(&mut self, pattern: &Pat, ty: &Type) -> (TokenStream, Vec<VarId>) {
        let mut types = HashMap::new();
        binding_types(pattern, ty, false, &mut types);
        let mut vars: HashMap<String, VarId> = HashMap::new();
        let mut bindings = Vec::new();
        for name in names_in(pattern) {
            let Some(Bound { ty, mutable, is_lent }) = types.remove(&name.to_string()) else { continue };
            let learnt = self.learnt(name);
            let ty = match is_lent && types::is_open(&ty) && (learnt.is_float() || learnt.is_discrete()) {
                true => Type::Ref { mutable: false, to: Box::new(learnt) },
                false => ty,
            };
            let var = self.declare(name, &ty, mutable);
            if !mutable {
                self.passive.insert(var);
                if types::is_open(&ty) || ty.is_ref() {
                    self.borrowed.insert(var);
                }
            }
            vars.insert(name.to_string(), var);
            bindings.push(var);
            self.enter(name, Entity::Var(var));
        }
        let mut pattern = pattern.clone();
        Holes(&vars).visit_pat_mut(&mut pattern);
        (pattern.to_token_stream(), bindings)
    }

    /// A pattern of integers, without the name it may give to the whole.
    pub(super) fn plain_pattern(&self, pattern: &Pat) -> TokenStream {
        match pattern {
            Pat::Paren(paren) => self.plain_pattern(&paren.pat),
            Pat::Ident(ident) if is_variable(&ident.ident) => match &ident.subpat {
                Some((_, inner)) => inner.to_token_stream(),
                None => quote!(_),
            },
            other => other.to_token_stream(),
        }
    }
}

/// A pattern and the guard behind it.
pub(super) fn unguarded(pattern: &Pat) -> (&Pat, Option<&syn::Expr>) {
    match pattern {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        other => (other, None),
    }
}

/// `A(x) | B(x) => …` as two arms: the names stand for other places in each.
pub(super) fn one_by_one(way: super::Way<'_>) -> Vec<super::Way<'_>> {
    fn cases(pattern: &Pat) -> Vec<&Pat> {
        match pattern {
            Pat::Paren(paren) => cases(&paren.pat),
            Pat::Or(or) => or.cases.iter().flat_map(cases).collect(),
            other => vec![other],
        }
    }
    match names_in(way.pattern).is_empty() {
        true => vec![way],
        false => cases(way.pattern).into_iter().map(|pattern| super::Way { pattern, ..way }).collect(),
    }
}

/// A name that a pattern binds is written in lower case; `None` and `LIMIT` are constants.
pub(super) fn is_variable(name: &Ident) -> bool {
    !name.to_string().trim_start_matches("r#").starts_with(char::is_uppercase)
}

/// `_`, or a name for the whole.
pub(super) fn is_name(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) => true,
        Pat::Ident(ident) => ident.subpat.is_none() && ident.by_ref.is_none(),
        Pat::Paren(paren) => is_name(&paren.pat),
        _ => false,
    }
}

/// A pattern that is a name.
pub(super) fn named(pattern: &Pat) -> Option<&syn::PatIdent> {
    match pattern {
        Pat::Ident(ident) if is_variable(&ident.ident) => Some(ident),
        Pat::Paren(paren) => named(&paren.pat),
        _ => None,
    }
}

/// The name that a pattern gives to the whole.
pub(super) fn name_in(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(ident) if is_variable(&ident.ident) => Some(&ident.ident),
        Pat::Paren(paren) => name_in(&paren.pat),
        _ => None,
    }
}

/// It binds more than a name for the whole.
pub(super) fn binds_inside(pattern: &Pat) -> bool {
    match pattern {
        Pat::Paren(paren) => binds_inside(&paren.pat),
        Pat::Ident(ident) if is_variable(&ident.ident) => {
            ident.by_ref.is_some()
                || ident.mutability.is_some()
                || ident.subpat.as_ref().is_some_and(|(_, inner)| !names_in(inner).is_empty())
        }
        other => !names_in(other).is_empty(),
    }
}

/// The patterns of the parts of a tuple.
pub(super) fn parts_of(pattern: &Pat, n: usize) -> Option<Vec<&Pat>> {
    match pattern {
        Pat::Paren(paren) => parts_of(&paren.pat, n),
        Pat::Wild(_) => Some(vec![pattern; n]),
        Pat::Tuple(tuple) if tuple.elems.len() == n => {
            let has_rest = tuple.elems.iter().any(|of| matches!(of, Pat::Rest(_)));
            (!has_rest).then(|| tuple.elems.iter().collect())
        }
        _ => None,
    }
}

/// What is known of the types that a pattern binds, by name; `lent`: matched through a reference.
pub(super) fn binding_types(pattern: &Pat, ty: &Type, lent: bool, types: &mut HashMap<String, Bound>) {
    let (behind, lent) = match (pattern, ty) {
        (Pat::Reference(_) | Pat::Ident(_), _) => (ty, lent),
        (_, Type::Ref { to, .. }) => (&**to, true),
        _ => (ty, lent),
    };
    match pattern {
        Pat::Paren(paren) => binding_types(&paren.pat, ty, lent, types),
        Pat::Reference(reference) => match behind {
            Type::Ref { to, .. } => binding_types(&reference.pat, to, false, types),
            _ => binding_types(&reference.pat, &Type::Unknown, false, types),
        },
        Pat::Ident(ident) => {
            let whole = match (lent || ident.by_ref.is_some(), types::is_open(behind)) {
                (_, true) => Type::Unknown,
                (true, _) => Type::Ref { mutable: false, to: Box::new(behind.clone()) },
                (false, _) => behind.clone(),
            };
            let is_lent = lent || ident.by_ref.is_some();
            let bound = Bound { ty: whole, mutable: ident.mutability.is_some(), is_lent };
            types.insert(ident.ident.to_string(), bound);
            if let Some((_, inner)) = &ident.subpat {
                binding_types(inner, ty, lent, types);
            }
        }
        Pat::Tuple(tuple) => {
            for (at, inner) in tuple.elems.iter().enumerate() {
                let of = match behind {
                    Type::Tuple(of) if of.len() == tuple.elems.len() => of[at].clone(),
                    _ => Type::Unknown,
                };
                binding_types(inner, &of, lent, types);
            }
        }
        Pat::TupleStruct(some) => {
            let of = match behind {
                Type::Option(of) if some.path.is_ident("Some") => (**of).clone(),
                _ => Type::Unknown,
            };
            some.elems.iter().for_each(|inner| binding_types(inner, &of, lent, types));
        }
        Pat::Struct(of) => {
            of.fields.iter().for_each(|field| binding_types(&field.pat, &Type::Unknown, lent, types));
        }
        Pat::Slice(of) => {
            let element = behind.element();
            of.elems.iter().for_each(|inner| binding_types(inner, &element, lent, types));
        }
        Pat::Or(or) => or.cases.iter().for_each(|case| binding_types(case, ty, lent, types)),
        Pat::Guard(guarded) => binding_types(&guarded.pat, ty, lent, types),
        _ => {}
    }
}

/// Puts holes in place of the names that a pattern binds.
struct Holes<'v>(&'v HashMap<String, VarId>);

impl VisitMut for Holes<'_> {
    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        if let Some(&var) = self.0.get(&pattern.ident.to_string()) {
            pattern.ident = Inert::hole(var, pattern.ident.span());
        }
        visit_mut::visit_pat_ident_mut(self, pattern);
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        // `S { x }` says the name once; the hole needs both.
        if field.colon_token.is_none()
            && let syn::Member::Named(name) = &field.member
        {
            field.colon_token = Some(syn::token::Colon(name.span()));
        }
        visit_mut::visit_field_pat_mut(self, field);
    }
}

/// The variables that a pattern binds, each once, by the identifiers in the pattern itself.
pub(super) fn names_in(pattern: &Pat) -> Vec<&Ident> {
    struct Names<'p>(Vec<&'p Ident>);
    impl<'p> syn::visit::Visit<'p> for Names<'p> {
        fn visit_pat_ident(&mut self, pattern: &'p syn::PatIdent) {
            if is_variable(&pattern.ident) && !self.0.contains(&&pattern.ident) {
                self.0.push(&pattern.ident);
            }
            syn::visit::visit_pat_ident(self, pattern);
        }
    }
    let mut names = Names(Vec::new());
    syn::visit::Visit::visit_pat(&mut names, pattern);
    names.0
}

/// A pattern as a test, that names nothing and looks through every reference.
pub(super) fn tested(pattern: &Pat) -> TokenStream {
    struct Unnamed;
    impl VisitMut for Unnamed {
        fn visit_pat_mut(&mut self, pattern: &mut Pat) {
            visit_mut::visit_pat_mut(self, pattern);
            let inner = match pattern {
                Pat::Reference(reference) => (*reference.pat).clone(),
                Pat::Ident(name) if is_variable(&name.ident) => match &name.subpat {
                    Some((_, inner)) => (**inner).clone(),
                    None => crate::lower::control::any(),
                },
                _ => return,
            };
            *pattern = inner;
        }

        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            if field.colon_token.is_none()
                && let syn::Member::Named(name) = &field.member
            {
                field.colon_token = Some(syn::token::Colon(name.span()));
            }
            visit_mut::visit_field_pat_mut(self, field);
        }
    }
    let mut pattern = pattern.clone();
    Unnamed.visit_pat_mut(&mut pattern);
    pattern.to_token_stream()
}

/// The block that stands behind `else`, as the body of an arm.
pub(in crate::lower) fn otherwise(branch: &syn::ExprIf) -> Body<'_> {
    match &branch.else_branch {
        None => Body::Empty,
        Some((_, otherwise)) => Body::Expr(otherwise),
    }
}

/// `let pattern = expr`, alone or in front of conditions without another one.
pub(in crate::lower) fn let_of(cond: &syn::Expr) -> Option<(&Pat, &syn::Expr, Option<syn::Expr>)> {
    match peel(cond) {
        syn::Expr::Let(test) => Some((&test.pat, &test.expr, None)),
        syn::Expr::Binary(binary) if matches!(binary.op, syn::BinOp::And(_)) => {
            let (pattern, of, before) = let_of(&binary.left)?;
            if crate::lower::control::has_let(&binary.right) {
                return None;
            }
            let guard = match before {
                None => (*binary.right).clone(),
                Some(before) => syn::Expr::Binary(syn::ExprBinary { left: Box::new(before), ..binary.clone() }),
            };
            Some((pattern, of, Some(guard)))
        }
        _ => None,
    }
}
