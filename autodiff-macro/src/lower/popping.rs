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
        let Pat::TupleStruct(some) = &*matching.pat else { return None };
        let pattern = some.elems.first().filter(|_| some.path.is_ident("Some") && some.elems.len() == 1)?;
        let is_plain = matches!(pattern, Pat::Ident(_) | Pat::Wild(_) | Pat::Tuple(_));
        let syn::Expr::MethodCall(pop) = peel(&matching.expr) else { return None };
        let pops = pop.method == "pop" && pop.args.is_empty() && self.root(&pop.receiver).is_some();
        let of_vec = pops && matches!(self.type_of(&pop.receiver).behind_refs(), Type::Vec(_));
        (is_plain && of_vec).then_some(Popping { pattern, pop })
    }

    /// There is something to take off.
    pub(super) fn is_left(&mut self, popping: &Popping<'_>) -> Expr {
        let memory = &popping.pop.receiver;
        self.discrete(&parse_quote!(!#memory.is_empty()), &Type::Bool, "condition", true)
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
            let pop = popping.pop;
            match popping.pattern {
                Pat::Ident(name) => this.let_name(name, None, &parse_quote!(#pop.unwrap())),
                Pat::Tuple(names) => this.let_tuple(names, None, &parse_quote!(#pop.unwrap())),
                _ => this.discard(&parse_quote!(#pop)),
            }
            let stmts = std::mem::take(&mut this.stmts);
            (this.block(block, yields), stmts)
        });
        self.stmts = outer;
        stmts.extend(body.stmts);
        (Block { stmts, values: body.values }, types)
    }
}
