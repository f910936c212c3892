//! Vector mode: the tangents of one number along several directions at once.

use core::iter::Sum;
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use crate::{Differentiable, DifferentiableMut, Scalar};

/// The tangents of one number along `L` directions.
///
/// A tangent only ever meets other tangents in sums, and numbers in products, since a derivative is linear in the direction.
/// So these are a vector: they are added to each other, and scaled by numbers. What costs as much for eight directions as
/// for one (the function itself, its transcendental slopes) is computed once for all of them, and the rest is arithmetic
/// on neighbouring numbers, for which processors have instructions.
///
/// `f_jvp_group` and `f_hvp_group` take and give these; `f_jacobian` and `f_hessian` are made of them.
///
/// ```
/// use autodiff_runtime::{Tangents, prelude::*};
///
/// #[differentiate(jacobian)]
/// fn polar(r: f64, angle: f64) -> [f64; 2] {
///     [r * angle.cos(), r * angle.sin()]
/// }
///
/// // Along r, along the angle, and along both.
/// let d_r = Tangents([1.0, 0.0, 1.0]);
/// let d_angle = Tangents([0.0, 1.0, 1.0]);
/// let [d_x, d_y] = polar_jvp_group(2.0, d_r, 0.0, d_angle);
/// assert_eq!(d_x, Tangents([1.0, 0.0, 1.0]));
/// assert_eq!(d_y, Tangents([0.0, 2.0, 2.0]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
pub struct Tangents<T, const L: usize>(pub [T; L]);

impl<T: Scalar, const L: usize> Tangents<T, L> {
    /// What has no tangent in any direction.
    #[inline]
    #[must_use]
    pub fn zero() -> Self {
        Tangents([T::zero(); L])
    }

    /// Along direction number `at` it is this number that changes; where there is no such direction, along none of them.
    #[inline]
    pub(crate) fn unit(at: usize) -> Self {
        Tangents(core::array::from_fn(|lane| if lane == at { T::one() } else { T::zero() }))
    }
}

impl<T: Scalar, const L: usize> Default for Tangents<T, L> {
    #[inline]
    fn default() -> Self {
        Tangents::zero()
    }
}

impl<T: Scalar, const L: usize> Neg for Tangents<T, L> {
    type Output = Self;

    #[inline]
    fn neg(mut self) -> Self {
        for lane in 0..L {
            self.0[lane] = -self.0[lane];
        }
        self
    }
}

macro_rules! sums {
    ($($assign:ident $by:ident, $operator:ident $method:ident;)*) => { $(
        impl<T: Scalar, const L: usize> $assign for Tangents<T, L> {
            #[inline]
            fn $by(&mut self, other: Self) {
                for lane in 0..L {
                    self.0[lane].$by(other.0[lane]);
                }
            }
        }

        impl<T: Scalar, const L: usize> $operator for Tangents<T, L> {
            type Output = Self;

            #[inline]
            fn $method(mut self, other: Self) -> Self {
                self.$by(other);
                self
            }
        }
    )* };
}

sums! {
    AddAssign add_assign, Add add;
    SubAssign sub_assign, Sub sub;
}

macro_rules! multiples {
    ($($assign:ident $by:ident, $operator:ident $method:ident;)*) => { $(
        impl<T: Scalar, const L: usize> $assign<T> for Tangents<T, L> {
            #[inline]
            fn $by(&mut self, factor: T) {
                for lane in 0..L {
                    self.0[lane].$by(factor);
                }
            }
        }

        impl<T: Scalar, const L: usize> $operator<T> for Tangents<T, L> {
            type Output = Self;

            #[inline]
            fn $method(mut self, factor: T) -> Self {
                self.$by(factor);
                self
            }
        }
    )* };
}

multiples! {
    MulAssign mul_assign, Mul mul;
    DivAssign div_assign, Div div;
}

impl<T: Scalar, const L: usize> Sum for Tangents<T, L> {
    #[inline]
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Tangents::zero(), Add::add)
    }
}

/// `L` leaves, one for each direction.
impl<T: Scalar, const L: usize> Differentiable for Tangents<T, L> {
    type Gradient = Self;
    type Accumulator = Self;
    type Shape = ();

    #[inline]
    fn gradient_shape(&self) {}

    #[inline]
    fn zero_of((): &()) -> Self {
        Tangents::zero()
    }

    #[inline]
    fn zero_gradient(&self) -> Self {
        Tangents::zero()
    }

    #[inline]
    fn leaf_count(&self) -> usize {
        L
    }

    #[inline]
    fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
        self.0.for_each_leaf(visit);
    }
}

impl<T: Scalar, const L: usize> DifferentiableMut for Tangents<T, L> {
    #[inline]
    fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
        self.0.for_each_leaf_mut(visit);
    }

    #[inline]
    fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &Self, visit: &mut V) {
        self.0.zip_leaves_mut(&gradient.0, visit);
    }

    #[inline]
    fn accumulate(&mut self, gradient: &Self) {
        *self += *gradient;
    }

    #[inline]
    fn reset_to_zero(&mut self) {
        *self = Tangents::zero();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_a_vector() {
        let (x, y) = (Tangents([1.0, -2.0]), Tangents([0.5, 4.0]));
        assert_eq!((x + y) * 2.0, Tangents([3.0, 4.0]));
        assert_eq!((x - y) / 0.5, Tangents([1.0, -12.0]));
        assert_eq!(-x, Tangents([-1.0, 2.0]));
        let mut z = Tangents::default();
        z += x;
        z *= 3.0;
        z -= y;
        z /= 0.25;
        assert_eq!(z, Tangents([10.0, -40.0]));
        assert_eq!([x, y, z].into_iter().sum::<Tangents<f64, 2>>(), Tangents([11.5, -38.0]));
    }

    #[test]
    fn an_inert_direction_is_none_of_them() {
        assert_eq!(Tangents::<f32, 3>::unit(1), Tangents([0.0, 1.0, 0.0]));
        assert_eq!(Tangents::<f32, 3>::unit(3), Tangents::zero());
    }

    #[test]
    fn a_gradient_of_them_is_made_of_the_same() {
        let mut x = [Tangents([1.0, 2.0]), Tangents([3.0, 4.0])];
        assert_eq!(x.zero_gradient(), [Tangents::zero(); 2]);
        assert_eq!(x.leaf_count(), 4);
        x.accumulate(&[Tangents([1.0, 0.0]); 2]);
        assert_eq!(x, [Tangents([2.0, 2.0]), Tangents([4.0, 4.0])]);
        x.reset_to_zero();
        assert_eq!(x, [Tangents::zero(); 2]);
    }
}
