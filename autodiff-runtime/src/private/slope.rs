//! Local derivatives that generated code calls by name: those with a kink, a limit, or more than one operator.
//!
//! They all return the partial derivative alone; the caller multiplies by the cotangent. Where JAX and PyTorch disagree
//! at a kink the rule is this project's own, stated here at the function and tested below it.

#[cfg(any(feature = "std", feature = "libm"))]
mod activation;
#[cfg(any(feature = "std", feature = "libm"))]
mod elementary;
mod piecewise;

#[cfg(any(feature = "std", feature = "libm"))]
pub use activation::{elu_slope, gelu_slope, selu_slope, sigmoid_slope, silu_slope, softplus_slope};
#[cfg(any(feature = "std", feature = "libm"))]
pub use elementary::{atan2_slope_x, atan2_slope_y, powf_slope_base, powf_slope_exponent};
pub use piecewise::{
    copysign_slope, hypot_slope, leaky_relu_slope, max_share, min_share, powi_derivative, powi_slope, relu_slope,
    rem_euclid_slope, rem_slope, sign,
};
