//! Operators of types that the macro does not know: what `#[differentiate]` on `impl Mul<f64> for Vec3` writes, and a call of
//! `v * k` asks for. Floats have them as well, so that a type may turn out to be one.

#![allow(clippy::type_complexity, reason = "what generated code implements is written out, as generated code has it")]

use super::flag::{Flag, WrittenFlag};
use super::receiver::Lent;

macro_rules! binary {
    ($($name:ident of $operator:ident: $method:ident, $pullback_for:ident,
        |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr;)+) => {$(
        /// The pullback of an operator.
        #[diagnostic::on_unimplemented(
            message = "an operator of `{Self}` and `{Rhs}` has no derivative here",
            label = "this operator is not differentiated",
            note = "put `#[differentiate]` on the `impl` block of the operator"
        )]
        pub trait $name<Rhs = Self>: core::ops::$operator<Rhs> {
            /// What a backward call is handed of the left operand again: a reference, or `()` where it is taken by value.
            type Left<'x>;
            /// Of the right one.
            type Right<'x>;
            /// What the left one's cotangent is accumulated in.
            type IntoLeft: ?Sized;
            /// The right one's.
            type IntoRight: ?Sized;

            #[doc(hidden)]
            fn $pullback_for<L: Flag, R: Flag>(
                self,
                left: L,
                right: (R, Rhs),
            ) -> (
                Self::Output,
                impl for<'x> Fn(
                    &Self::Output,
                    (Self::Left<'x>, L::Slot<&mut Self::IntoLeft>),
                    (Self::Right<'x>, R::Slot<&mut Self::IntoRight>),
                ),
            );
        }

        binary!(@float f64 $name $pullback_for |$a, $b, $d| $value, $d_left, $d_right);
        binary!(@float f32 $name $pullback_for |$a, $b, $d| $value, $d_left, $d_right);
    )+};
    (@float $float:ident $name:ident $pullback_for:ident |$a:ident, $b:ident, $d:ident|
        $value:expr, $d_left:expr, $d_right:expr) => {
        #[diagnostic::do_not_recommend]
        impl $name for $float {
            type Left<'x> = ();
            type Right<'x> = ();
            type IntoLeft = $float;
            type IntoRight = $float;

            #[inline(always)]
            fn $pullback_for<L: Flag, R: Flag>(
                self,
                _: L,
                (_, $b): (R, $float),
            ) -> ($float, impl Fn(&$float, ((), L::Slot<&mut $float>), ((), R::Slot<&mut $float>))) {
                let $a = self;
                let pullback = move |$d: &$float,
                                     ((), mut d_left): ((), L::Slot<&mut $float>),
                                     ((), mut d_right): ((), R::Slot<&mut $float>)| {
                    if let Some(d_left) = L::slot(&mut d_left) {
                        **d_left += $d_left;
                    }
                    if let Some(d_right) = R::slot(&mut d_right) {
                        **d_right += $d_right;
                    }
                };
                ($value, pullback)
            }
        }
    };
}

binary! {
    AddPullback of Add: add, add_pullback_for, |a, b, d| a + b, *d, *d;
    SubPullback of Sub: sub, sub_pullback_for, |a, b, d| a - b, *d, -*d;
    MulPullback of Mul: mul, mul_pullback_for, |a, b, d| a * b, *d * b, *d * a;
    DivPullback of Div: div, div_pullback_for, |a, b, d| a / b, *d / b, -*d * (a / b) / b;
    RemPullback of Rem: rem, rem_pullback_for, |a, b, d| a % b, *d, *d * super::slope::rem_slope(a, b);
}

/// The pullback of `-x`.
#[diagnostic::on_unimplemented(
    message = "`-` of `{Self}` has no derivative here",
    label = "this operator is not differentiated",
    note = "put `#[differentiate]` on the `impl` block of the operator"
)]
pub trait NegPullback: core::ops::Neg {
    /// What a backward call is handed of the operand again: a reference, or `()` where it is taken by value.
    type Left<'x>;
    /// What its cotangent is accumulated in.
    type IntoLeft: ?Sized;

    #[doc(hidden)]
    fn neg_pullback_for<L: Flag>(
        self,
        operand: L,
    ) -> (Self::Output, impl for<'x> Fn(&Self::Output, (Self::Left<'x>, L::Slot<&mut Self::IntoLeft>)));
}

macro_rules! negated {
    ($($float:ident)+) => {$(
        #[diagnostic::do_not_recommend]
        impl NegPullback for $float {
            type Left<'x> = ();
            type IntoLeft = $float;

            #[inline(always)]
            fn neg_pullback_for<L: Flag>(self, _: L) -> ($float, impl Fn(&$float, ((), L::Slot<&mut $float>))) {
                let pullback = move |d: &$float, ((), mut d_left): ((), L::Slot<&mut $float>)| {
                    if let Some(d_left) = L::slot(&mut d_left) {
                        **d_left -= *d;
                    }
                };
                (-self, pullback)
            }
        }
    )+};
}
negated!(f64 f32);

