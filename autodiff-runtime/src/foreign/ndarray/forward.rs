//! The operators of arrays in forward mode. A tangent has the shape of its value, so that what is broadcast has a tangent that
//! is broadcast with it.

#![allow(
    clippy::let_unit_value,
    clippy::no_effect,
    unused_variables,
    reason = "one text for what is and what is not a reference"
)]

use ndarray::{Array, DimMax, Dimension};

use super::super::{sum_of, term};
use super::Real;
use crate::private::{
    AddAssignJvp, AddJvp, DivAssignJvp, DivJvp, Flag, MulAssignJvp, MulJvp, NegJvp, SubAssignJvp, SubJvp, WrittenFlag,
};

/// A tangent, broadcast as its value is.
fn laid<T: Real, D: Dimension, E: Dimension>(tangent: &Array<T, D>, like: &Array<T, E>) -> Array<T, E> {
    let mut all = Array::zeros(like.raw_dim());
    all += tangent;
    all
}

/// A tangent as broadcast, `d`, times or over operands that are broadcast to it.
macro_rules! scaled {
    ($d:ident, $($operator:tt $by:expr),+) => {{
        let mut scaled = $d;
        $(scaled $operator $by;)+
        scaled
    }};
}

/// `$reads`: whether the tangents need the values of the operands at all.
macro_rules! elementwise {
    ($($trait:ident $method:ident $operator:tt $reads:literal
        [$([$($lifetime:lifetime),*] $right_lifetime:lifetime $left_kind:ident $right_kind:ident $first:ident $second:ident),+]
        |$a:ident, $b:ident, $d:ident| $d_left:expr, $d_right:expr;)+) => {$(
        $(elementwise!(@ [$($lifetime),*] $right_lifetime $trait $method $operator $reads $left_kind $right_kind $first $second $a $b $d $d_left, $d_right);)+
    )+};
    (@ [$($lifetime:lifetime),*] $right_lifetime:lifetime $trait:ident $method:ident $operator:tt $reads:literal $left_kind:ident $right_kind:ident $first:ident $second:ident
        $a:ident $b:ident $d:ident $d_left:expr, $d_right:expr) => {
        impl<$($lifetime,)* T: Real, D: Dimension + 'static, E: Dimension + 'static> $trait<taken!($right_kind $right_lifetime Array<T, E>)> for taken!($left_kind 'a Array<T, D>)
        where
            $first: DimMax<$second>,
        {
            fn $method<L: Flag, P: Flag>(
                self,
                _: L,
                d_left: L::Slot<Self>,
                (_, right, d_right): (
                    P,
                    taken!($right_kind $right_lifetime Array<T, E>),
                    P::Slot<taken!($right_kind $right_lifetime Array<T, E>)>,
                ),
            ) -> (Self::Output, Self::Output) {
                let left_kept = kept!($left_kind self, ($reads && P::ACTIVE));
                let right_kept = kept!($right_kind right, ($reads && (L::ACTIVE || P::ACTIVE)));
                let (given_left, given_right) = (given!($left_kind self), given!($right_kind right));
                let value = self $operator right;
                let ($a, $b) = (
                    || operand!($left_kind left_kept given_left),
                    || operand!($right_kind right_kept given_right),
                );
                let left = term::<L, _, Self::Output>(d_left, |d| {
                    let $d = laid(behind!($left_kind d), &value);
                    $d_left
                });
                let right = term::<P, _, Self::Output>(d_right, |d| {
                    let $d = laid(behind!($right_kind d), &value);
                    $d_right
                });
                let tangent = sum_of(left, right, || Array::zeros(value.raw_dim()));
                (value, tangent)
            }
        }
    };
}

/// The operand itself, where it is still there once it has been used.
macro_rules! given {
    (value $of:expr) => {
        ()
    };
    (reference $of:expr) => {
        $of
    };
}

/// A tangent behind a reference.
macro_rules! behind {
    (value $of:expr) => {
        &$of
    };
    (reference $of:expr) => {
        $of
    };
}

elementwise! {
    AddJvp add_jvp_for + false
        [[] 'b value value D E, ['b] 'b value reference D E, ['a] 'b reference value E D, ['a] 'a reference reference D E]
        |a, b, d| d, d;
    SubJvp sub_jvp_for - false
        [[] 'b value value D E, ['b] 'b value reference D E, ['a] 'b reference value E D, ['a] 'a reference reference D E]
        |a, b, d| d, -d;
    MulJvp mul_jvp_for * true
        [[] 'b value value D E, ['b] 'b value reference D E, ['a] 'b reference value E D, ['a] 'a reference reference D E]
        |a, b, d| scaled!(d, *= b()), scaled!(d, *= a());
    DivJvp div_jvp_for / true
        [[] 'b value value D E, ['b] 'b value reference D E, ['a] 'b reference value E D, ['a] 'a reference reference D E]
        |a, b, d| scaled!(d, /= b()), -scaled!(d, *= a(), /= b(), /= b());
}

