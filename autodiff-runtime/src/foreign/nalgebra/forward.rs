//! The operators of matrices in forward mode: what is done to a matrix is done to its tangent.

#![allow(clippy::almost_swapped, clippy::clone_on_copy, reason = "one text for what is and what is not a reference")]

use nalgebra::SMatrix;

use super::super::{sum_of, term};
use super::Real;
use crate::private::{
    AddAssignJvp, AddJvp, DivAssignJvp, DivJvp, Flag, MulAssignJvp, MulJvp, NegJvp, SubAssignJvp, SubJvp, WrittenFlag,
};

/// An operator, for each way of taking its operands that is listed; `d` is the tangent of the one that a term is of.
macro_rules! binary {
    ($($trait:ident $method:ident [$($left_kind:ident $right_kind:ident),+] $generics:tt $left:ty, $right:ty => $output:ty,
        |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr;)+) => {$(
        $(binary!(@ $trait $method $left_kind $right_kind $generics $left, $right => $output, $a, $b, $d, $value, $d_left, $d_right);)+
    )+};
    (@ $trait:ident $method:ident $left_kind:ident $right_kind:ident [$($generics:tt)*]
        $left:ty, $right:ty => $output:ty, $a:ident, $b:ident, $d:ident, $value:expr, $d_left:expr, $d_right:expr) => {
        impl<$($generics)*> $trait<taken!($right_kind $right)> for taken!($left_kind $left) {
            #[inline]
            fn $method<L: Flag, P: Flag>(
                self,
                _: L,
                d_left: L::Slot<Self>,
                (_, right, d_right): (P, taken!($right_kind $right), P::Slot<taken!($right_kind $right)>),
            ) -> ($output, $output) {
                let ($a, $b): ($left, $right) = (self.clone(), right.clone());
                let left = term::<L, _, $output>(d_left, |d| {
                    let $d: $left = d.clone();
                    $d_left
                });
                let right = term::<P, _, $output>(d_right, |d| {
                    let $d: $right = d.clone();
                    $d_right
                });
                let value = $value;
                (value, sum_of(left, right, <$output>::zeros))
            }
        }
    };
}

binary! {
    AddJvp add_jvp_for [value value, value reference, reference value, reference reference]
        [T: Real, const R: usize, const C: usize] SMatrix<T, R, C>, SMatrix<T, R, C> => SMatrix<T, R, C>,
        |a, b, d| a + b, d, d;
    SubJvp sub_jvp_for [value value, value reference, reference value, reference reference]
        [T: Real, const R: usize, const C: usize] SMatrix<T, R, C>, SMatrix<T, R, C> => SMatrix<T, R, C>,
        |a, b, d| a - b, d, -d;
    MulJvp mul_jvp_for [value value, value reference, reference value, reference reference]
        [T: Real, const R: usize, const K: usize, const C: usize]
        SMatrix<T, R, K>, SMatrix<T, K, C> => SMatrix<T, R, C>,
        |a, b, d| a * b, d * b, a * d;
    MulJvp mul_jvp_for [value value, reference value]
        [T: Real, const R: usize, const C: usize] SMatrix<T, R, C>, T => SMatrix<T, R, C>,
        |a, k, d| a * k, d * k, a * d;
    DivJvp div_jvp_for [value value, reference value]
        [T: Real, const R: usize, const C: usize] SMatrix<T, R, C>, T => SMatrix<T, R, C>,
        |a, k, d| a / k, d / k, -((a / k) * d / k);
    MulJvp mul_jvp_for [value value, value reference]
        [const R: usize, const C: usize] f64, SMatrix<f64, R, C> => SMatrix<f64, R, C>,
        |k, a, d| k * a, d * a, k * d;
    MulJvp mul_jvp_for [value value, value reference]
        [const R: usize, const C: usize] f32, SMatrix<f32, R, C> => SMatrix<f32, R, C>,
        |k, a, d| k * a, d * a, k * d;
}

macro_rules! negated {
    ($($kind:ident),+) => {$(
        impl<T: Real, const R: usize, const C: usize> NegJvp for taken!($kind SMatrix<T, R, C>) {
            #[inline]
            fn neg_jvp_for<L: Flag>(self, _: L, tangent: L::Slot<Self>) -> (SMatrix<T, R, C>, SMatrix<T, R, C>) {
                let tangent = term::<L, _, SMatrix<T, R, C>>(tangent, |d| -d);
                (-self, tangent.unwrap_or_else(SMatrix::zeros))
            }
        }
    )+};
}
negated!(value, reference);

/// An operator that assigns. `d` of the left term is the tangent of what was there.
macro_rules! assigned {
    ($($trait:ident $method:ident [$($kind:ident),+] $right:ty, |$a:ident, $b:ident, $d:ident|
        $value:expr, $d_left:expr, $d_right:expr;)+) => {$(
        $(assigned!(@ $trait $method $kind $right, $a, $b, $d, $value, $d_left, $d_right);)+
    )+};
    (@ $trait:ident $method:ident $kind:ident $right:ty, $a:ident, $b:ident, $d:ident, $value:expr, $d_left:expr, $d_right:expr) => {
        impl<T: Real, const R: usize, const C: usize> $trait<taken!($kind $right)> for SMatrix<T, R, C> {
            #[inline]
            fn $method<'l, L: WrittenFlag, P: Flag>(
                &'l mut self,
                _: L,
                d_left: L::Slot<&'l mut Self>,
                (_, right, d_right): (P, taken!($kind $right), P::Slot<taken!($kind $right)>),
            ) -> ((), ()) {
                let ($a, $b): (Self, $right) = (*self, right.clone());
                let into = L::written(d_left);
                let $d = *into;
                *into = $d_left;
                if let Some(term) = term::<P, _, Self>(d_right, |d| {
                    let $d: $right = d.clone();
                    $d_right
                }) {
                    *into += term;
                }
                *self = $value;
                ((), ())
            }
        }
    };
}

assigned! {
    AddAssignJvp add_assign_jvp_for [value, reference] SMatrix<T, R, C>, |a, b, d| a + b, d, d;
    SubAssignJvp sub_assign_jvp_for [value, reference] SMatrix<T, R, C>, |a, b, d| a - b, d, -d;
    MulAssignJvp mul_assign_jvp_for [value] T, |a, k, d| a * k, d * k, a * d;
    DivAssignJvp div_assign_jvp_for [value] T, |a, k, d| a / k, d / k, -((a / k) * d / k);
}
