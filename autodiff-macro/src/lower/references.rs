//! References kept in variables. A shared one is a variable of its own, of which `reverse` knows what it refers to; what a
//! `&mut` is bound to stands for its memory.

use super::scope::Entity;
use super::views::View;
use super::{Lowerer, Rhs, peel, types, views};
use crate::diagnostics::catalogue;
use crate::ir::{Expr as IrExpr, Member, Op, Place, Step, Type};
use syn::{Expr, Pat, parse_quote};

impl Lowerer<'_> {
    /// `let row = &x[i];`, `let tail = &x[1..];`, `let v = &mut x[i];`. False: it is no such thing.
    pub(super) fn let_reference(&mut self, pat: &syn::PatIdent, annotation: Option<&syn::Type>, init: &Expr) -> bool {
        if pat.mutability.is_some() {
            return false;
        }
        if let Some(end) = self.end_behind(init) {
            let exclusive = matches!(peel(init), Expr::MethodCall(call) if is_exclusive(&call.receiver));
            let reference = if exclusive { parse_quote!(&mut #end) } else { parse_quote!(&#end) };
            return self.let_reference(pat, annotation, &reference);
        }
        match peel(init) {
            Expr::Reference(reference) if !self.is_place(&reference.expr) => false,
            Expr::Reference(reference) if reference.mutability.is_some() => {
                let (place, ty) = self.captured(&reference.expr);
                let ty = types::join(&ty, &self.annotated(annotation));
                self.enter_view(&pat.ident, place, ty, true);
                true
            }
            Expr::Reference(reference) if self.is_through_view(&reference.expr) => {
                let (place, ty) = self.captured(&reference.expr);
                let ty = types::join(&ty, &self.annotated(annotation));
                self.enter_view(&pat.ident, place, ty, false);
                true
            }
            // What nothing differentiable flows into stays as written.
            _ if self.is_passive(init) || self.type_of(init).is_discrete() => false,
            Expr::Reference(reference) => {
                let (place, ty) = self.place(&reference.expr);
                let ty = types::join(&ty, &self.annotated(annotation));
                self.bind_reference(pat, place, ty);
                if let Some(Entity::Var(var)) = self.resolve(&pat.ident) {
                    self.annotate(var, annotation);
                }
                true
            }
            call if let Some(view) = self.referred_by_call(call) => {
                self.enter_view(&pat.ident, view.place, view.ty, view.mutable);
                true
            }
            // A shared reference is copied, an exclusive one moves.
            name => match (self.view(name), self.variable(name)) {
                (Some(view), _) => {
                    let view = View { name: pat.ident.clone(), ..view };
                    self.enter(&pat.ident, Entity::View(Box::new(view)));
                    true
                }
                (None, Some(of)) => match self.function.var(of).ty.clone() {
                    Type::Ref { mutable: true, to } => {
                        self.enter_view(&pat.ident, Place { base: of, path: vec![Step::Deref] }, *to, true);
                        true
                    }
                    Type::Ref { mutable: false, to } => {
                        let to = Box::new(types::join(&to, &self.annotated(annotation)));
                        let ty = Type::Ref { mutable: false, to };
                        let var = self.declare(&pat.ident, &ty, false);
                        self.annotate(var, annotation);
                        self.bind(var, Rhs::Plain(IrExpr::Var(of)));
                        self.enter(&pat.ident, Entity::Var(var));
                        true
                    }
                    _ => false,
                },
                (None, None) => false,
            },
        }
    }

    /// A shared reference to `place`, in a variable.
    pub(super) fn bind_reference(&mut self, pat: &syn::PatIdent, mut place: Place, mut to: Type) {
        let is_passive = self.is_passive_var(place.base);
        // What is of no known type, but used as a number, is one.
        if let Type::Ref { to: learnt, .. } = self.learnt(&pat.ident)
            && learnt.is_float()
            && types::is_open(&to)
        {
            let wish = pat.ident.to_string();
            let loaded = self.name(&wish, Type::Unknown, Rhs::Plain(IrExpr::Load(place)));
            let pinned = IrExpr::op(Op::Pin, vec![IrExpr::Var(loaded)]);
            place = Place::var(self.name(&wish, (*learnt).clone(), Rhs::Plain(pinned)));
            to = *learnt;
        }
        if let Type::Ref { to: learnt, .. } = self.learnt(&pat.ident)
            && self.is_supposed(&pat.ident)
            && types::is_open(&to)
        {
            let wish = pat.ident.to_string();
            let loaded = self.name(&wish, Type::Unknown, Rhs::Plain(IrExpr::Load(place)));
            let proven = self.proven_part(loaded, &learnt);
            place = Place::var(self.name(&wish, (*learnt).clone(), Rhs::Plain(proven)));
            to = *learnt;
        }
        let is_open = matches!(to, Type::Unknown);
        let ty = Type::Ref { mutable: false, to: Box::new(to) };
        let var = self.declare(&pat.ident, &ty, false);
        if is_passive {
            self.passive.insert(var);
        } else if is_open {
            self.parts.insert(var);
        }
        self.referents.insert(var, place.base);
        self.bind(var, Rhs::Plain(IrExpr::Borrow { mutable: false, place }));
        self.enter(&pat.ident, Entity::Var(var));
    }

    /// `let (a, b) = y;` of a `y: &mut (f64, f64)`: each name stands for a field. False: it is no such thing.
    pub(super) fn let_exclusive_fields(&mut self, tuple: &syn::PatTuple, init: &Expr) -> bool {
        if !self.type_of(init).is_mut_ref() {
            return false;
        }
        let target = match peel(init) {
            Expr::Reference(reference) => &reference.expr,
            name => name,
        };
        if self.is_place(target) {
            let (place, ty) = self.captured(target);
            self.view_fields(tuple, &place, ty.behind_refs());
        } else {
            self.refuse(catalogue::pattern(tuple));
        }
        true
    }

    /// What an annotation says about what is behind the reference.
    fn annotated(&self, annotation: Option<&syn::Type>) -> Type {
        match annotation.map(|ty| self.read(ty)) {
            Some(Type::Ref { to, .. }) => *to,
            _ => Type::Unknown,
        }
    }

    fn view_fields(&mut self, tuple: &syn::PatTuple, place: &Place, ty: &Type) {
        for (position, pattern) in tuple.elems.iter().enumerate() {
            let mut field = place.clone();
            field.path.push(Step::Field(Member::Position(position as u32)));
            let its = match ty {
                Type::Tuple(of) => of.get(position).cloned().unwrap_or(Type::Unknown),
                _ => Type::Unknown,
            };
            match pattern {
                Pat::Wild(_) => {}
                Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() && pat.mutability.is_none() => {
                    self.enter_view(&pat.ident, field, its, true);
                }
                Pat::Tuple(inner) => self.view_fields(inner, &field, &its),
                other => self.refuse(catalogue::pattern(other)),
            }
        }
    }

    /// `let (left, right) = x.split_at(n);`. False: it is no such thing.
    pub(super) fn let_halves(&mut self, tuple: &syn::PatTuple, init: &Expr) -> bool {
        let Expr::MethodCall(call) = peel(init) else { return false };
        let exclusive = match call.method.to_string().as_str() {
            "split_at" => false,
            "split_at_mut" => true,
            _ => return false,
        };
        let names: Option<Vec<_>> = tuple.elems.iter().map(half).collect();
        let (Some(names), Some(middle)) = (names.filter(|names| names.len() == 2), call.args.first()) else {
            return false;
        };
        let receiver = referred(&call.receiver);
        let known = views::is_memory(&self.type_of(receiver)) && self.is_place(receiver);
        // Data that no place can be named for again stays as it is written.
        let is_lost = self.root(receiver).is_some_and(|var| self.borrowed.contains(&var));
        if !known || call.args.len() != 1 || is_lost {
            return false;
        }
        let through = self.is_through_view(receiver);
        let (place, ty) = self.captured(receiver);
        let middle = self.discrete(middle, &types::usize_type(), "middle", true);
        let middle = self.unchanging(middle);
        let part = Type::Slice(Box::new(ty.element()));
        let ends = [(None, Some(middle.clone())), (Some(middle), None)];
        for (pat, (low, high)) in names.into_iter().zip(ends) {
            let Some(pat) = pat else { continue };
            let mut half = place.clone();
            half.path.push(Step::Range { low, high, inclusive: false });
            match exclusive || through {
                true => self.enter_view(&pat.ident, half, part.clone(), exclusive),
                false => self.bind_reference(pat, half, part.clone()),
            }
        }
        true
    }
}

/// `v.last_mut()`, `v.first_mut()`
fn is_exclusive(expr: &Expr) -> bool {
    matches!(peel(expr), Expr::MethodCall(call) if call.method == "last_mut" || call.method == "first_mut")
}

/// A name, or `_`.
fn half(pattern: &Pat) -> Option<Option<&syn::PatIdent>> {
    match pattern {
        Pat::Paren(paren) => half(&paren.pat),
        Pat::Wild(_) => Some(None),
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() && pat.mutability.is_none() => Some(Some(pat)),
        _ => None,
    }
}

/// What a method call borrows by itself: `(&x).len()` is `x.len()`.
pub(super) fn referred(expr: &Expr) -> &Expr {
    match peel(expr) {
        Expr::Reference(reference) => referred(&reference.expr),
        other => other,
    }
}