macro_rules! assigned {
    ($($name:ident of $operator:ident: $pullback_for:ident, |$a:ident, $b:ident, $d:ident|
        $value:expr, $d_left:expr, $d_right:expr;)+) => {$(
        /// The pullback of an operator that assigns.
        #[diagnostic::on_unimplemented(
            message = "an operator of `{Self}` and `{Rhs}` has no derivative here",
            label = "this operator is not differentiated",
            note = "put `#[differentiate]` on the `impl` block of the operator"
        )]
        pub trait $name<Rhs = Self>: core::ops::$operator<Rhs> {
            /// What a backward call is handed of the right operand again: a reference, or `()` where it is taken by value.
            type Right<'x>;
            /// What the left one's cotangent is in, before and after.
            type IntoLeft: ?Sized;
            /// What the right one's is accumulated in.
            type IntoRight: ?Sized;

            #[doc(hidden)]
            fn $pullback_for<L: WrittenFlag, R: Flag>(
                &mut self,
                left: L,
                right: (R, Rhs),
            ) -> (
                (),
                impl for<'x> Fn(
                    (Lent, L::Slot<&mut Self::IntoLeft>),
                    (Self::Right<'x>, R::Slot<&mut Self::IntoRight>),
                ) + use<Self, Rhs, L, R>,
            );
        }

        assigned!(@float f64 $name $pullback_for |$a, $b, $d| $value, $d_left, $d_right);
        assigned!(@float f32 $name $pullback_for |$a, $b, $d| $value, $d_left, $d_right);
    )+};
    (@float $float:ident $name:ident $pullback_for:ident |$a:ident, $b:ident, $d:ident|
        $value:expr, $d_left:expr, $d_right:expr) => {
        #[diagnostic::do_not_recommend]
        impl $name for $float {
            type Right<'x> = ();
            type IntoLeft = $float;
            type IntoRight = $float;

            #[inline(always)]
            fn $pullback_for<L: WrittenFlag, R: Flag>(
                &mut self,
                _: L,
                (_, $b): (R, $float),
            ) -> ((), impl Fn((Lent, L::Slot<&mut $float>), ((), R::Slot<&mut $float>)) + use<L, R>) {
                let $a = *self;
                *self = $value;
                let pullback = move |(Lent, d_left): (Lent, L::Slot<&mut $float>),
                                     ((), mut d_right): ((), R::Slot<&mut $float>)| {
                    let d_left = L::written(d_left);
                    let $d = *d_left;
                    if let Some(d_right) = R::slot(&mut d_right) {
                        **d_right += $d_right;
                    }
                    *d_left = $d_left;
                };
                ((), pullback)
            }
        }
    };
}

assigned! {
    AddAssignPullback of AddAssign: add_assign_pullback_for, |a, b, d| a + b, d, d;
    SubAssignPullback of SubAssign: sub_assign_pullback_for, |a, b, d| a - b, d, -d;
    MulAssignPullback of MulAssign: mul_assign_pullback_for, |a, b, d| a * b, d * b, d * a;
    DivAssignPullback of DivAssign: div_assign_pullback_for, |a, b, d| a / b, d / b, -d * (a / b) / b;
    RemAssignPullback of RemAssign: rem_assign_pullback_for, |a, b, d| a % b, d, d * super::slope::rem_slope(a, b);
}

#[cfg(test)]
mod tests {
    use super::super::flag::{Active, Inactive};
    use super::*;

    #[test]
    fn floats_have_the_operators_that_the_macro_differentiates_by_itself() {
        let (value, pullback) = 3.0_f64.div_pullback_for(Active, (Active, 2.0));
        let (mut d_a, mut d_b) = (0.0, 0.0);
        pullback(&2.0, ((), &mut d_a), ((), &mut d_b));
        assert_eq!((value, d_a, d_b), (1.5, 1.0, -1.5));

        let (value, pullback) = 7.5_f64.rem_pullback_for(Inactive, (Active, 2.0));
        pullback(&1.0, ((), ()), ((), &mut d_b));
        assert_eq!((value, d_b), (1.5, -4.5));

        let mut x = 3.0_f64;
        let ((), pullback) = x.mul_assign_pullback_for(Active, (Active, 2.0));
        let (mut d_x, mut d_k) = (5.0, 0.0);
        pullback((Lent, &mut d_x), ((), &mut d_k));
        assert_eq!((x, d_x, d_k), (6.0, 10.0, 15.0));
    }
}
