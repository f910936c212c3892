//! Tangents of what carries no derivative: zeros, in the shape of what they stand beside.

use super::Forward;
use crate::ir::{Expr, Inert, Member, Place, Step, Type, VarId};
use crate::transform::normal::place_type;
use crate::transform::reverse::zero;
use proc_macro2::{Literal, TokenTree};

impl Forward<'_> {
    /// Of a value of type `ty`, that is no active variable. Where it is memory its zeros are made before it is moved.
    pub(super) fn zero_for(&mut self, value: &Expr, ty: &Type) -> Expr {
        match value {
            Expr::Number(_) => Expr::number(0.0),
            // Whatever stands there: it may be what never comes.
            _ if ty.is_float() => Expr::number(0.0),
            Expr::Var(var) => self.zero_in(&Place::var(*var)),
            _ if ty.is_discrete() => value.clone(),
            Expr::Inert(inert) if is_empty(inert) || is_integer(inert) => value.clone(),
            value => {
                let value = self.name("value", ty.clone(), value.clone());
                self.zero_like(&Place::var(value))
            }
        }
    }

    /// Of the memory at a place, part by part as far as its type tells them.
    fn zero_in(&mut self, place: &Place) -> Expr {
        let ty = place_type(&self.function, place);
        let read = |place: &Place| match place.is_whole() {
            true => Expr::Var(place.base),
            false => Expr::Load(place.clone()),
        };
        match &ty {
            Type::Tuple(of) => {
                let part = |at: usize| {
                    let mut part = place.clone();
                    part.path.push(Step::Field(Member::Position(at as u32)));
                    self.zero_in(&part)
                };
                Expr::Tuple((0..of.len()).map(part).collect())
            }
            ty if ty.is_discrete() && ty.is_copy() => read(place),
            ty if ty.is_discrete() => Expr::Clone(place.clone()),
            // A reference would have to refer to something.
            Type::Ref { .. } => {
                self.is_lost();
                read(place)
            }
            ty => match zero(ty).filter(|_| ty.is_made_of_floats()) {
                Some(zero) => zero,
                None => self.zero_like(place),
            },
        }
    }

    /// `let zero = private::zero_like(&place);`, of what rustc knows to carry something.
    pub(super) fn zero_like(&mut self, place: &Place) -> Expr {
        let ty = place_type(&self.function, place);
        let lent = self.lent(place);
        let zero = self.name("zero", ty.gradient(), Expr::Runtime("zero_like", vec![lent]));
        self.function.var_mut(zero).mutable = false;
        Expr::Var(zero)
    }

    fn lent(&self, place: &Place) -> Expr {
        match place.is_whole() && self.function.var(place.base).ty.is_ref() {
            true => Expr::Var(place.base),
            false => Expr::Borrow { mutable: false, place: place.clone() },
        }
    }

    /// Of `var`, once it is bound.
    pub(super) fn zero_of(&mut self, var: VarId) -> Expr {
        let ty = self.function.var(var).ty.clone();
        match zero(&ty).filter(|_| ty.is_made_of_floats()) {
            Some(zero) => zero,
            None => Expr::Runtime("zero_like", vec![self.lent(&Place::var(var))]),
        }
    }

    /// Of what a field of a literal is given: a field that carries nothing has a copy.
    pub(super) fn still(&mut self, value: &Expr) -> Expr {
        let ty = match value {
            Expr::Var(var) => self.function.var(*var).ty.clone(),
            Expr::Number(_) => return Expr::number(0.0),
            _ => Type::Unknown,
        };
        let is_told = !matches!(ty, Type::Unknown | Type::Inert | Type::Named(_));
        if is_told {
            return self.zero_for(value, &ty);
        }
        if let Expr::Inert(inert) = value
            && (is_empty(inert) || is_integer(inert))
        {
            return value.clone();
        }
        let place = match value {
            Expr::Var(var) => Place::var(*var),
            value => Place::var(self.name("value", Type::Unknown, value.clone())),
        };
        // Over type parameters rustc can't tell what carries something: then all of it must.
        if self.function.signature.generics.over_others {
            return self.zero_like(&place);
        }
        let lent = self.lent(&place);
        Expr::Var(self.name("zero", ty, Expr::Runtime("still", vec![lent])))
    }

    /// Sums of a slice's tangents and the like need it as a number.
    pub(super) fn is_number(&self, place: &Place) -> bool {
        place_type(&self.function, place).element().is_float()
    }
}

/// `Vec::new()`, `Vec::with_capacity(n)`, `None`: empty, of whatever type.
pub(in crate::transform) fn is_empty(inert: &Inert) -> bool {
    let trees: Vec<TokenTree> = inert.tokens.clone().into_iter().collect();
    let last = |before: usize| match trees.len().checked_sub(before).and_then(|at| trees.get(at)) {
        Some(TokenTree::Ident(name)) => name.to_string(),
        _ => String::new(),
    };
    let is_path = |end: usize| {
        trees[..end].iter().all(|tree| match tree {
            TokenTree::Ident(_) => true,
            TokenTree::Punct(punct) => matches!(punct.as_char(), ':' | '<' | '>'),
            _ => false,
        })
    };
    match trees.last() {
        Some(TokenTree::Ident(name)) => name == "None" && is_path(trees.len()),
        Some(TokenTree::Group(_)) if inert.pure && trees.len() > 1 && is_path(trees.len() - 1) => {
            let owner = trees[..trees.len() - 1].iter().find_map(|tree| match tree {
                TokenTree::Ident(name) if name == "Vec" => Some(()),
                _ => None,
            });
            owner.is_some() && matches!(last(2).as_str(), "new" | "with_capacity")
        }
        _ => false,
    }
}

/// `3`, `true`, `'x'`: a literal that is no float.
fn is_integer(inert: &Inert) -> bool {
    let trees: Vec<TokenTree> = inert.tokens.clone().into_iter().collect();
    match trees.as_slice() {
        [TokenTree::Literal(literal)] => !is_float_literal(literal),
        [TokenTree::Ident(word)] => word == "true" || word == "false",
        _ => false,
    }
}

fn is_float_literal(literal: &Literal) -> bool {
    let text = literal.to_string();
    let is_number = text.starts_with(|first: char| first.is_ascii_digit());
    let is_hex = text.starts_with("0x") || text.starts_with("0b") || text.starts_with("0o");
    is_number && !is_hex && (text.contains('.') || text.contains('e') || text.ends_with("f64") || text.ends_with("f32"))
}
