//! Expressions: no effects, nothing written.

use super::{Inert, Op, ParamSet, Spelling, VarId};
use proc_macro2::{Ident, TokenStream};

#[derive(Clone, Debug)]
pub(crate) enum Expr {
    /// A float that the compiler knows.
    Number(Number),
    /// The value of a whole variable.
    Var(VarId),
    /// The value of an element or a field, copied out.
    Load(Place),
    /// A differentiable operation.
    Op(Op, Vec<Expr>, Spelling),
    /// An opaque expression that carries no derivative.
    Inert(Inert),
    /// `&place`, `&mut place`.
    Borrow {
        mutable: bool,
        place: Place,
    },
    Tuple(Vec<Expr>),
    /// `S { a: x, ..rest }`, `S(x)`: the value of each field that is named; where there is a rest, that comes last.
    Struct(Box<Literal>, Vec<Expr>),
    Array(Vec<Expr>),
    /// `[value; len]`.
    Repeat(Box<Expr>, Inert),
    /// `vec![value; len]`.
    VecRepeat(Box<Expr>, Inert),
    /// `vec![first, second]`.
    VecList(Vec<Expr>),
    /// `if cond { then } else { otherwise }`, in generated code: a kink's two slopes.
    Select(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `left < right` and the like between floats, in generated code.
    Compare(&'static str, Box<Expr>, Box<Expr>),
    /// `::autodiff_runtime::private::name(…)`.
    Runtime(&'static str, Vec<Expr>),
    /// `X::ACTIVE || W::ACTIVE`, of the flags of these parameters.
    IsActive(ParamSet),
    /// `std::mem::replace(&mut place, with)`, `std::mem::take(&mut place)` when `with` is none.
    Replace(Place, Option<Box<Expr>>),
    /// `place.clone()`.
    Clone(Place),
    /// `place.to_vec()`.
    ToVec(Place),
}

/// How a value of a type of the user's own is written.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    /// As written.
    pub(crate) path: TokenStream,
    /// The fields that are named, in the order written.
    pub(crate) members: Vec<Member>,
    /// `S(x)`, not `S { 0: x }`.
    pub(crate) is_call: bool,
    /// One of several that its type has.
    pub(crate) is_variant: bool,
}

impl Literal {
    /// The way from the value to what is given for its field number `at`.
    pub(crate) fn step(&self, at: usize) -> Step {
        let member = self.members[at].clone();
        if !self.is_variant {
            return Step::Field(member);
        }
        let arity = matches!(member, Member::Position(_)).then_some(self.members.len());
        Step::Variant(Box::new(Variant { path: self.path.clone(), member, arity }))
    }
}

/// A float literal; `token` is the user's own spelling where there is one.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    pub(crate) value: f64,
    pub(crate) token: Option<proc_macro2::Literal>,
}

/// A piece of memory: `base`, then the way into it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) base: VarId,
    pub(crate) path: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// `[i]`, by any integer expression.
    Index(Expr),
    /// `[low..high]`, `[low..=high]`: a part of a slice, of an array or of a `Vec`.
    Range {
        low: Option<Expr>,
        high: Option<Expr>,
        inclusive: bool,
    },
    Field(Member),
    /// A field of the variant that the value is known to be.
    Variant(Box<Variant>),
    /// `*place`, of a `&mut f64`.
    Deref,
}

/// What a pattern calls one field of one variant: `Shape::Rect { width: _, .. }`, `Some(_)`.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// As written.
    pub(crate) path: TokenStream,
    pub(crate) member: Member,
    /// How many fields without names the variant has, if that is known.
    pub(crate) arity: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) enum Member {
    Named(Ident),
    Position(u32),
}

impl Expr {
    pub(crate) fn number(value: f64) -> Expr {
        Expr::Number(Number { value, token: None })
    }

    pub(crate) fn op(op: Op, operands: Vec<Expr>) -> Expr {
        Expr::Op(op, operands, Spelling::Natural)
    }

    /// An atom can be repeated freely and is never worth a name.
    pub(crate) fn is_atom(&self) -> bool {
        matches!(self, Expr::Var(_) | Expr::Number(_))
    }

    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Expr::Number(number) => Some(number.value),
            Expr::Op(Op::Neg, of, _) => of[0].as_number().map(|value| -value),
            _ => None,
        }
    }

    pub(crate) fn as_var(&self) -> Option<VarId> {
        match self {
            Expr::Var(var) => Some(*var),
            _ => None,
        }
    }
}

impl Step {
    /// The expressions that say where it leads.
    pub(crate) fn exprs(&self) -> impl Iterator<Item = &Expr> {
        let (first, second) = match self {
            Step::Index(index) => (Some(index), None),
            Step::Range { low, high, .. } => (low.as_ref(), high.as_ref()),
            Step::Field(_) | Step::Variant(_) | Step::Deref => (None, None),
        };
        first.into_iter().chain(second)
    }

    pub(crate) fn exprs_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        let (first, second) = match self {
            Step::Index(index) => (Some(index), None),
            Step::Range { low, high, .. } => (low.as_mut(), high.as_mut()),
            Step::Field(_) | Step::Variant(_) | Step::Deref => (None, None),
        };
        first.into_iter().chain(second)
    }
}

impl Place {
    pub(crate) fn var(base: VarId) -> Place {
        Place { base, path: Vec::new() }
    }

    /// In another field of the same variable, which Rust can tell.
    pub(crate) fn is_apart_from(&self, other: &Place) -> bool {
        let steps = self.path.iter().zip(&other.path);
        let apart = |(one, other): (&Step, &Step)| match (one, other) {
            (Step::Field(Member::Named(one)), Step::Field(Member::Named(other))) => one != other,
            (Step::Field(Member::Position(one)), Step::Field(Member::Position(other))) => one != other,
            _ => false,
        };
        let shared = |(one, other): (&Step, &Step)| matches!((one, other), (Step::Field(_), Step::Field(_)));
        let mut steps = steps.skip_while(|&step| shared(step) && !apart(step));
        steps.next().is_some_and(apart)
    }

    /// It leads into a variant, which takes a pattern to say: such a value keeps its name.
    pub(crate) fn is_in_variant(&self) -> bool {
        self.path.iter().any(|step| matches!(step, Step::Variant(_)))
    }

    /// A part of a variant, or what a field holds: it may have been moved out of there.
    pub(crate) fn is_part(&self) -> bool {
        self.is_in_variant() || matches!(self.path.last(), Some(Step::Field(_)))
    }

    /// The whole variable, nothing inside it.
    pub(crate) fn is_whole(&self) -> bool {
        self.path.is_empty()
    }
}
