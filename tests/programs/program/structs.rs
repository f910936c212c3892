//! The structs of a program: what they are made of, and the ways that lead inside.

use super::{Expr, Type};
use std::fmt;
use std::rc::Rc;

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Struct {
    pub(crate) name: String,
    /// Of a tuple struct they are called by their numbers.
    pub(crate) fields: Vec<(String, Type)>,
    pub(crate) tuple: bool,
    pub(crate) copy: bool,
}

/// Programs are looked at as text here and there: the name says enough.
impl fmt::Debug for Struct {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}

/// How one of them is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Held {
    Own,
    /// `&S`
    Ref,
    /// `&mut S`
    Mut,
}

/// How several of them are held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// `[S; N]`
    Array,
    /// `Vec<S>`, of a length that the generator knows.
    Vector,
    /// `&[S]`
    Slice,
    /// `&mut [S]`
    SliceMut,
}

/// One step on the way to a part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Toward {
    Field(String, usize),
    /// Any of so many elements.
    Element(usize),
}

impl Type {
    /// The struct that it is, or refers to.
    pub(crate) fn structure(&self) -> Option<&Rc<Struct>> {
        if let Type::Struct(of, _) = self { Some(of) } else { None }
    }

    /// Several structs, however they are held, and how many.
    pub(crate) fn group(&self) -> Option<(&Rc<Struct>, usize)> {
        if let Type::Group(of, n, _) = self { Some((of, *n)) } else { None }
    }

    /// Something with structs in it.
    pub(crate) fn is_structured(&self) -> bool {
        matches!(self, Type::Struct(..) | Type::Group(..))
    }

    /// A struct or an enum itself, where this is a reference to one.
    pub(crate) fn own(&self) -> Type {
        match self {
            Type::Struct(of, _) => Type::Struct(of.clone(), Held::Own),
            Type::Enum(of, _) => Type::Enum(of.clone(), Held::Own),
            other => other.clone(),
        }
    }

    /// Some field holds numbers in a row.
    pub(crate) fn has_row(&self) -> bool {
        self.routes().iter().any(|(_, ty)| ty.row().is_some())
    }

    /// How many elements there are, one level down.
    pub(crate) fn elements(&self) -> usize {
        self.grid().map(|(n, _)| n).or(self.group().map(|(_, n)| n)).or(self.row()).unwrap_or(1)
    }

    /// A place of this type may be lent as `&mut` of that one.
    pub(crate) fn is_lent_as(&self, output: &Type) -> bool {
        match output {
            Type::SliceMut(n) => self.row() == Some(*n),
            _ => self.lent(true) == *output,
        }
    }

    /// The type one step inside.
    pub(crate) fn inside(&self, step: &Expr) -> Type {
        match (self, step) {
            (Type::Struct(of, _), Expr::Field(_, at)) => of.fields[*at].1.clone(),
            _ => self.element(),
        }
    }

    /// Every part of it, and the way there; numbers in a row are one part.
    pub(crate) fn routes(&self) -> Vec<(Vec<Toward>, Type)> {
        let steps: Vec<(Toward, Type)> = match self {
            Type::Struct(of, _) => of
                .fields
                .iter()
                .enumerate()
                .map(|(at, (name, ty))| (Toward::Field(name.clone(), at), ty.clone()))
                .collect(),
            Type::Group(_, n, _) => vec![(Toward::Element(*n), self.element())],
            _ => Vec::new(),
        };
        let mut routes = Vec::new();
        for (step, ty) in steps {
            let further = ty.routes();
            routes.push((vec![step.clone()], ty));
            routes.extend(further.into_iter().map(|(way, ty)| ([vec![step.clone()], way].concat(), ty)));
        }
        routes
    }
}
