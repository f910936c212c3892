//! Types of other libraries, of which the macro knows no more than of the user's own: that they are
//! [`Differentiable`](crate::Differentiable), and what the pullbacks and the forward mode of their operators and methods are.
//!
//! Their methods have companions by traits that the [prelude](crate::prelude) brings into scope.

#![allow(clippy::type_complexity, reason = "what generated code calls is written out, as generated code has it")]

use core::ops::Add;

use crate::private::Flag;

#[cfg(feature = "nalgebra")]
pub mod nalgebra;
#[cfg(feature = "ndarray")]
pub mod ndarray;

/// A tangent: the sum of the terms that there are. `zero` where there is none.
fn sum_of<T: Add<Output = T>>(left: Option<T>, right: Option<T>, zero: impl FnOnce() -> T) -> T {
    match (left, right) {
        (Some(left), Some(right)) => left + right,
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => zero(),
    }
}

/// The term of an operand that has a tangent.
fn term<F: Flag, D, T>(slot: F::Slot<D>, term: impl FnOnce(D) -> T) -> Option<T> {
    F::ACTIVE.then(|| term(F::tangent(slot, || unreachable!("an operand with a tangent has one"))))
}
