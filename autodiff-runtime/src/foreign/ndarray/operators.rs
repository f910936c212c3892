//! The operators of arrays, element by element and with broadcasting, by value and by reference.

use ndarray::{Array, DimMax, Dimension};

use super::{Real, add_broadcast};
use crate::private::{
    AddAssignPullback, AddPullback, DivAssignPullback, DivPullback, Flag, Lent, MulAssignPullback, MulPullback,
    NegPullback, SubAssignPullback, SubPullback, WrittenFlag,
};

/// What a backward call is handed again: a reference, or `()` where it was taken by value.
macro_rules! again {
    (value $lifetime:lifetime $of:ty) => { () };
    (reference $lifetime:lifetime $of:ty) => { &$lifetime $of };
}

/// `$reads`: whether the cotangents need the values of the operands at all.
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
            type Left<'x> = again!($left_kind 'x Array<T, D>);
            type Right<'x> = again!($right_kind 'x Array<T, E>);
            type IntoLeft = Array<T, D>;
            type IntoRight = Array<T, E>;

            #[allow(clippy::let_unit_value, clippy::unused_unit, refining_impl_trait, unused_variables, reason = "one text for what is and what is not a reference")]
            fn $method<L: Flag, P: Flag>(
                self,
                _: L,
                (_, right): (P, taken!($right_kind $right_lifetime Array<T, E>)),
            ) -> (
                Array<T, <$first as DimMax<$second>>::Output>,
                impl for<'x> Fn(
                    &Array<T, <$first as DimMax<$second>>::Output>,
                    (again!($left_kind 'x Array<T, D>), L::Slot<&mut Array<T, D>>),
                    (again!($right_kind 'x Array<T, E>), P::Slot<&mut Array<T, E>>),
                ) + use<L, P, T, D, E>,
            ) {
                let left_kept = kept!($left_kind self, ($reads && P::ACTIVE));
                let right_kept = kept!($right_kind right, ($reads && (L::ACTIVE || P::ACTIVE)));
                let pullback = move |$d: &Array<T, <$first as DimMax<$second>>::Output>,
                                     (left, mut d_left): (again!($left_kind '_ Array<T, D>), L::Slot<&mut Array<T, D>>),
                                     (right, mut d_right): (again!($right_kind '_ Array<T, E>), P::Slot<&mut Array<T, E>>)| {
                    if let Some(into) = L::slot(&mut d_left) {
                        let $b = || operand!($right_kind right_kept right);
                        add_broadcast(into, &$d_left);
                    }
                    if let Some(into) = P::slot(&mut d_right) {
                        let ($a, $b) = (|| operand!($left_kind left_kept left), || operand!($right_kind right_kept right));
                        add_broadcast(into, &$d_right);
                    }
                };
                (self $operator right, pullback)
            }
        }
    };
}

/// `d` with each element times, or over, that of an operand that was broadcast to it.
macro_rules! scaled {
    ($d:ident, $($operator:tt $by:expr),+) => {{
        let mut scaled = $d.clone();
        $(scaled $operator $by;)+
        scaled
    }};
}

elementwise! {
    AddPullback add_pullback_for + false
        [[] 'b value value D E, ['b] 'b value reference D E, ['a] 'b reference value E D, ['a] 'a reference reference D E]
        |a, b, d| d, d;
    SubPullback sub_pullback_for - false
        [[] 'b value value D E, ['b] 'b value reference D E, ['a] 'b reference value E D, ['a] 'a reference reference D E]
        |a, b, d| d, -d.clone();
    MulPullback mul_pullback_for * true
        [[] 'b value value D E, ['b] 'b value reference D E, ['a] 'b reference value E D, ['a] 'a reference reference D E]
        |a, b, d| scaled!(d, *= b()), scaled!(d, *= a());
    DivPullback div_pullback_for / true
        [[] 'b value value D E, ['b] 'b value reference D E, ['a] 'b reference value E D, ['a] 'a reference reference D E]
        |a, b, d| scaled!(d, /= b()), -scaled!(d, *= a(), /= b(), /= b());
}

