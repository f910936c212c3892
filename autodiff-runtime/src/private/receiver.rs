//! What a method is called on, as a backward call hands it in again. A call by a dot does not tell whether the method takes
//! `self`, `&self` or `&mut self`: what its pullback asks for does.

use super::flag::Written;

/// In place of a receiver that the method wrote: it is not handed in again.
#[derive(Clone, Copy, Debug)]
pub struct Lent;

impl super::flag::written::Sealed for Lent {}

#[diagnostic::do_not_recommend]
impl Written for Lent {
    #[inline(always)]
    fn nothing() -> Self {
        Lent
    }
}

/// What a pullback is handed of a receiver that is a `T`.
#[diagnostic::on_unimplemented(
    message = "a method that writes what it is called on is called where its value is used",
    label = "this method takes `&mut self`, or is called through a pointer",
    note = "call it by its path, `Type::method(&mut x, ..)`, so that it is seen to write"
)]
pub trait Again<'r, T: ?Sized>: Sized {
    #[doc(hidden)]
    fn again(receiver: &'r T) -> Self;
}

#[diagnostic::do_not_recommend]
impl<'r, T: ?Sized> Again<'r, T> for &'r T {
    #[inline(always)]
    fn again(receiver: &'r T) -> Self {
        receiver
    }
}

/// Taken by value.
#[diagnostic::do_not_recommend]
impl<T: ?Sized> Again<'_, T> for () {
    #[inline(always)]
    fn again(_: &T) -> Self {}
}

/// Behind a reference in the caller, too.
#[diagnostic::do_not_recommend]
impl<'r, 's: 'r, T: ?Sized> Again<'r, &'s T> for &'r T {
    #[inline(always)]
    fn again(receiver: &'r &'s T) -> Self {
        receiver
    }
}

#[diagnostic::do_not_recommend]
impl<'r, 's: 'r, T: ?Sized> Again<'r, &'s mut T> for &'r T {
    #[inline(always)]
    fn again(receiver: &'r &'s mut T) -> Self {
        receiver
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'r, T: ?Sized> Again<'r, alloc::boxed::Box<T>> for &'r T {
    #[inline(always)]
    fn again(receiver: &'r alloc::boxed::Box<T>) -> Self {
        receiver
    }
}

#[diagnostic::do_not_recommend]
impl<'r, T, const N: usize> Again<'r, [T; N]> for &'r [T] {
    #[inline(always)]
    fn again(receiver: &'r [T; N]) -> Self {
        receiver
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'r, T> Again<'r, alloc::vec::Vec<T>> for &'r [T] {
    #[inline(always)]
    fn again(receiver: &'r alloc::vec::Vec<T>) -> Self {
        receiver
    }
}

/// The receiver, as the method's pullback asks for it.
#[inline(always)]
pub fn again<'r, T: ?Sized, A: Again<'r, T>>(receiver: &'r T) -> A {
    A::again(receiver)
}

/// What a method's forward mode is handed of the tangent of its receiver, a `T`.
#[diagnostic::on_unimplemented(
    message = "a method that writes what it is called on is called where its value is used",
    label = "this method takes `&mut self`, or is called through a pointer",
    note = "call it by its path, `Type::method(&mut x, ..)`, so that it is seen to write"
)]
pub trait Seen<'r, T: ?Sized>: Sized {
    #[doc(hidden)]
    fn seen(tangent: &'r T) -> Self;
}

#[diagnostic::do_not_recommend]
impl<'r, T: ?Sized> Seen<'r, T> for &'r T {
    #[inline(always)]
    fn seen(tangent: &'r T) -> Self {
        tangent
    }
}

/// Taken by value.
#[diagnostic::do_not_recommend]
impl<T: Clone> Seen<'_, T> for T {
    #[inline(always)]
    fn seen(tangent: &T) -> Self {
        tangent.clone()
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'r, T: ?Sized> Seen<'r, alloc::boxed::Box<T>> for &'r T {
    #[inline(always)]
    fn seen(tangent: &'r alloc::boxed::Box<T>) -> Self {
        tangent
    }
}

#[diagnostic::do_not_recommend]
impl<'r, T, const N: usize> Seen<'r, [T; N]> for &'r [T] {
    #[inline(always)]
    fn seen(tangent: &'r [T; N]) -> Self {
        tangent
    }
}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<'r, T> Seen<'r, alloc::vec::Vec<T>> for &'r [T] {
    #[inline(always)]
    fn seen(tangent: &'r alloc::vec::Vec<T>) -> Self {
        tangent
    }
}

/// The tangent of a receiver, as the method asks for it.
#[inline(always)]
pub fn seen<'r, T: ?Sized, S: Seen<'r, T>>(tangent: &'r T) -> S {
    S::seen(tangent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pullback_is_handed_what_it_asks_for() {
        let by_ref = |x: &f64| *x;
        let by_value = |((), x): ((), f64)| x;
        let of_slice = |x: &[f64]| x[1];
        assert_eq!(by_ref(again(&3.0)), 3.0);
        assert_eq!(by_value((again(&3.0), 1.0)), 1.0);
        assert_eq!(of_slice(again(&[1.0, 2.0])), 2.0);
        assert_eq!(by_ref(again(&&3.0)), 3.0);
        assert_eq!(by_ref(again(&&mut 3.0)), 3.0);
    }
}
