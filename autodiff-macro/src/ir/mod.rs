//! The intermediate representation: a small structured language, between the Rust that the user wrote and the Rust
//! that we write. It stands in the middle of the pipeline and imports no other module of this crate.
//!
//! # The language
//!
//! A [`Function`] owns its [`Variable`]s, numbered by [`VarId`], and a body, a [`Block`] of statements that ends in
//! the values it yields. Variables are *bindings*, not names: two bindings of one spelling are two variables. They may
//! be reassigned; which assignment a read sees is not written down here but computed by `analyse::versions`, so that
//! what a transform writes is again an ordinary function of this language.
//!
//! **Statements** are Rust's own, structured, without gotos: `let`, assignment to a [`Place`] such as `x[i].w`,
//! accumulation (`+=`), std's methods that write memory
//! ([`StmtKind::Mutate`]), `if`, `match`, the loops, labelled exits, calls by name. Blocks yield values: an `if` that is
//! an expression binds what its branches yield (`let (a, b) = if c { …; (x, y) } else { … }`). Statements of the
//! backward pass live in the same language: calls of pullbacks ([`StmtKind::Pull`]), tapes ([`StmtKind::Push`],
//! [`StmtKind::Pop`]), contributions that only an active parameter receives ([`StmtKind::IfActive`]).
//!
//! **Expressions** have no effects and write nothing: every effect is a statement. Only what can carry a derivative is
//! taken apart ([`Expr::Op`]); anything else (`x.len()`, `i * n + j`, `k % 2 == 0`) is one piece of the user's own
//! tokens, [`Inert`], in which variables are holes, so that it can be repeated where a variable goes by another name.
//!
//! **Normal form.** After `lower`, the operands of an [`Expr::Op`] are atoms (a variable, a number), every load stands
//! alone in a `let`, and so does every inert expression that is more than a variable. `differentiate` relies on it; the
//! passes in `simplify` fold single uses back into one expression, as a person writes it.
//!
//! Evaluation order is that of Rust: statements in sequence, operands from left to right. `Stmt::pass` says whether a
//! statement belongs to the primal, whose floating-point operations are never re-associated, or to its adjoint.

mod builder;
mod companion;
mod effects;
mod expression;
mod function;
mod hash;
mod inert;
mod mutation;
mod operation;
mod operator;
mod params;
mod printer;
mod set;
mod statement;
mod types;
mod verify;
mod walk;

pub(crate) use builder::Builder;
pub(crate) use companion::{Companion, CompanionBody, Kind, Parameter};
pub(crate) use expression::{Expr, Literal, Member, Number, Place, Step, Variant};
pub(crate) use function::{
    Asked, Function, GenericFloat, Generics, HiddenType, OperatorImpl, Origin, Owner, Param, Signature,
};
pub(crate) use hash::{HashMap, HashSet};
pub(crate) use inert::{Hazard, HazardKind, Inert, Read, Reading};
pub(crate) use mutation::Act;
pub(crate) use operation::{Op, Spelling};
pub(crate) use operator::Operator;
pub(crate) use params::ParamSet;
pub(crate) use printer::{print, print_block};
pub(crate) use set::VarSet;
pub(crate) use statement::{
    Adaptor, Arg, Arm, Block, Call, Callee, Flag, Form, Forward, Pass, Pull, PullArg, Range, Slot, Stmt, StmtId,
    StmtKind,
};
pub(crate) use types::{FloatType, Type};
pub(crate) use verify::{verify, verify_block};

/// A variable of one [`Function`]: an index into [`Function::variables`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct VarId(pub(crate) u32);
