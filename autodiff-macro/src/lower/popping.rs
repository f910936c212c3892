//! `Some(x) = v.pop()` as a condition: whether `v` is empty, and then what is on top of it.

use super::control::Yields;
use super::{Lowerer, peel};
use crate::ir::{Block, Expr, Type};
use syn::{ExprMethodCall, Pat, parse_quote};

/// A condition that takes something off a `Vec`.
pub(super) struct Popping<'e> {
    /// What the popped value is bound to.
    pattern: &'e Pat,
    pop: &'e ExprMethodCall,
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
        self.discrete(&parse_quote!(!#memory.is_empty()), &Type::Bool, "condition", true)
    }

    /// `match v.pop() { Some(x) => …, None => … }`
    pub(super) fn popping_arm<'e>(&mut self, scrutinee: &'e syn::Expr, pattern: &'e Pat) -> Option<Popping<'e>> {
        let Pat::TupleStruct(some) = pattern else { return None };
        let pattern = some.elems.first().filter(|_| some.path.is_ident("Some") && some.elems.len() == 1)?;
        let is_plain = matches!(pattern, Pat::Ident(_) | Pat::Wild(_) | Pat::Tuple(_));
        let syn::Expr::MethodCall(pop) = peel(scrutinee) else { return None };
        let pops = pop.method == "pop" && pop.args.is_empty() && self.root(&pop.receiver).is_some();
        let of_vec = pops && matches!(self.type_of(&pop.receiver).behind_refs(), Type::Vec(_));
        (is_plain && of_vec).then_some(Popping { pattern, pop })
    }

    /// Binds what is taken off.
    pub(super) fn take_off(&mut self, popping: &Popping<'_>) {
        let pop = popping.pop;
        match popping.pattern {
            Pat::Ident(name) => self.let_name(name, None, &parse_quote!(#pop.unwrap())),
            Pat::Tuple(names) => self.let_tuple(names, None, &parse_quote!(#pop.unwrap())),
            _ => self.discard(&parse_quote!(#pop)),
        }
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
