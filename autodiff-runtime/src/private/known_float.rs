//! Values whose type the macro could not see, pinned to be floats.

use crate::Scalar;

/// A type that is known to be a float: `f32`, `f64`, and every `T: Scalar`.
// A trait apart from `Scalar`, because only its own message may speak of what the macro saw.
#[diagnostic::on_unimplemented(
    message = "a value used as a float here has a type that the macro could not see, and it is `{Self}`",
    label = "used as a float, but of type `{Self}`",
    note = "annotate it where it is bound, `let x: f64 = ..`; a reference to a float needs a `*`, an integer a cast, and an \
            operator of a type of your own an operand that is seen to be of that type, `let v: Vec3 = self.v;`"
)]
pub trait KnownFloat: Copy + sealed::Sealed {}

impl KnownFloat for f32 {}
impl KnownFloat for f64 {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// The identity on floats. From here on the macro knows what it has.
///
/// ```compile_fail,E0277
/// let x: usize = 3;
/// autodiff_runtime::private::float(x);
/// ```
#[inline(always)]
pub fn float<T: KnownFloat>(x: T) -> T {
    x
}

/// A float literal in generic code, rounded to the nearest `T`.
#[inline(always)]
pub fn lit<T: Scalar>(value: f64) -> T {
    T::from_double(value)
}

/// A float as one of another's type: what an adjoint is where the macro could not see the type of its primal.
#[inline(always)]
pub fn converted<T: Scalar, U: Scalar>(_primal: U, x: T) -> U {
    U::from_double(x.to_double())
}

/// Says of a type whether it is a float, in a constant: an alias may stand for one.
#[derive(Debug)]
pub struct Number<T>(core::marker::PhantomData<T>);

impl Number<f64> {
    /// It is.
    pub const IS: bool = true;
}

impl Number<f32> {
    /// It is.
    pub const IS: bool = true;
}

/// What is none, has this instead.
pub trait NoNumber {
    /// It is not.
    const IS: bool = false;
}

impl<T> NoNumber for Number<T> {}

/// That the result of a function is no float: one that is has other companions.
///
/// # Panics
///
/// If it is.
pub const fn no_float(is_float: bool) {
    assert!(
        !is_float,
        "a number that goes by another name cannot be differentiated: write `f64`, or `f32`, for the result"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_pass_unchanged_and_are_inferred() {
        fn half<T: Scalar>(x: T) -> T {
            float(x) * lit(0.5)
        }
        assert_eq!(half(3.0_f32), 1.5);
        assert_eq!(float(2.5), 2.5);
    }
}
