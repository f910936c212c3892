//! Operators of types that the macro does not know, in forward mode: what `#[differentiate(jvp)]` on `impl Mul<f64> for Vec3`
//! writes, and a call of `v * k` asks for. Floats have them as well, so that a type may turn out to be one.

use super::flag::{Flag, WrittenFlag};

/// The tangent's term of one operand: nothing where it has no tangent.
macro_rules! term {
    ($flag:ident, $slot:expr, |$d:ident| $term:expr) => {
        if $flag::ACTIVE {
            let $d = $flag::tangent($slot, || 0.0);
            $term
        } else {
            0.0
        }
    };
}

macro_rules! binary {
    ($($name:ident of $operator:ident: $jvp_for:ident,
        |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr;)+) => {$(
        /// Forward mode of an operator.
        #[diagnostic::on_unimplemented(
            message = "an operator of `{Self}` and `{Rhs}` has no forward mode here",
            label = "this operator is not differentiated",
            note = "put `#[differentiate(jvp)]` on the `impl` block of the operator"
        )]
        pub trait $name<Rhs = Self>: core::ops::$operator<Rhs> + Sized {
            #[doc(hidden)]
            fn $jvp_for<L: Flag, R: Flag>(
                self,
                left: L,
                d_left: L::Slot<Self>,
                right: (R, Rhs, R::Slot<Rhs>),
            ) -> (Self::Output, Self::Output);
        }

        binary!(@float f64 $name $jvp_for |$a, $b, $d| $value, $d_left, $d_right);
        binary!(@float f32 $name $jvp_for |$a, $b, $d| $value, $d_left, $d_right);
    )+};
    (@float $float:ident $name:ident $jvp_for:ident |$a:ident, $b:ident, $d:ident|
        $value:expr, $d_left:expr, $d_right:expr) => {
        #[diagnostic::do_not_recommend]
        impl $name for $float {
            #[inline(always)]
            fn $jvp_for<L: Flag, R: Flag>(
                self,
                _: L,
                d_left: L::Slot<$float>,
                (_, $b, d_right): (R, $float, R::Slot<$float>),
            ) -> ($float, $float) {
                let $a = self;
                ($value, term!(L, d_left, |$d| $d_left) + term!(R, d_right, |$d| $d_right))
            }
        }
    };
}

binary! {
    AddJvp of Add: add_jvp_for, |a, b, d| a + b, d, d;
    SubJvp of Sub: sub_jvp_for, |a, b, d| a - b, d, -d;
    MulJvp of Mul: mul_jvp_for, |a, b, d| a * b, d * b, d * a;
    DivJvp of Div: div_jvp_for, |a, b, d| a / b, d / b, -d * (a / b) / b;
    RemJvp of Rem: rem_jvp_for, |a, b, d| a % b, d, d * super::slope::rem_slope(a, b);
}

/// Forward mode of `-x`.
#[diagnostic::on_unimplemented(
    message = "`-` of `{Self}` has no forward mode here",
    label = "this operator is not differentiated",
    note = "put `#[differentiate(jvp)]` on the `impl` block of the operator"
)]
pub trait NegJvp: core::ops::Neg + Sized {
    #[doc(hidden)]
    fn neg_jvp_for<L: Flag>(self, operand: L, tangent: L::Slot<Self>) -> (Self::Output, Self::Output);
}

macro_rules! negated {
    ($($float:ident)+) => {$(
        #[diagnostic::do_not_recommend]
        impl NegJvp for $float {
            #[inline(always)]
            fn neg_jvp_for<L: Flag>(self, _: L, tangent: L::Slot<$float>) -> ($float, $float) {
                (-self, term!(L, tangent, |d| -d))
            }
        }
    )+};
}
negated!(f64 f32);

macro_rules! assigned {
    ($($name:ident of $operator:ident: $jvp_for:ident, |$a:ident, $b:ident, $d:ident|
        $value:expr, $d_left:expr, $d_right:expr;)+) => {$(
        /// Forward mode of an operator that assigns.
        #[diagnostic::on_unimplemented(
            message = "an operator of `{Self}` and `{Rhs}` has no forward mode here",
            label = "this operator is not differentiated",
            note = "put `#[differentiate(jvp)]` on the `impl` block of the operator"
        )]
        pub trait $name<Rhs = Self>: core::ops::$operator<Rhs> + Sized {
            #[doc(hidden)]
            fn $jvp_for<'l, L: WrittenFlag, R: Flag>(
                &'l mut self,
                left: L,
                d_left: L::Slot<&'l mut Self>,
                right: (R, Rhs, R::Slot<Rhs>),
            ) -> ((), ());
        }

        assigned!(@float f64 $name $jvp_for |$a, $b, $d| $value, $d_left, $d_right);
        assigned!(@float f32 $name $jvp_for |$a, $b, $d| $value, $d_left, $d_right);
    )+};
    (@float $float:ident $name:ident $jvp_for:ident |$a:ident, $b:ident, $d:ident|
        $value:expr, $d_left:expr, $d_right:expr) => {
        #[diagnostic::do_not_recommend]
        impl $name for $float {
            #[inline(always)]
            fn $jvp_for<'l, L: WrittenFlag, R: Flag>(
                &'l mut self,
                _: L,
                d_left: L::Slot<&'l mut $float>,
                (_, $b, d_right): (R, $float, R::Slot<$float>),
            ) -> ((), ()) {
                let ($a, d_left) = (*self, L::written(d_left));
                let $d = *d_left;
                *d_left = $d_left + term!(R, d_right, |$d| $d_right);
                *self = $value;
                ((), ())
            }
        }
    };
}

assigned! {
    AddAssignJvp of AddAssign: add_assign_jvp_for, |a, b, d| a + b, d, d;
    SubAssignJvp of SubAssign: sub_assign_jvp_for, |a, b, d| a - b, d, -d;
    MulAssignJvp of MulAssign: mul_assign_jvp_for, |a, b, d| a * b, d * b, d * a;
    DivAssignJvp of DivAssign: div_assign_jvp_for, |a, b, d| a / b, d / b, -d * (a / b) / b;
    RemAssignJvp of RemAssign: rem_assign_jvp_for, |a, b, d| a % b, d, d * super::slope::rem_slope(a, b);
}

#[cfg(test)]
mod tests {
    use super::super::flag::{Active, Inactive};
    use super::*;

    #[test]
    fn floats_have_the_operators_that_the_macro_differentiates_by_itself() {
        assert_eq!(3.0_f64.div_jvp_for(Active, 1.0, (Active, 2.0, 10.0)), (1.5, -7.0));
        // Without a tangent there is no term, whatever it would meet.
        assert_eq!(3.0_f64.mul_jvp_for(Active, 2.0, (Inactive, f64::INFINITY, ())).1, f64::INFINITY);
        assert!(f64::INFINITY.mul_jvp_for(Inactive, (), (Active, 0.0, 0.0)).1.is_nan());
        assert_eq!(2.0_f32.neg_jvp_for(Active, 0.5), (-2.0, -0.5));

        let (mut x, mut d_x) = (3.0_f64, 5.0);
        x.mul_assign_jvp_for(Active, &mut d_x, (Active, 2.0, 0.5));
        assert_eq!((x, d_x), (6.0, 11.5));
    }
}
