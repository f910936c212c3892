//! Type parameters, known to be floats by their bounds.

use crate::scalar::FloatMethods;

/// A type parameter that num-traits' `Float` bounds, by itself or by a trait that asks for it.
#[diagnostic::on_unimplemented(
    message = "the trait that makes a type parameter a float here is not num-traits' `Float`",
    label = "taken for num-traits' `Float`, or for the runtime's `Scalar`",
    note = "the macro goes by the name of a bound; bound the parameter by `num_traits::Float` or \
            `autodiff_runtime::Scalar` besides, and call this trait another name"
)]
pub trait GenericFloat {}

#[diagnostic::do_not_recommend]
impl<T: FloatMethods> GenericFloat for T {}

/// Compiles only if the bounds of `T` say that it is a float.
///
/// ```
/// use num_traits::Float;
///
/// const _: fn() = {
///     fn bound<T: Float>() {
///         ::autodiff_runtime::private::generic_float::<T>();
///     }
///     bound::<f64>
/// };
/// ```
///
/// A trait of the user's own does not pass, whatever its name:
///
/// ```compile_fail,E0277
/// trait Float {}
/// impl Float for f64 {}
///
/// const _: fn() = {
///     fn bound<T: Float>() {
///         ::autodiff_runtime::private::generic_float::<T>();
///     }
///     bound::<f64>
/// };
/// ```
pub const fn generic_float<T: GenericFloat>() {}
