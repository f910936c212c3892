//! `Some(x) = v.pop()` as a condition: whether `v` is empty, and then what is on top of it. `v.last()`, `v.first()` and
//! `v.get(i)` are conditions of the same kind, which leave it there.

use super::control::Yields;
use super::{Lowerer, peel};
use crate::ir::{Block, Expr, Type};
use syn::{ExprMethodCall, Pat, parse_quote};

/// A condition that takes something off a `Vec`, or looks at something in it.
pub(super) struct Popping<'e> {
    /// What the value is bound to.
    pattern: &'e Pat,
    pop: &'e ExprMethodCall,
    /// `.copied()`
    is_copied: bool,
}

impl Lowerer<'_> {
    /// `let Some(x) = v.pop()`, of a `Vec`.
    pub(super) fn popping<'e>(&mut self, cond: &'e syn::Expr) -> Option<Popping<'e>> {
        let syn::Expr::Let(matching) = peel(cond) else { return None };
        self.popping_arm(&matching.expr, &matching.pat)
    }

    /// There is something to take off.
    pub(super) fn is_left(&mut self, popping: &Popping<'_>) -> Expr {
        let memory = &popping.pop.receiver;
        let cond = match popping.pop.args.first() {
            Some(index) => parse_quote!(#index < #memory.len()),
            None => parse_quote!(!#memory.is_empty()),
        };
        self.discrete(&cond, &Type::Bool, "condition", true)
    }

    /// `match v.pop() { Some(x) => …, None => … }`
    pub(super) fn popping_arm<'e>(&mut self, scrutinee: &'e syn::Expr, pattern: &'e Pat) -> Option<Popping<'e>> {
        let Pat::TupleStruct(some) = pattern else { return None };
        let pattern = some.elems.first().filter(|_| some.path.is_ident("Some") && some.elems.len() == 1)?;
        let is_plain = matches!(pattern, Pat::Ident(_) | Pat::Wild(_) | Pat::Tuple(_));
        let (pop, is_copied) = match peel(scrutinee) {
            syn::Expr::MethodCall(copied) if copied.method == "copied" || copied.method == "cloned" => {
                match peel(&copied.receiver) {
                    syn::Expr::MethodCall(pop) if pop.method != "pop" => (pop, true),
                    _ => return None,
                }
            }
            syn::Expr::MethodCall(pop) => (pop, false),
            _ => return None,
        };
        self.root(&pop.receiver)?;
        let ty = self.type_of(&pop.receiver);
        let is_memory = matches!(ty.behind_refs(), Type::Array(..) | Type::Slice(_) | Type::Vec(_));
        let is_one = match (pop.method.to_string().as_str(), pop.args.first()) {
            ("pop", None) => is_plain && matches!(ty.behind_refs(), Type::Vec(_)),
            ("first" | "last" | "first_mut" | "last_mut", None) => is_memory && !ty.is_discrete(),
            // Said twice, the index must be a matter of nothing but its value.
            ("get" | "get_mut", Some(index)) => {
                is_memory && !ty.is_discrete() && self.type_of(index).is_scalar() && self.has_no_effect(index)
            }
            _ => false,
        };
        is_one.then_some(Popping { pattern, pop, is_copied })
    }

    fn has_no_effect(&mut self, expr: &syn::Expr) -> bool {
        let piece = self.opaque(expr, true);
        piece.offence.is_none() && piece.inert.writes.is_empty() && piece.inert.pure
    }

    /// Binds what is taken off.
    pub(super) fn take_off(&mut self, popping: &Popping<'_>) {
        let pop = popping.pop;
        if pop.method != "pop" {
            return self.look_at(popping);
        }
        match popping.pattern {
            Pat::Ident(name) => self.let_name(name, None, &parse_quote!(#pop.unwrap())),
            Pat::Tuple(names) => self.let_tuple(names, None, &parse_quote!(#pop.unwrap())),
            _ => self.discard(&parse_quote!(#pop)),
        }
    }

    /// Binds what is looked at.
    fn look_at(&mut self, popping: &Popping<'_>) {
        let memory = &popping.pop.receiver;
        let index: syn::Expr = match (popping.pop.method.to_string().as_str(), popping.pop.args.first()) {
            (_, Some(index)) => index.clone(),
            ("last" | "last_mut", None) => parse_quote!(#memory.len() - 1),
            _ => parse_quote!(0),
        };
        let element: syn::Expr = match popping.pop.method.to_string().ends_with("_mut") {
            _ if popping.is_copied => parse_quote!(#memory[#index]),
            true => parse_quote!(&mut #memory[#index]),
            false => parse_quote!(&#memory[#index]),
        };
        let found = self.memory_of(&element, &Type::Unknown);
        self.match_place(popping.pattern, found);
    }

    /// A block that starts by taking it off.
    pub(super) fn popped_block(
        &mut self,
        popping: &Popping<'_>,
        block: &syn::Block,
        yields: &Yields,
    ) -> (Block, Vec<Type>) {
        let outer = std::mem::take(&mut self.stmts);
        let ((body, types), mut stmts) = self.scoped(|this| {
            this.take_off(popping);
            let stmts = std::mem::take(&mut this.stmts);
            (this.block(block, yields), stmts)
        });
        self.stmts = outer;
        stmts.extend(body.stmts);
        (Block { stmts, values: body.values }, types)
    }
}
