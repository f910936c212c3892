//! What generated code may name, and nobody else.
//!
//! Everything here is reached through one path, `::autodiff_runtime::private`, from code that `#[differentiate]` wrote in
//! a user's crate. It is public because it must be, hidden from the documentation, and free of semver promises: the two
//! crates of this workspace are released together.

mod buffer;
#[cfg(all(feature = "alloc", any(feature = "std", feature = "libm")))]
mod check;
mod directions;
mod field;
mod flag;
mod generic_float;
mod identity;
mod jacobian;
mod known_float;
mod known_integer;
mod operator_jvp;
mod operators;
mod range;
mod receiver;
pub mod recursive;
mod second;
mod slope;

pub use crate::scalar::FloatMethods;
pub use buffer::{
    ShapeOf, accumulate, accumulate_each, check_len, check_tangent, owned, reset, shape_of, sum, sum_from, zero_into,
    zero_like, zero_of,
};
#[cfg(feature = "alloc")]
pub use buffer::{check_rows, zeros};
#[cfg(all(feature = "alloc", any(feature = "std", feature = "libm")))]
pub use check::{Sample, Samples, check};
pub use field::{
    Discrete, Field, Grows, Inert, Memory, carried, carries, copied, field, grows, other_variant, slice, wrong_variant,
};
pub use flag::{Active, ConstantFlag, Flag, Inactive, Written, WrittenFlag, dual, written};
pub use generic_float::{GenericFloat, generic_float};
pub use identity::{Is, IsMethod, derived_from, float_method, named_alike, primitive};
// One check serves every arity; the names say at the call which one is meant.
pub use directions::{Directions, Grouped, no_tangents, no_tangents_like};
pub use identity::{primitive as primitive1, primitive as primitive2, primitive as primitive_powi};
#[cfg(feature = "alloc")]
pub use jacobian::{jacobian, jacobian_in_groups};
pub use jacobian::{jacobian_array, jacobian_array_in_groups};
pub use known_float::{KnownFloat, NoNumber, Number, converted, float, lit, no_float};
pub use known_integer::{KnownInteger, boolean, integer};
pub use operator_jvp::{
    AddAssignJvp, AddJvp, DivAssignJvp, DivJvp, MulAssignJvp, MulJvp, NegJvp, RemAssignJvp, RemJvp, SubAssignJvp,
    SubJvp,
};
pub use operators::{
    AddAssignPullback, AddPullback, DivAssignPullback, DivPullback, MulAssignPullback, MulPullback, NegPullback,
    RemAssignPullback, RemPullback, SubAssignPullback, SubPullback,
};
pub use range::overshoot;
pub use receiver::{Again, Lent, Seen, again, seen};
#[cfg(feature = "alloc")]
pub use second::{diagonal, diagonal_in_groups, hessian, hessian_in_groups};
pub use second::{diagonal_array, diagonal_array_in_groups, hessian_array, hessian_array_in_groups, still_direction};
#[cfg(any(feature = "std", feature = "libm"))]
pub use slope::{
    atan2_slope_x, atan2_slope_y, elu_slope, gelu_slope, powf_slope_base, powf_slope_exponent, selu_slope,
    sigmoid_slope, silu_slope, softplus_slope,
};
pub use slope::{
    copysign_slope, hypot_slope, leaky_relu_slope, max_share, min_share, powi_derivative, powi_slope, relu_slope,
    rem_euclid_slope, rem_slope, sign,
};

pub use crate::{Differentiable, DifferentiableMut};

// Paths that hold in every crate, `no_std` or not, whatever the user has shadowed.
#[cfg(feature = "alloc")]
pub use alloc::{boxed::Box, vec, vec::Vec};
pub use core::{
    self, clone::Clone, default::Default, mem, ops::Fn, option::Option, option::Option::None, option::Option::Some,
};
