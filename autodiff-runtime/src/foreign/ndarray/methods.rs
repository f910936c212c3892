//! Methods of arrays.
//!
//! Each trait has the companions of what `ndarray` calls by the same name without `_pullback_for` or `_jvp_for`.

use ndarray::linalg::{Dot, general_mat_mul, general_mat_vec_mul};
use ndarray::{Array, Array1, Array2, Axis, Dimension};

use super::super::{sum_of, term};
use super::Real;
use crate::private::Flag;

/// `a.dot(&b)`, of vectors and matrices.
pub trait Products<Rhs>: Dot<Rhs> + Sized {
    #[doc(hidden)]
    fn dot_pullback_for<L: Flag, P: Flag>(
        &self,
        _: L,
        right: (P, &Rhs),
    ) -> (
        Self::Output,
        impl Fn(&Self::Output, (&Self, L::Slot<&mut Self>), (&Rhs, P::Slot<&mut Rhs>)) + use<Self, Rhs, L, P>,
    );

    #[doc(hidden)]
    fn dot_jvp_for<'a, L: Flag, P: Flag>(
        &'a self,
        _: L,
        d_left: L::Slot<&'a Self>,
        right: (P, &'a Rhs, P::Slot<&'a Rhs>),
    ) -> (Self::Output, Self::Output);
}

macro_rules! dot {
    ($($left:ty, $right:ty => $output:ty, $still:expr, |$a:ident, $b:ident, $d:ident, $d_a:ident, $d_b:ident| $left_part:expr, $right_part:expr;)+) => {$(
        impl<T: Real> Products<$right> for $left {
            #[allow(refining_impl_trait, reason = "the closure keeps nothing of its operands")]
            fn dot_pullback_for<L: Flag, P: Flag>(
                &self,
                _: L,
                (_, right): (P, &$right),
            ) -> (
                $output,
                impl Fn(&$output, (&$left, L::Slot<&mut $left>), (&$right, P::Slot<&mut $right>)) + use<T, L, P>,
            ) {
                let pullback = |$d: &$output,
                                ($a, mut left): (&$left, L::Slot<&mut $left>),
                                ($b, mut right): (&$right, P::Slot<&mut $right>)| {
                    if let Some($d_a) = L::slot(&mut left) {
                        $left_part;
                    }
                    if let Some($d_b) = P::slot(&mut right) {
                        $right_part;
                    }
                };
                (self.dot(right), pullback)
            }

            fn dot_jvp_for<'a, L: Flag, P: Flag>(
                &'a self,
                _: L,
                d_left: L::Slot<&'a $left>,
                (_, right, d_right): (P, &'a $right, P::Slot<&'a $right>),
            ) -> ($output, $output) {
                let left = term::<L, _, $output>(d_left, |d| d.dot(right));
                let other = term::<P, _, $output>(d_right, |d| self.dot(d));
                let value = self.dot(right);
                let tangent = sum_of(left, other, || $still(&value));
                (value, tangent)
            }
        }
    )+};
}

dot! {
    Array1<T>, Array1<T> => T, zero, |a, b, d, d_a, d_b| d_a.scaled_add(*d, b), d_b.scaled_add(*d, a);
    Array2<T>, Array1<T> => Array1<T>, zeros, |a, b, d, d_a, d_b| outer(d_a, d, b),
        general_mat_vec_mul(T::one(), &a.t(), d, T::one(), d_b);
    Array1<T>, Array2<T> => Array1<T>, zeros, |a, b, d, d_a, d_b| general_mat_vec_mul(T::one(), b, d, T::one(), d_a),
        outer(d_b, a, d);
    Array2<T>, Array2<T> => Array2<T>, zeros, |a, b, d, d_a, d_b| general_mat_mul(T::one(), d, &b.t(), T::one(), d_a),
        general_mat_mul(T::one(), &a.t(), d, T::one(), d_b);
}

fn zero<T: Real>(_: &T) -> T {
    T::zero()
}

fn zeros<T: Real, D: Dimension>(like: &Array<T, D>) -> Array<T, D> {
    Array::zeros(like.raw_dim())
}

/// `into += left · rightᵀ`
fn outer<T: Real>(into: &mut Array2<T>, left: &Array1<T>, right: &Array1<T>) {
    let column = left.view().insert_axis(Axis(1));
    let row = right.view().insert_axis(Axis(0));
    general_mat_mul(T::one(), &column, &row, T::one(), into);
}

/// `a.sum()`: one number of all elements.
pub trait Totals: Sized {
    /// Its elements.
    type Number;

    #[doc(hidden)]
    fn sum_pullback_for<L: Flag>(
        &self,
        _: L,
    ) -> (Self::Number, impl Fn(&Self::Number, (&Self, L::Slot<&mut Self>)) + use<Self, L>);

    #[doc(hidden)]
    fn sum_jvp_for<'a, L: Flag>(&'a self, _: L, tangent: L::Slot<&'a Self>) -> (Self::Number, Self::Number);
}

impl<T: Real, D: Dimension> Totals for Array<T, D> {
    type Number = T;

    #[allow(refining_impl_trait, reason = "the closure keeps nothing of the array")]
    fn sum_pullback_for<L: Flag>(&self, _: L) -> (T, impl Fn(&T, (&Self, L::Slot<&mut Self>)) + use<T, D, L>) {
        let pullback = |d: &T, (_, mut d_a): (&Self, L::Slot<&mut Self>)| {
            if let Some(d_a) = L::slot(&mut d_a) {
                **d_a += *d;
            }
        };
        (self.sum(), pullback)
    }

    fn sum_jvp_for<'a, L: Flag>(&'a self, _: L, tangent: L::Slot<&'a Self>) -> (T, T) {
        (self.sum(), term::<L, _, T>(tangent, |d| d.sum()).unwrap_or(T::zero()))
    }
}