/// With a number, on the right.
macro_rules! with_number {
    ($($trait:ident $method:ident $operator:tt [$($kind:ident),+] |$a:ident, $k:ident, $d:ident| $d_left:expr, $d_right:expr;)+) => {$(
        $(with_number!(@ $trait $method $operator $kind $a $k $d $d_left, $d_right);)+
    )+};
    (@ $trait:ident $method:ident $operator:tt $kind:ident $a:ident $k:ident $d:ident $d_left:expr, $d_right:expr) => {
        impl<T: Real, D: Dimension + 'static> $trait<T> for taken!($kind '_ Array<T, D>) {
            type Left<'x> = again!($kind 'x Array<T, D>);
            type Right<'x> = ();
            type IntoLeft = Array<T, D>;
            type IntoRight = T;

            #[allow(clippy::let_unit_value, clippy::unused_unit, refining_impl_trait, unused_variables, reason = "one text for what is and what is not a reference")]
            fn $method<L: Flag, P: Flag>(
                self,
                _: L,
                (_, $k): (P, T),
            ) -> (
                Array<T, D>,
                impl for<'x> Fn(
                    &Array<T, D>,
                    (again!($kind 'x Array<T, D>), L::Slot<&mut Array<T, D>>),
                    ((), P::Slot<&mut T>),
                ) + use<L, P, T, D>,
            ) {
                let kept = kept!($kind self, P::ACTIVE);
                let pullback = move |$d: &Array<T, D>,
                                     (left, mut d_left): (again!($kind '_ Array<T, D>), L::Slot<&mut Array<T, D>>),
                                     ((), mut d_right): ((), P::Slot<&mut T>)| {
                    if let Some(into) = L::slot(&mut d_left) {
                        **into += &$d_left;
                    }
                    if let Some(into) = P::slot(&mut d_right) {
                        let $a = operand!($kind kept left);
                        **into += $d_right;
                    }
                };
                (self $operator $k, pullback)
            }
        }
    };
}

with_number! {
    AddPullback add_pullback_for + [value, reference] |a, k, d| *d, d.sum();
    SubPullback sub_pullback_for - [value, reference] |a, k, d| *d, -d.sum();
    MulPullback mul_pullback_for * [value, reference] |a, k, d| (d * k), (a * d).sum();
    DivPullback div_pullback_for / [value, reference] |a, k, d| (d / k), -((a * d).sum() / k / k);
}

/// On the left.
macro_rules! number_with {
    ($float:ident: $($trait:ident $method:ident $operator:tt |$k:ident, $a:ident, $d:ident| $d_left:expr, $d_right:expr;)+) => {$(
        number_with!(@ $float $trait $method $operator value $k $a $d $d_left, $d_right);
        number_with!(@ $float $trait $method $operator reference $k $a $d $d_left, $d_right);
    )+};
    (@ $float:ident $trait:ident $method:ident $operator:tt $kind:ident $k:ident $a:ident $d:ident $d_left:expr, $d_right:expr) => {
        impl<D: Dimension + 'static> $trait<taken!($kind '_ Array<$float, D>)> for $float {
            type Left<'x> = ();
            type Right<'x> = again!($kind 'x Array<$float, D>);
            type IntoLeft = $float;
            type IntoRight = Array<$float, D>;

            #[allow(clippy::let_unit_value, clippy::unused_unit, refining_impl_trait, unused_variables, reason = "one text for what is and what is not a reference")]
            fn $method<L: Flag, P: Flag>(
                self,
                _: L,
                (_, right): (P, taken!($kind '_ Array<$float, D>)),
            ) -> (
                Array<$float, D>,
                impl for<'x> Fn(
                    &Array<$float, D>,
                    ((), L::Slot<&mut $float>),
                    (again!($kind 'x Array<$float, D>), P::Slot<&mut Array<$float, D>>),
                ) + use<L, P, D>,
            ) {
                let $k = self;
                let kept = kept!($kind right, (L::ACTIVE || P::ACTIVE));
                let pullback = move |$d: &Array<$float, D>,
                                     ((), mut d_left): ((), L::Slot<&mut $float>),
                                     (right, mut d_right): (again!($kind '_ Array<$float, D>), P::Slot<&mut Array<$float, D>>)| {
                    let $a = operand!($kind kept right);
                    if let Some(into) = L::slot(&mut d_left) {
                        **into += $d_left;
                    }
                    if let Some(into) = P::slot(&mut d_right) {
                        **into += &$d_right;
                    }
                };
                ($k $operator right, pullback)
            }
        }
    };
}

number_with! {
    f64:
    AddPullback add_pullback_for + |k, a, d| d.sum(), *d;
    SubPullback sub_pullback_for - |k, a, d| d.sum(), -d;
    MulPullback mul_pullback_for * |k, a, d| (a * d).sum(), (d * k);
    DivPullback div_pullback_for / |k, a, d| (d / a).sum(), (d * (-k) / a / a);
}
number_with! {
    f32:
    AddPullback add_pullback_for + |k, a, d| d.sum(), *d;
    SubPullback sub_pullback_for - |k, a, d| d.sum(), -d;
    MulPullback mul_pullback_for * |k, a, d| (a * d).sum(), (d * k);
    DivPullback div_pullback_for / |k, a, d| (d / a).sum(), (d * (-k) / a / a);
}

macro_rules! negated {
    ($([$($generics:tt)*] [$($used:ident),*] $kind:ident $float:ident),+) => {$(
        impl<$($generics)* D: Dimension + 'static> NegPullback for taken!($kind '_ Array<$float, D>) {
            type Left<'x> = again!($kind 'x Array<$float, D>);
            type IntoLeft = Array<$float, D>;

            #[allow(refining_impl_trait, reason = "the closure keeps nothing of the operand")]
            fn neg_pullback_for<L: Flag>(
                self,
                _: L,
            ) -> (
                Array<$float, D>,
                impl for<'x> Fn(&Array<$float, D>, (again!($kind 'x Array<$float, D>), L::Slot<&mut Array<$float, D>>))
                    + use<L, D, $($used),*>,
            ) {
                let pullback = move |d: &Array<$float, D>,
                                     (_, mut left): (again!($kind '_ Array<$float, D>), L::Slot<&mut Array<$float, D>>)| {
                    if let Some(left) = L::slot(&mut left) {
                        **left -= d;
                    }
                };
                (-self, pullback)
            }
        }
    )+};
}
// Of what is behind a reference, `ndarray` asks more than that it is some float.
negated!([T: Real,] [T] value T, [] [] reference f64, [] [] reference f32);

