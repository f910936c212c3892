//! Methods of matrices, and how vectors are made.
//!
//! Each trait has the companions of what `nalgebra` calls by the same name without `_pullback_for` or `_jvp_for`.

use nalgebra::{SMatrix, SVector};

use super::super::{sum_of, term};
use super::Real;
use crate::private::Flag;

/// `a.dot(&b)`, `a.component_mul(&b)`: of two matrices of one shape.
pub trait Products: Sized {
    /// Its elements.
    type Number;

    #[doc(hidden)]
    fn dot_pullback_for<L: Flag, P: Flag>(
        &self,
        _: L,
        right: (P, &Self),
    ) -> (
        Self::Number,
        impl Fn(&Self::Number, (&Self, L::Slot<&mut Self>), (&Self, P::Slot<&mut Self>)) + use<Self, L, P>,
    );

    #[doc(hidden)]
    fn component_mul_pullback_for<L: Flag, P: Flag>(
        &self,
        _: L,
        right: (P, &Self),
    ) -> (Self, impl Fn(&Self, (&Self, L::Slot<&mut Self>), (&Self, P::Slot<&mut Self>)) + use<Self, L, P>);

    #[doc(hidden)]
    fn dot_jvp_for<'a, L: Flag, P: Flag>(
        &'a self,
        _: L,
        d_left: L::Slot<&'a Self>,
        right: (P, &'a Self, P::Slot<&'a Self>),
    ) -> (Self::Number, Self::Number);

    #[doc(hidden)]
    fn component_mul_jvp_for<'a, L: Flag, P: Flag>(
        &'a self,
        _: L,
        d_left: L::Slot<&'a Self>,
        right: (P, &'a Self, P::Slot<&'a Self>),
    ) -> (Self, Self);
}

impl<T: Real, const R: usize, const C: usize> Products for SMatrix<T, R, C> {
    type Number = T;

    #[inline]
    fn dot_pullback_for<L: Flag, P: Flag>(
        &self,
        _: L,
        (_, right): (P, &Self),
    ) -> (T, impl Fn(&T, (&Self, L::Slot<&mut Self>), (&Self, P::Slot<&mut Self>)) + use<T, R, C, L, P>) {
        let pullback = |d: &T, (a, mut d_a): (&Self, L::Slot<&mut Self>), (b, mut d_b): (&Self, P::Slot<&mut Self>)| {
            if let Some(d_a) = L::slot(&mut d_a) {
                **d_a += b * *d;
            }
            if let Some(d_b) = P::slot(&mut d_b) {
                **d_b += a * *d;
            }
        };
        (self.dot(right), pullback)
    }

    #[inline]
    fn component_mul_pullback_for<L: Flag, P: Flag>(
        &self,
        _: L,
        (_, right): (P, &Self),
    ) -> (Self, impl Fn(&Self, (&Self, L::Slot<&mut Self>), (&Self, P::Slot<&mut Self>)) + use<T, R, C, L, P>) {
        let pullback =
            |d: &Self, (a, mut d_a): (&Self, L::Slot<&mut Self>), (b, mut d_b): (&Self, P::Slot<&mut Self>)| {
                if let Some(d_a) = L::slot(&mut d_a) {
                    **d_a += b.component_mul(d);
                }
                if let Some(d_b) = P::slot(&mut d_b) {
                    **d_b += a.component_mul(d);
                }
            };
        (self.component_mul(right), pullback)
    }

    #[inline]
    fn dot_jvp_for<'a, L: Flag, P: Flag>(
        &'a self,
        _: L,
        d_left: L::Slot<&'a Self>,
        (_, right, d_right): (P, &'a Self, P::Slot<&'a Self>),
    ) -> (T, T) {
        let (left, other) = (term::<L, _, T>(d_left, |d| d.dot(right)), term::<P, _, T>(d_right, |d| self.dot(d)));
        (self.dot(right), sum_of(left, other, || T::from_double(0.0)))
    }

    #[inline]
    fn component_mul_jvp_for<'a, L: Flag, P: Flag>(
        &'a self,
        _: L,
        d_left: L::Slot<&'a Self>,
        (_, right, d_right): (P, &'a Self, P::Slot<&'a Self>),
    ) -> (Self, Self) {
        let left = term::<L, _, Self>(d_left, |d| d.component_mul(right));
        let other = term::<P, _, Self>(d_right, |d| self.component_mul(d));
        (self.component_mul(right), sum_of(left, other, Self::zeros))
    }
}

/// `v.norm()`, `v.norm_squared()`, `v.sum()`: one number of all elements.
pub trait Lengths: Sized {
    /// Its elements.
    type Number;

    #[doc(hidden)]
    fn norm_pullback_for<L: Flag>(
        &self,
        _: L,
    ) -> (Self::Number, impl Fn(&Self::Number, (&Self, L::Slot<&mut Self>)) + use<Self, L>);

    #[doc(hidden)]
    fn norm_squared_pullback_for<L: Flag>(
        &self,
        _: L,
    ) -> (Self::Number, impl Fn(&Self::Number, (&Self, L::Slot<&mut Self>)) + use<Self, L>);

    #[doc(hidden)]
    fn sum_pullback_for<L: Flag>(
        &self,
        _: L,
    ) -> (Self::Number, impl Fn(&Self::Number, (&Self, L::Slot<&mut Self>)) + use<Self, L>);

    #[doc(hidden)]
    fn norm_jvp_for<'a, L: Flag>(&'a self, _: L, tangent: L::Slot<&'a Self>) -> (Self::Number, Self::Number);

