//! Places: `x[i]`, `t.0`, `*x`.

use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{Inert, Member, Place, Read, Reading, Step, Type};
use quote::quote;
use syn::{Expr, UnOp};

impl Lowerer<'_> {
    /// The memory that an expression names; a value that has none is bound to a variable first.
    pub(super) fn place(&mut self, expr: &Expr) -> (Place, Type) {
        if let Some(end) = self.end(expr).or_else(|| self.end_behind(expr)) {
            return self.place(&end);
        }
        match peel(expr) {
            Expr::Index(index) => {
                let (mut place, of) = self.place(&index.expr);
                if let Expr::Range(range) = peel(&index.index) {
                    let step = self.range_step(range);
                    indexing(&mut place);
                    place.path.push(step);
                    return (place, Type::Slice(Box::new(of.element())));
                }
                if self.is_kept_range(&index.index) {
                    let (rhs, ty) = self.poison(catalogue::sub_slice(&index.index));
                    return (Place::var(self.name("part", ty.clone(), rhs)), ty);
                }
                let is_memory = matches!(of.behind_refs(), Type::Array(..) | Type::Slice(_) | Type::Vec(_));
                let at = self.discrete(&index.index, &types::usize_type(), "index", is_memory);
                let at = if is_memory { at } else { self.proven_index(at, &index.index) };
                // What indexes an array, a slice or a `Vec` is a `usize`, though its `let` did not say so.
                if let (Some(var), false) = (at.as_var(), matches!(of.behind_refs(), Type::Unknown | Type::Named(_)))
                    && matches!(self.function.var(var).ty, Type::Int(None))
                {
                    self.function.var_mut(var).ty = types::usize_type();
                }
                indexing(&mut place);
                place.path.push(Step::Index(at));
                (place, of.element())
            }
            Expr::Field(field) => {
                let (mut place, _) = self.place(&field.base);
                let ty = self.type_of(expr);
                indexing(&mut place);
                place.path.push(Step::Field(match &field.member {
                    syn::Member::Named(name) => Member::Named(name.clone()),
                    syn::Member::Unnamed(at) => Member::Position(at.index),
                }));
                (place, ty)
            }
            Expr::Reference(reference) if reference.mutability.is_none() => self.place(&reference.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                // `*&x`
                if let Expr::Reference(reference) = peel(&unary.expr) {
                    return self.place(&reference.expr);
                }
                if let Some((view, _)) = self.dereferenced(expr) {
                    return (view.place, view.ty);
                }
                let (mut place, of) = self.place(&unary.expr);
                let ty = match of {
                    Type::Ref { to, .. } => *to,
                    _ => Type::Unknown,
                };
                place.path.push(Step::Deref);
                (place, ty)
            }
            other => {
                if let Some(var) = self.variable(other) {
                    return (Place::var(var), self.function.var(var).ty.clone());
                }
                if let Some(view) = self.view(other).or_else(|| self.referred_by_call(other)) {
                    return (view.place, view.ty);
                }
                let (rhs, ty) = self.rhs(other, &Type::Unknown);
                let var = self.name("value", ty.clone(), rhs);
                (Place::var(var), ty)
            }
        }
    }

    /// A range that a variable holds, `r` or `r.clone()`.
    fn is_kept_range(&mut self, index: &Expr) -> bool {
        let held = self.root(index).is_some_and(|var| matches!(self.function.var(var).ty.behind_refs(), Type::Inert));
        match self.type_of(index).behind_refs() {
            Type::Inert => true,
            ty => held && types::is_open(ty),
        }
    }

    /// `[low..high]`
    fn range_step(&mut self, range: &syn::ExprRange) -> Step {
        let mut ends = Vec::new();
        for end in [&range.start, &range.end] {
            let value = end.as_ref().map(|end| self.discrete(end, &types::usize_type(), "end", true));
            ends.push((self.stmts.len(), value));
        }
        let mut atoms: Vec<_> = ends
            .iter()
            .filter_map(|(since, value)| value.clone().map(|value| (*since, value, types::usize_type())))
            .collect();
        self.settle(&mut atoms);
        let mut atoms = atoms.into_iter().map(|(_, value, _)| value);
        let mut end = |of: &Option<Box<Expr>>| of.as_ref().and_then(|_| atoms.next());
        let (low, high) = (end(&range.start), end(&range.end));
        Step::Range { low, high, inclusive: matches!(range.limits, syn::RangeLimits::Closed(_)) }
    }

    /// Of a type of the user's own, anything may be an index; of numbers, an integer that is known to be one.
    fn proven_index(&mut self, at: crate::ir::Expr, expr: &Expr) -> crate::ir::Expr {
        let Some(var) = at.as_var().filter(|&var| !self.is_still(var)) else { return at };
        match self.function.var(var).ty.behind_refs() {
            Type::Float(_) => {
                self.refuse(catalogue::float_index(expr));
                at
            }
            _ => {
                let hole = Inert::hole(var, self.span);
                let reads = vec![Read { var, what: Reading::Value }];
                let inert = self.proven(Inert::pure(quote!(#hole), reads, false), &types::usize_type());
                crate::ir::Expr::Var(self.name("index", types::usize_type(), Rhs::Plain(crate::ir::Expr::Inert(inert))))
            }
        }
    }
}

/// `(*x)[i]` is `x[i]`.
fn indexing(place: &mut Place) {
    if matches!(place.path.last(), Some(Step::Deref)) {
        place.path.pop();
    }
}
