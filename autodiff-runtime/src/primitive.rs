//! The named primitives: functions whose derivative the compiler knows by heart.
//!
//! A call to one of them inside a differentiated function is differentiated symbolically, in line. Each page gives the
//! formula and the derivative that is used, at the kinks too. Outside differentiated functions they are ordinary
//! functions, generic over [`Scalar`](crate::Scalar).
//!
//! ```
//! use autodiff_runtime::prelude::*;
//!
//! let (w, x, b) = (0.5, 1.5, 0.25);
//! assert_eq!(add(mul(w, x), b), w * x + b);
//! assert_eq!(relu(-3.0), 0.0);
//! ```
//!
//! Those that need a float library (`pow`, `exp`, `ln`, `sqrt` and the smooth activations) exist with the `std` or the
//! `libm` feature.

mod activation;
mod arithmetic;
#[cfg(any(feature = "std", feature = "libm"))]
mod elementary;
#[cfg(any(feature = "std", feature = "libm"))]
mod smooth;

pub use activation::{leaky_relu, relu};
pub use arithmetic::{add, div, mul, neg, powi, stop_gradient, sub};
#[cfg(any(feature = "std", feature = "libm"))]
pub use elementary::{exp, ln, pow, sqrt, tanh};
#[cfg(any(feature = "std", feature = "libm"))]
pub use smooth::{elu, gelu, selu, sigmoid, silu, softplus};

// The constants that an activation and its derivative share.
#[cfg(any(feature = "std", feature = "libm"))]
pub(crate) use smooth::{GELU_CUBIC, GELU_SCALE, SELU_ALPHA, SELU_SCALE};