    #[doc(hidden)]
    fn norm_squared_jvp_for<'a, L: Flag>(&'a self, _: L, tangent: L::Slot<&'a Self>) -> (Self::Number, Self::Number);

    #[doc(hidden)]
    fn sum_jvp_for<'a, L: Flag>(&'a self, _: L, tangent: L::Slot<&'a Self>) -> (Self::Number, Self::Number);
}

impl<T: Real, const R: usize, const C: usize> Lengths for SMatrix<T, R, C> {
    type Number = T;

    /// At the origin the derivative is 0, as that of every norm here.
    #[inline]
    fn norm_pullback_for<L: Flag>(&self, _: L) -> (T, impl Fn(&T, (&Self, L::Slot<&mut Self>)) + use<T, R, C, L>) {
        let norm = self.norm();
        let pullback = move |d: &T, (v, mut d_v): (&Self, L::Slot<&mut Self>)| {
            if let Some(d_v) = L::slot(&mut d_v)
                && norm != T::from_double(0.0)
            {
                **d_v += v * (*d / norm);
            }
        };
        (norm, pullback)
    }

    #[inline]
    fn norm_squared_pullback_for<L: Flag>(
        &self,
        _: L,
    ) -> (T, impl Fn(&T, (&Self, L::Slot<&mut Self>)) + use<T, R, C, L>) {
        let pullback = |d: &T, (v, mut d_v): (&Self, L::Slot<&mut Self>)| {
            if let Some(d_v) = L::slot(&mut d_v) {
                **d_v += v * (*d + *d);
            }
        };
        (self.norm_squared(), pullback)
    }

    #[inline]
    fn sum_pullback_for<L: Flag>(&self, _: L) -> (T, impl Fn(&T, (&Self, L::Slot<&mut Self>)) + use<T, R, C, L>) {
        let pullback = |d: &T, (_, mut d_v): (&Self, L::Slot<&mut Self>)| {
            if let Some(d_v) = L::slot(&mut d_v) {
                d_v.add_scalar_mut(*d);
            }
        };
        (self.sum(), pullback)
    }

    #[inline]
    fn norm_jvp_for<'a, L: Flag>(&'a self, _: L, tangent: L::Slot<&'a Self>) -> (T, T) {
        let (norm, zero) = (self.norm(), T::from_double(0.0));
        let tangent = term::<L, _, T>(tangent, |d| if norm == zero { zero } else { self.dot(d) / norm });
        (norm, tangent.unwrap_or(zero))
    }

    #[inline]
    fn norm_squared_jvp_for<'a, L: Flag>(&'a self, _: L, tangent: L::Slot<&'a Self>) -> (T, T) {
        let tangent = term::<L, _, T>(tangent, |d| {
            let half = self.dot(d);
            half + half
        });
        (self.norm_squared(), tangent.unwrap_or(T::from_double(0.0)))
    }

    #[inline]
    fn sum_jvp_for<'a, L: Flag>(&'a self, _: L, tangent: L::Slot<&'a Self>) -> (T, T) {
        (self.sum(), term::<L, _, T>(tangent, |d| d.sum()).unwrap_or(T::from_double(0.0)))
    }
}

/// `Vector3::new(x, y, z)` and its kin.
macro_rules! make {
    ($($trait:ident $n:literal: $($name:ident $flag:ident $at:tt),+;)+) => {$(
        #[doc = concat!("A vector of ", $n, " numbers: `new`.")]
        pub trait $trait<T> {
            #[doc(hidden)]
            fn new_pullback_for<X: Flag, $($flag: Flag),+>(
                x: T,
                _: X,
                $($name: ($flag, T)),+
            ) -> (Self, impl Fn(&Self, ((), X::Slot<&mut T>), $(((), $flag::Slot<&mut T>)),+) + use<Self, T, X, $($flag),+>)
            where
                Self: Sized;

            #[doc(hidden)]
            fn new_jvp_for<X: Flag, $($flag: Flag),+>(
                x: T,
                _: X,
                d_x: X::Slot<T>,
                $($name: ($flag, T, $flag::Slot<T>)),+
            ) -> (Self, Self)
            where
                Self: Sized;
        }

        impl<T: Real> $trait<T> for SVector<T, $n> {
            #[inline]
            fn new_pullback_for<X: Flag, $($flag: Flag),+>(
                x: T,
                _: X,
                $((_, $name): ($flag, T)),+
            ) -> (Self, impl Fn(&Self, ((), X::Slot<&mut T>), $(((), $flag::Slot<&mut T>)),+) + use<T, X, $($flag),+>) {
                let pullback = |d: &Self, ((), mut x): ((), X::Slot<&mut T>), $(((), mut $name): ((), $flag::Slot<&mut T>)),+| {
                    if let Some(x) = X::slot(&mut x) {
                        **x += d[0];
                    }
                    $(if let Some(into) = $flag::slot(&mut $name) {
                        **into += d[$at];
                    })+
                };
                (Self::new(x, $($name),+), pullback)
            }

            #[inline]
            fn new_jvp_for<X: Flag, $($flag: Flag),+>(
                x: T,
                _: X,
                d_x: X::Slot<T>,
                $($name: ($flag, T, $flag::Slot<T>)),+
            ) -> (Self, Self) {
                let zero = T::from_double(0.0);
                let value = Self::new(x, $($name.1),+);
                let d_x = X::tangent(d_x, || zero);
                (value, Self::new(d_x, $($flag::tangent($name.2, || zero)),+))
            }
        }
    )+};
}
make! {
    Make2 2: y Y 1;
    Make3 3: y Y 1, z Z 2;
    Make4 4: y Y 1, z Z 2, w W 3;
}