/// With a number, on the right.
macro_rules! with_number {
    ($($trait:ident $method:ident $operator:tt $reads:literal [$($kind:ident),+]
        |$value:ident, $a:ident, $k:ident, $d:ident| $d_left:expr, $d_right:expr;)+) => {$(
        $(with_number!(@ $trait $method $operator $reads $kind $value $a $k $d $d_left, $d_right);)+
    )+};
    (@ $trait:ident $method:ident $operator:tt $reads:literal $kind:ident
        $value:ident $a:ident $k:ident $d:ident $d_left:expr, $d_right:expr) => {
        impl<T: Real, D: Dimension + 'static> $trait<T> for taken!($kind '_ Array<T, D>) {
            fn $method<L: Flag, P: Flag>(
                self,
                _: L,
                d_left: L::Slot<Self>,
                (_, $k, d_right): (P, T, P::Slot<T>),
            ) -> (Array<T, D>, Array<T, D>) {
                let (kept, given) = (kept!($kind self, ($reads && P::ACTIVE)), given!($kind self));
                let $value = self $operator $k;
                let left = term::<L, _, Array<T, D>>(d_left, |d| {
                    let $d = behind!($kind d);
                    $d_left
                });
                let right = term::<P, _, Array<T, D>>(d_right, |$d| {
                    let $a = || operand!($kind kept given);
                    $d_right
                });
                let tangent = sum_of(left, right, || Array::zeros($value.raw_dim()));
                ($value, tangent)
            }
        }
    };
}

with_number! {
    AddJvp add_jvp_for + false [value, reference] |value, a, k, d| d.clone(), Array::from_elem(value.raw_dim(), d);
    SubJvp sub_jvp_for - false [value, reference] |value, a, k, d| d.clone(), Array::from_elem(value.raw_dim(), -d);
    MulJvp mul_jvp_for * true [value, reference] |value, a, k, d| d * k, a() * d;
    DivJvp div_jvp_for / true [value, reference] |value, a, k, d| d / k, a() * (-d / k / k);
}

/// On the left.
macro_rules! number_with {
    ($float:ident: $($trait:ident $method:ident $operator:tt $reads:literal
        |$value:ident, $k:ident, $a:ident, $d:ident| $d_left:expr, $d_right:expr;)+) => {$(
        number_with!(@ $float $trait $method $operator $reads value $value $k $a $d $d_left, $d_right);
        number_with!(@ $float $trait $method $operator $reads reference $value $k $a $d $d_left, $d_right);
    )+};
    (@ $float:ident $trait:ident $method:ident $operator:tt $reads:literal $kind:ident
        $value:ident $k:ident $a:ident $d:ident $d_left:expr, $d_right:expr) => {
        impl<D: Dimension + 'static> $trait<taken!($kind '_ Array<$float, D>)> for $float {
            fn $method<L: Flag, P: Flag>(
                self,
                _: L,
                d_left: L::Slot<$float>,
                (_, right, d_right): (P, taken!($kind '_ Array<$float, D>), P::Slot<taken!($kind '_ Array<$float, D>)>),
            ) -> (Array<$float, D>, Array<$float, D>) {
                let $k = self;
                let (kept, given) = (kept!($kind right, ($reads && (L::ACTIVE || P::ACTIVE))), given!($kind right));
                let $value = $k $operator right;
                let $a = || operand!($kind kept given);
                let left = term::<L, _, Array<$float, D>>(d_left, |$d| $d_left);
                let other = term::<P, _, Array<$float, D>>(d_right, |d| {
                    let $d = behind!($kind d);
                    $d_right
                });
                let tangent = sum_of(left, other, || Array::zeros($value.raw_dim()));
                ($value, tangent)
            }
        }
    };
}

