//! What a turn of a loop is given: bound to names, or computed.

use super::iterate::{is_name, unwrapped};
use super::scope::Entity;
use super::sources::{Access, At, Found, Item};
use super::{Lowerer, Rhs, types};
use crate::ir::{Expr, Op, Place, Type, VarId};
use syn::{Pat, PatIdent};

impl Lowerer<'_> {
    /// Binds the names of a pattern to what a turn is given.
    pub(super) fn match_item(&mut self, pattern: &Pat, item: Item, counter: VarId) {
        match (unwrapped(pattern), item) {
            (pattern, item @ Item::Made(..)) => {
                let item = self.forced(item, counter);
                self.match_item(pattern, item, counter);
            }
            (Pat::Wild(_), item) => {
                self.forced(item, counter);
            }
            (Pat::Tuple(tuple), Item::Tuple(items)) if tuple.elems.len() == items.len() => {
                for (pattern, item) in tuple.elems.iter().zip(items) {
                    self.match_item(pattern, item, counter);
                }
            }
            (Pat::Ident(pat), Item::Number(at)) if is_name(pat) => {
                if matches!(at, At::Counter) && pat.mutability.is_none() {
                    self.enter(&pat.ident, Entity::Var(counter));
                    return;
                }
                let (value, ty) = match at {
                    At::Counter => (Expr::Var(counter), self.function.var(counter).ty.clone()),
                    at => (Expr::Inert(at.inert(counter, self.span)), types::usize_type()),
                };
                let var = self.declare(&pat.ident, &ty, pat.mutability.is_some());
                self.bind(var, Rhs::Plain(value));
                self.enter(&pat.ident, Entity::Var(var));
            }
            (pattern, Item::Piece(piece)) => {
                let found = self.piece_found(*piece, counter);
                self.match_place(pattern, found);
            }
            (pattern, Item::Found(found)) => self.match_place(pattern, found),
            (Pat::Ident(pat), Item::Value(value, ty)) if is_name(pat) => self.bind_atom(pat, value, &ty),
            // A tuple of references has no name: what they stand for would not be visible through it.
            (Pat::Ident(pat), item @ Item::Tuple(_)) if is_name(pat) && !item.lends() => {
                let (value, ty) = self.item_value(item, counter);
                self.bind_atom(pat, value, &ty);
            }
            (pattern @ Pat::Tuple(_), Item::Value(value, ty)) => {
                let place = self.place_of(value, &ty);
                self.match_place(pattern, Found { place, ty, access: Access::Value, around: 0 });
            }
            (pattern, Item::Number(_) | Item::Tuple(_) | Item::Value(..)) => self.refuse_pattern_of_loop(pattern),
        }
    }

    /// The same, of a reference to what a turn is given.
    pub(super) fn match_lent(&mut self, pattern: &Pat, item: Item, counter: VarId) {
        match (unwrapped(pattern), item) {
            (Pat::Wild(_), _) => {}
            (Pat::Reference(reference), item) if reference.mutability.is_none() => {
                self.match_item(&reference.pat, item, counter);
            }
            (Pat::Tuple(tuple), Item::Tuple(items)) if tuple.elems.len() == items.len() => {
                for (pattern, item) in tuple.elems.iter().zip(items) {
                    self.match_lent(pattern, item, counter);
                }
            }
            (pattern, Item::Found(found)) => {
                self.match_place(pattern, Found { around: found.around + 1, ..found });
            }
            (pattern, item) if item.lends() => self.refuse_pattern_of_loop(pattern),
            (pattern, item) => {
                let (value, ty) = self.item_value(item, counter);
                let place = self.place_of(value, &ty);
                self.match_place(pattern, Found { place, ty, access: Access::Value, around: 1 });
            }
        }
    }

    /// What a turn is given, computed or found.
    pub(super) fn forced(&mut self, item: Item, counter: VarId) -> Item {
        match item {
            Item::Made(of, closure) => {
                let made = self.made(&closure, *of, counter);
                self.forced(made, counter)
            }
            Item::Piece(piece) => Item::Found(self.piece_found(*piece, counter)),
            Item::Number(at) => {
                let ty = match at {
                    At::Counter => self.function.var(counter).ty.clone(),
                    _ => types::usize_type(),
                };
                Item::Value(self.number_of(&at, counter), ty)
            }
            Item::Tuple(of) => Item::Tuple(of.into_iter().map(|item| self.forced(item, counter)).collect()),
            item @ (Item::Found(_) | Item::Value(..)) => item,
        }
    }

    /// What a turn is given, as an atom.
    pub(super) fn item_value(&mut self, item: Item, counter: VarId) -> (Expr, Type) {
        match self.forced(item, counter) {
            Item::Value(value, ty) => (value, ty),
            Item::Found(found) if found.access == Access::Value && found.around == 0 => {
                self.atom(Rhs::Plain(Expr::Load(found.place)), found.ty, None)
            }
            Item::Found(found) => {
                let ty = Type::Ref { mutable: false, to: Box::new(found.ty) };
                self.atom(Rhs::Plain(Expr::Borrow { mutable: false, place: found.place }), ty, Some("reference"))
            }
            Item::Tuple(of) => {
                let (values, types) = of.into_iter().map(|item| self.item_value(item, counter)).unzip();
                self.atom(Rhs::Plain(Expr::Tuple(values)), Type::Tuple(types), None)
            }
            // Nothing else is left once it is computed.
            Item::Piece(_) | Item::Number(_) | Item::Made(..) => (super::poison(), Type::Unknown),
        }
    }

    /// What a turn is given, as a float.
    pub(super) fn item_float(&mut self, item: Item, counter: VarId) -> (Expr, Type) {
        match self.forced(item, counter) {
            Item::Found(found) => self.float_atom(Rhs::Plain(Expr::Load(found.place)), found.ty),
            Item::Value(value, ty) => self.float_atom(Rhs::Plain(value), ty),
            item => self.item_value(item, counter),
        }
    }

    fn place_of(&mut self, value: Expr, ty: &Type) -> Place {
        match value.as_var() {
            Some(var) => Place::var(var),
            None => Place::var(self.name("value", ty.clone(), Rhs::Plain(value))),
        }
    }

    /// A name for what was computed.
    fn bind_atom(&mut self, pat: &PatIdent, value: Expr, ty: &Type) {
        let learnt = self.learnt(&pat.ident);
        if let Some(var) = value.as_var().filter(|_| pat.mutability.is_none())
            && !self.function.var(var).mutable
            && !types::is_open(ty)
        {
            self.enter(&pat.ident, Entity::Var(var));
            return;
        }
        let value = match types::is_open(ty) && learnt.is_float() {
            true => Expr::op(Op::Pin, vec![value]),
            false => value,
        };
        let is_passive = pat.mutability.is_none() && value.as_var().is_some_and(|var| self.is_passive_var(var));
        let var = self.declare(&pat.ident, &types::join(ty, &learnt), pat.mutability.is_some());
        if is_passive {
            self.passive.insert(var);
        }
        self.bind(var, Rhs::Plain(value));
        self.enter(&pat.ident, Entity::Var(var));
    }
}
