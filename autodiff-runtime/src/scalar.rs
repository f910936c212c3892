//! The float types that can be differentiated.

use core::fmt::{Debug, Display};
use core::iter::{Product, Sum};

use num_traits::NumAssignOps;

use crate::DifferentiableMut;
use crate::private::KnownFloat;

// With a float library `Scalar` offers all of `num_traits::Float`. Without one it still exists, on the part of it that
// needs none, so that arithmetic, `relu` and gradients by arithmetic work on the barest target.
#[cfg(any(feature = "std", feature = "libm"))]
pub use num_traits::Float as FloatMethods;
#[cfg(not(any(feature = "std", feature = "libm")))]
pub use num_traits::float::FloatCore as FloatMethods;

/// A float that can carry a derivative: `f64` and `f32`, and nothing else (the trait is sealed).
///
/// It is `num_traits::Float`, plus what generated code and numeric code ask of a float besides: compound assignment,
/// sums, printing, and that its gradient is a number of its own type ([`Differentiable`](crate::Differentiable)). On a
/// target with neither the `std` nor the `libm` feature it is `num_traits::float::FloatCore` instead.
///
/// The conversions are called [`from_double`](Scalar::from_double) and [`to_double`](Scalar::to_double), and not
/// `from_f64` and `to_f64`, which num-traits uses with other signatures: the companions of a function over `T: Float`
/// carry the bound `T: Scalar` besides the user's own, and a second method of the same name would make the user's own
/// calls ambiguous there.
///
/// ```
/// use autodiff_runtime::Scalar;
///
/// fn mean<T: Scalar>(x: &[T]) -> T {
///     x.iter().copied().sum::<T>() / T::from_double(x.len() as f64)
/// }
///
/// assert_eq!(mean(&[1.0_f64, 2.0, 6.0]), 3.0);
/// assert_eq!(mean(&[1.0_f32, 2.0]), 1.5);
/// ```
pub trait Scalar:
    FloatMethods
    + NumAssignOps
    + Sum
    + Product
    + Default
    + Debug
    + Display
    + Send
    + Sync
    + KnownFloat
    + DifferentiableMut<Gradient = Self, Accumulator = Self>
    + 'static
{
    /// The nearest value of this type: exact for `f64`, rounded to nearest for `f32`.
    fn from_double(value: f64) -> Self;

    /// The same number as an `f64`. Always exact.
    fn to_double(self) -> f64;
}

impl Scalar for f64 {
    #[inline]
    fn from_double(value: f64) -> f64 {
        value
    }

    #[inline]
    fn to_double(self) -> f64 {
        self
    }
}

impl Scalar for f32 {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is what the method is for")]
    fn from_double(value: f64) -> f32 {
        value as f32
    }

    #[inline]
    fn to_double(self) -> f64 {
        f64::from(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Scalar;

    #[test]
    fn doubles_round_to_the_nearest_single() {
        assert_eq!(f32::from_double(0.1), 0.1_f32);
        assert_eq!(f32::from_double(1e300), f32::INFINITY);
        assert_eq!(0.1_f32.to_double(), f64::from(0.1_f32));
        assert!(f32::from_double(f64::NAN).is_nan());
    }

    /// A companion's bounds: the user's own, and ours besides. Their calls must stay unambiguous.
    #[cfg(any(feature = "std", feature = "libm"))]
    #[test]
    fn names_do_not_collide_with_num_traits() {
        fn user<T: num_traits::Float + num_traits::FromPrimitive + Scalar>(x: T) -> f64 {
            let mut y = T::from_f64(0.5).unwrap() + T::zero();
            y = y.max(x).exp();
            y.set_zero();
            (y + x).to_f64().unwrap()
        }
        assert_eq!(user(2.0_f32), 2.0);
    }
}
