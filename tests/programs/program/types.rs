//! Types of variables, as far as generated programs have them.

use super::{Enum, Form, Held, Struct};
use std::rc::Rc;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Float,
    /// `usize`, or `i32` for the counters of ranges below zero.
    Int,
    Signed,
    Bool,
    /// `[f64; N]`
    Array(usize),
    /// `[[f64; M]; N]`, as N and M
    Matrix(usize, usize),
    /// `Vec<f64>`; its length is a number to the generator alone.
    Vector(usize),
    /// `Vec<Vec<f64>>`, likewise.
    Nested(usize, usize),
    /// `Vec<f64>` of a length that changes.
    Stack,
    /// `&f64`: read as the number that it refers to.
    FloatRef,
    /// `&[f64]`, of a length that the generator knows.
    Slice(usize),
    /// `&[f64; N]`
    ArrayRef(usize),
    /// `&[[f64; M]]`, as the number of rows and M
    Rows(usize, usize),
    /// `&[Vec<f64>]`
    NestedRef(usize, usize),
    /// `&mut f64`
    FloatMut,
    /// `&mut [f64]`
    SliceMut(usize),
    /// `&mut [f64; N]`
    ArrayMut(usize),
    /// `&mut [[f64; M]]`
    RowsMut(usize, usize),
    /// `&[usize]`, with each element below that length
    Indices(usize),
    /// No elements: `()`.
    Tuple(Vec<Type>),
    /// The enum of the program: [`Kind`](super::Kind).
    Kind,
    /// `Option<usize>`
    Choice,
    Struct(Rc<Struct>, Held),
    /// Several of one struct.
    Group(Rc<Struct>, usize, Form),
    /// `Option<f64>`, or the enum of the program whose payload carries derivatives.
    Enum(Rc<Enum>, Held),
}

impl Type {
    /// Floats in a row, however they are held: their number.
    pub(crate) fn row(&self) -> Option<usize> {
        match self {
            Type::Array(n)
            | Type::Vector(n)
            | Type::Slice(n)
            | Type::ArrayRef(n)
            | Type::SliceMut(n)
            | Type::ArrayMut(n) => Some(*n),
            _ => None,
        }
    }

    pub(crate) fn grid(&self) -> Option<(usize, usize)> {
        match self {
            Type::Matrix(n, m)
            | Type::Rows(n, m)
            | Type::Nested(n, m)
            | Type::NestedRef(n, m)
            | Type::RowsMut(n, m) => Some((*n, *m)),
            _ => None,
        }
    }

    /// Something that is read as a float where its name stands.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Type::Float | Type::FloatRef | Type::FloatMut)
    }

    pub(crate) fn is_reference(&self) -> bool {
        self.is_output()
            || matches!(
                self,
                Type::FloatRef
                    | Type::Slice(_)
                    | Type::ArrayRef(_)
                    | Type::Rows(..)
                    | Type::NestedRef(..)
                    | Type::Indices(_)
                    | Type::Struct(_, Held::Ref)
                    | Type::Group(_, _, Form::Slice)
                    | Type::Enum(_, Held::Ref)
            )
    }

    /// `&mut` of something.
    pub(crate) fn is_output(&self) -> bool {
        matches!(
            self,
            Type::FloatMut
                | Type::SliceMut(_)
                | Type::ArrayMut(_)
                | Type::RowsMut(..)
                | Type::Struct(_, Held::Mut)
                | Type::Group(_, _, Form::SliceMut)
                | Type::Enum(_, Held::Mut)
        )
    }

    /// What is gone once it is taken by value.
    pub(crate) fn moves(&self) -> bool {
        match self {
            Type::Vector(_) | Type::Nested(..) | Type::Stack | Type::Group(_, _, Form::Vector) => true,
            Type::Struct(of, Held::Own) | Type::Group(of, _, Form::Array) => !of.copy,
            _ => false,
        }
    }

    /// How many floats it holds, where that is fixed.
    pub(crate) fn floats(&self) -> usize {
        match self {
            Type::Tuple(of) => of.iter().map(Type::floats).sum(),
            Type::Struct(of, _) => of.fields.iter().map(|(_, ty)| ty.floats()).sum(),
            Type::Group(_, n, _) => n * self.element().floats(),
            number if number.is_number() => 1,
            other => other.row().or(other.grid().map(|(n, m)| n * m)).unwrap_or(0),
        }
    }

    /// Whether derivatives can be in it.
    pub(crate) fn carries(&self) -> bool {
        self.floats() > 0 || *self == Type::Stack || self.variants().is_some()
    }

    /// The type of one of its elements.
    pub(crate) fn element(&self) -> Type {
        match self {
            Type::Indices(_) => Type::Int,
            Type::Matrix(_, m) | Type::Rows(_, m) | Type::RowsMut(_, m) => Type::Array(*m),
            Type::Nested(_, m) | Type::NestedRef(_, m) => Type::Vector(*m),
            Type::Group(of, ..) => Type::Struct(of.clone(), Held::Own),
            _ => Type::Float,
        }
    }

    /// The type of a reference to it, or of itself where it is one.
    pub(crate) fn lent(&self, mutable: bool) -> Type {
        match (self, mutable) {
            (Type::Array(n) | Type::ArrayMut(n), false) => Type::ArrayRef(*n),
            (Type::Vector(n) | Type::SliceMut(n), false) => Type::Slice(*n),
            (Type::Matrix(n, m) | Type::RowsMut(n, m), false) => Type::Rows(*n, *m),
            (Type::Nested(n, m), false) => Type::NestedRef(*n, *m),
            (Type::Float | Type::FloatMut, false) => Type::FloatRef,
            (Type::Array(n), true) => Type::ArrayMut(*n),
            (Type::Vector(n), true) => Type::SliceMut(*n),
            (Type::Matrix(n, m), true) => Type::RowsMut(*n, *m),
            (Type::Float, true) => Type::FloatMut,
            (Type::Struct(of, Held::Own | Held::Mut), false) => Type::Struct(of.clone(), Held::Ref),
            (Type::Struct(of, Held::Own), true) => Type::Struct(of.clone(), Held::Mut),
            (Type::Enum(of, Held::Own | Held::Mut), false) => Type::Enum(of.clone(), Held::Ref),
            (Type::Enum(of, Held::Own), true) => Type::Enum(of.clone(), Held::Mut),
            (Type::Group(of, n, _), false) => Type::Group(of.clone(), *n, Form::Slice),
            (Type::Group(of, n, _), true) => Type::Group(of.clone(), *n, Form::SliceMut),
            (other, _) => other.clone(),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) mutable: bool,
    /// Of a counter: its least value, and one more than its greatest.
    pub(crate) bounds: Option<(i64, i64)>,
    /// What keeps a loop from running for ever: written where that happens, and nowhere else.
    pub(crate) reserved: bool,
}
