//! Types of other libraries, of which the macro knows no more than of the user's own: that they are
//! [`Differentiable`](crate::Differentiable), and what the pullbacks of their operators and methods are.
//!
//! Their methods have companions by traits that the [prelude](crate::prelude) brings into scope.

#![allow(clippy::type_complexity, reason = "what generated code calls is written out, as generated code has it")]

#[cfg(feature = "nalgebra")]
pub mod nalgebra;
#[cfg(feature = "ndarray")]
pub mod ndarray;
