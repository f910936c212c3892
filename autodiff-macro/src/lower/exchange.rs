//! `mem::swap`, `mem::replace`, `mem::take`.

use super::calls::last_name;
use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{Act, Expr, Inert, Place, Type};
use std::borrow::Cow;
use syn::ExprCall;

impl Lowerer<'_> {
    /// `mem::swap(&mut a, &mut b);`, and `mem::replace` as a statement; false if it is about nothing but integers.
    pub(super) fn exchange(&mut self, call: &ExprCall) -> bool {
        let call = &*self.by_places(call);
        let places: Vec<&syn::Expr> = call.args.iter().map_while(|arg| self.exclusive(arg)).collect();
        let discrete = places.iter().all(|place| self.owned_type(place).is_discrete());
        let name = last_name(&call.func).map(ToString::to_string).unwrap_or_default();
        match (name.as_str(), places.as_slice()) {
            (_, []) => false,
            _ if discrete => false,
            ("swap", &[one, other]) if call.args.len() == 2 => {
                if let Some(odd) = places.iter().find(|place| !self.is_owned_place(place)) {
                    self.refuse(catalogue::alias(odd));
                    return true;
                }
                // What one of them is known to be, the other is.
                let (first, second) = (self.owned_type(one), self.owned_type(other));
                self.learn_memory(one, second);
                self.learn_memory(other, first);
                let (place, ty) = self.place(one);
                let (other, _) = self.place(other);
                if place.base == other.base && !ty.says_shape() && !place.is_apart_from(&other) {
                    self.refuse(catalogue::swapped_within(call));
                    return true;
                }
                self.mutate(place, Act::Swap(Expr::Borrow { mutable: true, place: other }));
                true
            }
            ("replace", &[target]) if call.args.len() == 2 && self.view(target).is_none() => {
                self.assign(target, &call.args[1]);
                true
            }
            _ => {
                self.replaced(call);
                true
            }
        }
    }

    /// `mem::replace(&mut a, value)`, `mem::take(&mut a)`: what was there before.
    pub(super) fn replaced(&mut self, call: &ExprCall) -> (Rhs, Type) {
        let call = &*self.by_places(call);
        let name = last_name(&call.func).map(ToString::to_string).unwrap_or_default();
        let Some(target) =
            call.args.first().and_then(|target| self.exclusive(target)).filter(|target| self.is_owned_place(target))
        else {
            return self.poison(catalogue::mutable_borrow(call));
        };
        let ty = self.owned_type(target);
        let value = match (name.as_str(), call.args.get(1), &ty) {
            ("replace", Some(value), _) if ty.is_float() => self.float(value, &ty).0,
            ("replace", Some(value), _) => self.owned(value, &ty).0,
            ("take", None, Type::Float(_)) => Expr::number(0.0),
            ("take", None, Type::Array(of, len)) if of.is_float() => {
                Expr::Repeat(Box::new(Expr::number(0.0)), Inert::pure(len.clone(), Vec::new(), false))
            }
            ("take", None, Type::Vec(_)) => Expr::Runtime("Vec::new", Vec::new()),
            _ => return self.poison(catalogue::taken(call)),
        };
        let (place, its) = self.place(target);
        let ty = types::join(&ty, &its);
        let var = self.name("before", ty.clone(), Rhs::Plain(value));
        self.function.var_mut(var).mutable = true;
        self.mutate(place, Act::Swap(Expr::Borrow { mutable: true, place: Place::var(var) }));
        (Rhs::Plain(Expr::Var(var)), ty)
    }

    /// A parameter that is a `&mut` by its place: `mem::swap(a, b)` is `mem::swap(&mut *a, &mut *b)`.
    fn by_places<'c>(&self, call: &'c ExprCall) -> Cow<'c, ExprCall> {
        let mut explicit = Cow::Borrowed(call);
        for (at, arg) in call.args.iter().enumerate() {
            if self.lent_variable(arg).is_some() {
                explicit.to_mut().args[at] = syn::parse_quote!(&mut *#arg);
            }
        }
        explicit
    }

    /// The place behind `&mut`, or behind a name for one.
    fn exclusive<'e>(&self, expr: &'e syn::Expr) -> Option<&'e syn::Expr> {
        match peel(expr) {
            syn::Expr::Reference(reference) if reference.mutability.is_some() => Some(&reference.expr),
            name => self.view(name).map(|_| name),
        }
    }

    /// Memory of a variable that is no reference, by its own name or by another.
    fn is_owned_place(&mut self, expr: &syn::Expr) -> bool {
        self.view(expr).is_some() || (self.root(expr).is_some() && !self.type_of(expr).is_ref())
    }

    /// The type of what is there.
    fn owned_type(&mut self, expr: &syn::Expr) -> Type {
        match self.view(expr) {
            Some(view) => view.ty,
            None => self.type_of(expr),
        }
    }
}
