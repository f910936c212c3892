//! The operators of matrices, by value and by reference.
//!
//! A matrix of constant size is small and `Copy`: what a pullback reads of its operands, it keeps.

use nalgebra::SMatrix;

use super::Real;
use crate::DifferentiableMut;
use crate::private::{
    AddAssignPullback, AddPullback, DivAssignPullback, DivPullback, Flag, Lent, MulAssignPullback, MulPullback,
    NegPullback, SubAssignPullback, SubPullback, WrittenFlag,
};

/// What a backward call is handed again: a reference, or `()` where it was taken by value.
macro_rules! again {
    (value $lifetime:lifetime $of:ty) => { () };
    (reference $lifetime:lifetime $of:ty) => { &$lifetime $of };
}

/// An operator, for each way of taking its operands that is listed.
macro_rules! binary {
    ($($trait:ident $method:ident [$($left_kind:ident $right_kind:ident),+] $generics:tt $used:tt $left:ty, $right:ty => $output:ty,
        |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr;)+) => {$(
        $(binary!(@ $trait $method $left_kind $right_kind $generics $used $left, $right => $output, $a, $b, $d, $value, $d_left, $d_right);)+
    )+};
    (@ $trait:ident $method:ident $left_kind:ident $right_kind:ident [$($generics:tt)*] [$($used:ident),*]
        $left:ty, $right:ty => $output:ty, $a:ident, $b:ident, $d:ident, $value:expr, $d_left:expr, $d_right:expr) => {
        impl<$($generics)*> $trait<taken!($right_kind $right)> for taken!($left_kind $left) {
            type Left<'x> = again!($left_kind 'x $left);
            type Right<'x> = again!($right_kind 'x $right);
            type IntoLeft = $left;
            type IntoRight = $right;

            #[inline]
            #[allow(clippy::clone_on_copy, refining_impl_trait, reason = "one text for what is and what is not a reference")]
            fn $method<L: Flag, P: Flag>(
                self,
                _: L,
                (_, right): (P, taken!($right_kind $right)),
            ) -> (
                $output,
                impl for<'x> Fn(
                    &$output,
                    (again!($left_kind 'x $left), L::Slot<&mut $left>),
                    (again!($right_kind 'x $right), P::Slot<&mut $right>),
                ) + use<L, P, $($used),*>,
            ) {
                let ($a, $b): ($left, $right) = (self.clone(), right.clone());
                let value = $value;
                let pullback = move |$d: &$output,
                                     (_, mut left): (again!($left_kind '_ $left), L::Slot<&mut $left>),
                                     (_, mut right): (again!($right_kind '_ $right), P::Slot<&mut $right>)| {
                    if let Some(left) = L::slot(&mut left) {
                        (**left).accumulate(&$d_left);
                    }
                    if let Some(right) = P::slot(&mut right) {
                        (**right).accumulate(&$d_right);
                    }
                };
                (value, pullback)
            }
        }
    };
}

binary! {
    AddPullback add_pullback_for [value value, value reference, reference value, reference reference]
        [T: Real, const R: usize, const C: usize] [T, R, C] SMatrix<T, R, C>, SMatrix<T, R, C> => SMatrix<T, R, C>,
        |a, b, d| a + b, *d, *d;
    SubPullback sub_pullback_for [value value, value reference, reference value, reference reference]
        [T: Real, const R: usize, const C: usize] [T, R, C] SMatrix<T, R, C>, SMatrix<T, R, C> => SMatrix<T, R, C>,
        |a, b, d| a - b, *d, -*d;
    MulPullback mul_pullback_for [value value, value reference, reference value, reference reference]
        [T: Real, const R: usize, const K: usize, const C: usize] [T, R, K, C]
        SMatrix<T, R, K>, SMatrix<T, K, C> => SMatrix<T, R, C>,
        |a, b, d| a * b, d * b.transpose(), a.tr_mul(d);
    MulPullback mul_pullback_for [value value, reference value]
        [T: Real, const R: usize, const C: usize] [T, R, C] SMatrix<T, R, C>, T => SMatrix<T, R, C>,
        |a, k, d| a * k, *d * k, a.dot(d);
    DivPullback div_pullback_for [value value, reference value]
        [T: Real, const R: usize, const C: usize] [T, R, C] SMatrix<T, R, C>, T => SMatrix<T, R, C>,
        |a, k, d| a / k, *d / k, -((a / k).dot(d) / k);
    MulPullback mul_pullback_for [value value, value reference]
        [const R: usize, const C: usize] [R, C] f64, SMatrix<f64, R, C> => SMatrix<f64, R, C>,
        |k, a, d| k * a, a.dot(d), *d * k;
    MulPullback mul_pullback_for [value value, value reference]
        [const R: usize, const C: usize] [R, C] f32, SMatrix<f32, R, C> => SMatrix<f32, R, C>,
        |k, a, d| k * a, a.dot(d), *d * k;
}

macro_rules! negated {
    ($($kind:ident),+) => {$(
        impl<T: Real, const R: usize, const C: usize> NegPullback for taken!($kind SMatrix<T, R, C>) {
            type Left<'x> = again!($kind 'x SMatrix<T, R, C>);
            type IntoLeft = SMatrix<T, R, C>;

            #[inline]
            #[allow(refining_impl_trait, reason = "the closure keeps nothing of the operand")]
            fn neg_pullback_for<L: Flag>(
                self,
                _: L,
            ) -> (
                SMatrix<T, R, C>,
                impl for<'x> Fn(&SMatrix<T, R, C>, (again!($kind 'x SMatrix<T, R, C>), L::Slot<&mut SMatrix<T, R, C>>))
                    + use<L, T, R, C>,
            ) {
                let pullback = move |d: &SMatrix<T, R, C>,
                                     (_, mut left): (again!($kind '_ SMatrix<T, R, C>), L::Slot<&mut SMatrix<T, R, C>>)| {
                    if let Some(left) = L::slot(&mut left) {
                        **left -= d;
                    }
                };
                (-self, pullback)
            }
        }
    )+};
}
negated!(value, reference);

/// An operator that assigns: from the cotangent of what is there afterwards, that of what was there before.
macro_rules! assigned {
    ($($trait:ident $method:ident [$($kind:ident),+] $right:ty, |$a:ident, $b:ident, $d:ident|
        $value:expr, $d_left:expr, $d_right:expr;)+) => {$(
        $(assigned!(@ $trait $method $kind $right, $a, $b, $d, $value, $d_left, $d_right);)+
    )+};
    (@ $trait:ident $method:ident $kind:ident $right:ty, $a:ident, $b:ident, $d:ident, $value:expr, $d_left:expr, $d_right:expr) => {
        impl<T: Real, const R: usize, const C: usize> $trait<taken!($kind $right)> for SMatrix<T, R, C> {
            type Right<'x> = again!($kind 'x $right);
            type IntoLeft = Self;
            type IntoRight = $right;

            #[inline]
            #[allow(clippy::clone_on_copy, refining_impl_trait, reason = "one text for what is and what is not a reference")]
            fn $method<L: WrittenFlag, P: Flag>(
                &mut self,
                _: L,
                (_, right): (P, taken!($kind $right)),
            ) -> (
                (),
                impl for<'x> Fn((Lent, L::Slot<&mut Self>), (again!($kind 'x $right), P::Slot<&mut $right>))
                    + use<L, P, T, R, C>,
            ) {
                let ($a, $b): (Self, $right) = (*self, right.clone());
                *self = $value;
                let pullback = move |(Lent, left): (Lent, L::Slot<&mut Self>),
                                     (_, mut right): (again!($kind '_ $right), P::Slot<&mut $right>)| {
                    let left = L::written(left);
                    let $d = *left;
                    if let Some(right) = P::slot(&mut right) {
                        (**right).accumulate(&$d_right);
                    }
                    *left = $d_left;
                };
                ((), pullback)
            }
        }
    };
}

assigned! {
    AddAssignPullback add_assign_pullback_for [value, reference] SMatrix<T, R, C>, |a, b, d| a + b, d, d;
    SubAssignPullback sub_assign_pullback_for [value, reference] SMatrix<T, R, C>, |a, b, d| a - b, d, -d;
    MulAssignPullback mul_assign_pullback_for [value] T, |a, k, d| a * k, d * k, a.dot(&d);
    DivAssignPullback div_assign_pullback_for [value] T, |a, k, d| a / k, d / k, -((a / k).dot(&d) / k);
}