/// An operator that assigns: from the cotangent of what is there afterwards, that of what was there before.
macro_rules! assigned {
    ($($trait:ident $method:ident $operator:tt $reads:literal
        |$a:ident, $b:ident, $d:ident| $into_left:expr, $d_right:expr, $d_number:expr;)+) => {$(
        impl<T: Real, D: Dimension + 'static, E: Dimension + 'static> $trait<&Array<T, E>> for Array<T, D> {
            type Right<'x> = &'x Array<T, E>;
            type IntoLeft = Self;
            type IntoRight = Array<T, E>;

            #[allow(clippy::no_effect, refining_impl_trait, unused_variables, reason = "one text for all operators")]
            fn $method<L: WrittenFlag, P: Flag>(
                &mut self,
                _: L,
                (_, right): (P, &Array<T, E>),
            ) -> (
                (),
                impl for<'x> Fn((Lent, L::Slot<&mut Self>), (&'x Array<T, E>, P::Slot<&mut Array<T, E>>))
                    + use<L, P, T, D, E>,
            ) {
                let kept = ($reads && P::ACTIVE).then(|| self.clone());
                *self $operator right;
                let pullback = move |(Lent, left): (Lent, L::Slot<&mut Self>),
                                     ($b, mut right): (&Array<T, E>, P::Slot<&mut Array<T, E>>)| {
                    let $d = L::written(left);
                    if let Some(right) = P::slot(&mut right) {
                        let $a = || kept.as_ref().unwrap_or_else(|| unreachable!());
                        add_broadcast(right, &$d_right);
                    }
                    $into_left;
                };
                ((), pullback)
            }
        }

        impl<T: Real, D: Dimension + 'static> $trait<T> for Array<T, D> {
            type Right<'x> = ();
            type IntoLeft = Self;
            type IntoRight = T;

            #[allow(clippy::no_effect, refining_impl_trait, unused_variables, reason = "one text for all operators")]
            fn $method<L: WrittenFlag, P: Flag>(
                &mut self,
                _: L,
                (_, right): (P, T),
            ) -> ((), impl for<'x> Fn((Lent, L::Slot<&mut Self>), ((), P::Slot<&mut T>)) + use<L, P, T, D>) {
                let kept = ($reads && P::ACTIVE).then(|| self.clone());
                *self $operator right;
                let pullback = move |(Lent, left): (Lent, L::Slot<&mut Self>), ((), mut into): ((), P::Slot<&mut T>)| {
                    let ($b, $d) = (right, L::written(left));
                    if let Some(into) = P::slot(&mut into) {
                        let $a = || kept.as_ref().unwrap_or_else(|| unreachable!());
                        **into += $d_number;
                    }
                    $into_left;
                };
                ((), pullback)
            }
        }
    )+};
}

assigned! {
    AddAssignPullback add_assign_pullback_for += false |a, b, d| (), *d, d.sum();
    SubAssignPullback sub_assign_pullback_for -= false |a, b, d| (), -d.clone(), -d.sum();
    MulAssignPullback mul_assign_pullback_for *= true |a, b, d| *d *= b, (&*d * a()), (&*d * a()).sum();
    DivAssignPullback div_assign_pullback_for /= true |a, b, d| *d /= b, -scaled!(d, *= a(), /= b, /= b), -((&*d * a()).sum() / b / b);
}