number_with! {
    f64:
    AddJvp add_jvp_for + false |value, k, a, d| Array::from_elem(value.raw_dim(), d), d.clone();
    SubJvp sub_jvp_for - false |value, k, a, d| Array::from_elem(value.raw_dim(), d), -d;
    MulJvp mul_jvp_for * true |value, k, a, d| a() * d, d * k;
    DivJvp div_jvp_for / true |value, k, a, d| d / a(), d * (-k) / a() / a();
}
number_with! {
    f32:
    AddJvp add_jvp_for + false |value, k, a, d| Array::from_elem(value.raw_dim(), d), d.clone();
    SubJvp sub_jvp_for - false |value, k, a, d| Array::from_elem(value.raw_dim(), d), -d;
    MulJvp mul_jvp_for * true |value, k, a, d| a() * d, d * k;
    DivJvp div_jvp_for / true |value, k, a, d| d / a(), d * (-k) / a() / a();
}

macro_rules! negated {
    ($([$($generics:tt)*] $kind:ident $float:ident),+) => {$(
        impl<$($generics)* D: Dimension + 'static> NegJvp for taken!($kind '_ Array<$float, D>) {
            fn neg_jvp_for<L: Flag>(
                self,
                _: L,
                tangent: L::Slot<Self>,
            ) -> (Array<$float, D>, Array<$float, D>) {
                let tangent = term::<L, _, Array<$float, D>>(tangent, |d| -d);
                let value = -self;
                let tangent = tangent.unwrap_or_else(|| Array::zeros(value.raw_dim()));
                (value, tangent)
            }
        }
    )+};
}
// Of what is behind a reference, `ndarray` asks more than that it is some float.
negated!([T: Real,] value T, [] reference f64, [] reference f32);

/// An operator that assigns: first what becomes of the tangent that is there, then what the other operand adds, of an array or
/// of a number.
macro_rules! assigned {
    ($($trait:ident $method:ident $operator:tt
        |$a:ident, $b:ident, $into:ident, $d:ident| $into_left:expr, $d_right:expr, $d_number:expr;)+) => {$(
        impl<T: Real, D: Dimension + 'static, E: Dimension + 'static> $trait<&Array<T, E>> for Array<T, D> {
            fn $method<'l, L: WrittenFlag, P: Flag>(
                &'l mut self,
                _: L,
                d_left: L::Slot<&'l mut Self>,
                (_, $b, d_right): (P, &Array<T, E>, P::Slot<&Array<T, E>>),
            ) -> ((), ()) {
                let ($a, $into) = (&*self, L::written(d_left));
                $into_left;
                if let Some(term) = term::<P, _, Self>(d_right, |d| {
                    let $d = laid(d, $a);
                    $d_right
                }) {
                    *$into += &term;
                }
                *self $operator $b;
                ((), ())
            }
        }

        impl<T: Real, D: Dimension + 'static> $trait<T> for Array<T, D> {
            fn $method<'l, L: WrittenFlag, P: Flag>(
                &'l mut self,
                _: L,
                d_left: L::Slot<&'l mut Self>,
                (_, $b, d_right): (P, T, P::Slot<T>),
            ) -> ((), ()) {
                let ($a, $into) = (&*self, L::written(d_left));
                $into_left;
                if let Some(term) = term::<P, _, Self>(d_right, |$d| $d_number) {
                    *$into += &term;
                }
                *self $operator $b;
                ((), ())
            }
        }
    )+};
}

assigned! {
    AddAssignJvp add_assign_jvp_for += |a, b, into, d| (), d, Array::from_elem(a.raw_dim(), d);
    SubAssignJvp sub_assign_jvp_for -= |a, b, into, d| (), -d, Array::from_elem(a.raw_dim(), -d);
    MulAssignJvp mul_assign_jvp_for *= |a, b, into, d| *into *= b, scaled!(d, *= a), a * d;
    DivAssignJvp div_assign_jvp_for /= |a, b, into, d| *into /= b, -scaled!(d, *= a, /= b, /= b), a * (-d / b / b);
}
