//! The boxed pullback of a function that calls itself, of which the type would contain itself.
//!
//! It can't be a `Box<dyn Fn(..)>`: what `Fn` would take there are slots of flags that nobody knows yet, and rustc 1.95 trips
//! over such types once the flags are known. Here they are named by types, one for each argument.

#![allow(clippy::too_many_arguments, reason = "a function has as many as it has")]

use super::flag::Flag;
use super::receiver::Lent;
use core::marker::PhantomData;

/// What a pullback is handed of one argument.
pub trait Handed {
    /// Behind references that live as long as they must.
    type As<'x, 'y>;
}

/// The cotangent of the value.
#[derive(Debug)]
pub struct Cotangent<R: ?Sized>(PhantomData<fn(&R)>);

impl<R: ?Sized + 'static> Handed for Cotangent<R> {
    type As<'x, 'y> = &'x R;
}

/// An argument that was taken by value, and its slot.
#[derive(Debug)]
pub struct ByValue<F, G: ?Sized>(PhantomData<fn(F, &G)>);

impl<F: Flag, G: ?Sized + 'static> Handed for ByValue<F, G> {
    type As<'x, 'y> = ((), F::Slot<&'y mut G>);
}

/// One that is handed in again.
#[derive(Debug)]
pub struct ByReference<F, T: ?Sized, G: ?Sized>(PhantomData<fn(F, &T, &G)>);

impl<F: Flag, T: ?Sized + 'static, G: ?Sized + 'static> Handed for ByReference<F, T, G> {
    type As<'x, 'y> = (&'x T, F::Slot<&'y mut G>);
}

/// What a method wrote that it was called on.
#[derive(Debug)]
pub struct ByDot<F, G: ?Sized>(PhantomData<fn(F, &G)>);

impl<F: Flag, G: ?Sized + 'static> Handed for ByDot<F, G> {
    type As<'x, 'y> = (Lent, F::Slot<&'y mut G>);
}

/// An argument that never has a derivative.
#[derive(Debug)]
pub struct Discrete<F>(PhantomData<fn(F)>);

impl<F: Flag> Handed for Discrete<F> {
    type As<'x, 'y> = ((), F::Slot<()>);
}

/// One that is handed in again.
#[derive(Debug)]
pub struct DiscreteReference<F, T: ?Sized>(PhantomData<fn(F, &T)>);

impl<F: Flag, T: ?Sized + 'static> Handed for DiscreteReference<F, T> {
    type As<'x, 'y> = (&'x T, F::Slot<()>);
}

macro_rules! pullbacks {
    ($($name:ident: $($of:ident $arg:ident)+;)+) => {$(
        /// A pullback that takes so many arguments.
        pub trait $name<$($of: Handed),+> {
            #[doc(hidden)]
            fn pull(&self, $($arg: $of::As<'_, '_>),+);
        }

        impl<P, $($of: Handed),+> $name<$($of),+> for P
        where
            P: Fn($($of::As<'_, '_>),+),
        {
            #[inline]
            fn pull(&self, $($arg: $of::As<'_, '_>),+) {
                self($($arg),+);
            }
        }
    )+};
}

pullbacks! {
    Pullback1: A a;
    Pullback2: A a B b;
    Pullback3: A a B b C c;
    Pullback4: A a B b C c D d;
    Pullback5: A a B b C c D d E e;
    Pullback6: A a B b C c D d E e F f;
    Pullback7: A a B b C c D d E e F f G g;
    Pullback8: A a B b C c D d E e F f G g H h;
    Pullback9: A a B b C c D d E e F f G g H h I i;
    Pullback10: A a B b C c D d E e F f G g H h I i J j;
    Pullback11: A a B b C c D d E e F f G g H h I i J j K k;
    Pullback12: A a B b C c D d E e F f G g H h I i J j K k L l;
    Pullback13: A a B b C c D d E e F f G g H h I i J j K k L l M m;
}
