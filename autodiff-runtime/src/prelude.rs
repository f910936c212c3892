//! What a file with differentiated functions imports: `use autodiff_runtime::prelude::*;`.
//!
//! The attributes, the derive, the traits that generic code bounds its types by, and the [named primitives](crate::primitive).

#[doc(no_inline)]
pub use crate::primitive::*;
#[doc(no_inline)]
pub use crate::{Differentiable, DifferentiableMut, Scalar};
pub use autodiff_macro::{differentiate, jvp, pullback};
// What companions call by a dot (`(0..n).rev()`, `point.clone()`), for crates without a prelude of std's.
#[cfg(feature = "nalgebra")]
#[doc(no_inline)]
pub use crate::foreign::nalgebra::{Lengths as _, Make2 as _, Make3 as _, Make4 as _, Products as _};
#[cfg(feature = "ndarray")]
#[doc(no_inline)]
pub use crate::foreign::ndarray::{Products as _, Totals as _};
#[doc(no_inline)]
pub use core::{clone::Clone as _, iter::Iterator as _};
