//! What std's methods do to the memory that they are called on: swap, fill, copy, grow, shrink.

use super::{Expr, VarId};
use proc_macro2::TokenStream;

/// The method of a [`super::StmtKind::Mutate`], which is called on its place.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// `mem::swap(&mut place, &mut other)`, the other one as a mutable [`Expr::Borrow`].
    Swap(Expr),
    /// `memory.swap(i, j)`: the place is `memory[i]`, and this is `j`.
    Exchange(Expr),
    /// `place.fill(value)`, of scalars.
    Fill(Expr),
    /// `place.copy_from_slice(&from)`, from a shared [`Expr::Borrow`].
    Copy(Expr),
    /// `place.push(value)`
    Push(Expr),
    /// `let var = place.pop().unwrap()`; none: what comes off is of no interest.
    Pop {
        var: Option<VarId>,
        /// What the user wrote behind `pop()`: `.unwrap()`, `.expect("…")`. Empty where it can't fail.
        check: TokenStream,
    },
    /// `place = value;`, of a part that is replaced by one of another shape, perhaps: a row of scalars by a longer or
    /// shorter one (`was`: its length), a value of an enum by another variant (`was`: its shape).
    Replace { value: Expr, was: VarId },
    /// `place.truncate(len)`, of scalars. `was`, here and elsewhere: how long it was, bound in front of it for
    /// whoever reverses it.
    Truncate { len: Expr, was: VarId },
    /// `place.resize(len, value)`, of scalars.
    Resize { len: Expr, value: Expr, was: VarId },
    /// `place.extend_from_slice(&from)`, from a shared [`Expr::Borrow`].
    Extend { from: Expr, was: VarId },
}

impl Act {
    /// The expressions that the method is given.
    pub(crate) fn operands(&self) -> impl Iterator<Item = &Expr> {
        let (first, second) = match self {
            Act::Swap(of) | Act::Exchange(of) | Act::Fill(of) | Act::Copy(of) | Act::Push(of) => (Some(of), None),
            Act::Replace { value: of, .. } | Act::Truncate { len: of, .. } | Act::Extend { from: of, .. } => {
                (Some(of), None)
            }
            Act::Resize { len, value, .. } => (Some(len), Some(value)),
            Act::Pop { .. } => (None, None),
        };
        first.into_iter().chain(second)
    }

    pub(crate) fn operands_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        let (first, second) = match self {
            Act::Swap(of) | Act::Exchange(of) | Act::Fill(of) | Act::Copy(of) | Act::Push(of) => (Some(of), None),
            Act::Replace { value: of, .. } | Act::Truncate { len: of, .. } | Act::Extend { from: of, .. } => {
                (Some(of), None)
            }
            Act::Resize { len, value, .. } => (Some(len), Some(value)),
            Act::Pop { .. } => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// The variable that it binds.
    pub(crate) fn bound(&self) -> Option<VarId> {
        match self {
            Act::Pop { var, .. } => *var,
            _ => None,
        }
    }

    /// The variable whose memory `Swap` writes besides the one it is called on.
    pub(crate) fn swapped(&self) -> Option<VarId> {
        match self {
            Act::Swap(Expr::Borrow { place, .. }) => Some(place.base),
            _ => None,
        }
    }
}
