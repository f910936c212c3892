//! What `#[derive(Differentiable)]` does to one field.

use core::borrow::Borrow;
use core::marker::PhantomData;
use core::ops::Deref;

use crate::{Differentiable, DifferentiableMut};

/// A field with a gradient of its own type. Everything by one trait, so that rustc says of a type that carries no
/// derivative one thing, once.
///
/// The methods take a `Gradient`, which a field's type is to itself, because of that it is known that it can be borrowed
/// as an `Accumulator`.
pub trait Field: Differentiable {
    /// As [`Differentiable::zero_gradient`].
    #[inline]
    fn zero(&self) -> Self::Gradient {
        self.zero_gradient()
    }

    /// As [`Differentiable::leaf_count`].
    #[inline]
    fn count(&self) -> usize {
        self.leaf_count()
    }

    /// As [`Differentiable::for_each_leaf`].
    #[inline]
    fn visit<V: FnMut(f64)>(&self, visit: &mut V) {
        self.for_each_leaf(visit);
    }

    /// As [`DifferentiableMut::for_each_leaf_mut`].
    #[inline]
    fn visit_mut<V: FnMut(&mut f64)>(value: &mut Self::Gradient, visit: &mut V) {
        value.for_each_leaf_mut(visit);
    }

    /// As [`DifferentiableMut::zip_leaves_mut`].
    #[inline]
    #[track_caller]
    fn zip_mut<V: FnMut(&mut f64, f64)>(value: &mut Self::Gradient, gradient: &Self::Gradient, visit: &mut V) {
        value.zip_leaves_mut(gradient.borrow(), visit);
    }

    /// As [`DifferentiableMut::accumulate`].
    #[inline]
    #[track_caller]
    fn add(value: &mut Self::Gradient, gradient: &Self::Gradient) {
        value.accumulate(gradient.borrow());
    }

    /// As [`DifferentiableMut::reset_to_zero`].
    #[inline]
    fn reset(value: &mut Self::Gradient) {
        value.reset_to_zero();
    }
}

impl<T: Differentiable> Field for T {}

/// What is done to a field that is marked `#[differentiable(skip)]`. It has no leaves, but where its type carries numbers,
/// derivatives pass through them: in a gradient they are zero to begin with, and added to. Whatever else is copied.
///
/// Whether a type carries numbers only rustc knows. The methods of `Skipped` are there where it does; where it doesn't,
/// method lookup goes on to what a `Skipped` dereferences to.
#[derive(Clone, Copy, Debug)]
pub struct Skipped<T>(Copied<T>);

/// What is done to a skipped field that carries no numbers.
#[derive(Clone, Copy, Debug)]
pub struct Copied<T>(PhantomData<T>);

/// What is done to a skipped field of type `T`.
#[inline]
#[must_use]
pub const fn skipped<T>() -> Skipped<T> {
    Skipped(Copied(PhantomData))
}

impl<T> Deref for Skipped<T> {
    type Target = Copied<T>;

    #[inline]
    fn deref(&self) -> &Copied<T> {
        &self.0
    }
}

impl<T: Differentiable<Gradient = T>> Skipped<T> {
    /// Zero.
    #[inline]
    pub fn zero(&self, value: &T) -> T {
        value.zero_gradient()
    }

    /// Adds.
    #[inline]
    #[track_caller]
    pub fn add(&self, value: &mut T, gradient: &T) {
        T::add(value, gradient);
    }

    /// Sets to zero.
    #[inline]
    pub fn reset(&self, value: &mut T) {
        T::reset(value);
    }
}

impl<T: Clone> Copied<T> {
    /// A copy.
    #[inline]
    pub fn zero(&self, value: &T) -> T {
        value.clone()
    }

    /// Nothing is added.
    #[inline]
    pub fn add(&self, _value: &mut T, _gradient: &T) {}

    /// Nothing is reset.
    #[inline]
    pub fn reset(&self, _value: &mut T) {}
}

/// A copy of a field that carries no derivative, as its type says: proof that it is the type of that name.
#[inline]
pub fn copied<T: Discrete + Clone>(value: &T) -> T {
    value.clone()
}

/// Carries no derivative, and has a name that says so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of this name that the standard library has",
    label = "taken for a type of the standard library that carries no derivative",
    note = "give the type another name, or mark the field `#[differentiable(skip)]` if it carries no derivative"
)]
pub trait Discrete {}

macro_rules! discrete {
    ($($ty:ty),+) => {
        $(impl Discrete for $ty {})+
    };
}

discrete!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char, str, ());

impl<T: ?Sized> Discrete for PhantomData<T> {}
impl<T: Discrete> Discrete for core::ops::Range<T> {}
impl<T: Discrete> Discrete for core::ops::RangeInclusive<T> {}
impl<T: Discrete> Discrete for core::ops::RangeFrom<T> {}
impl<T: Discrete> Discrete for core::ops::RangeTo<T> {}
impl<T: Discrete> Discrete for Option<T> {}
impl<T: Discrete> Discrete for [T] {}
impl<T: Discrete, const N: usize> Discrete for [T; N] {}
impl<T: Discrete + ?Sized> Discrete for &T {}
#[cfg(feature = "alloc")]
discrete!(alloc::string::String);
#[cfg(feature = "alloc")]
impl<T: Discrete> Discrete for alloc::vec::Vec<T> {}

macro_rules! tuple {
    ($first:ident $($name:ident)*) => {
        impl<$first: Discrete, $($name: Discrete),*> Discrete for ($first, $($name,)*) {}
        tuple!($($name)*);
    };
    () => {};
}

tuple!(A B C D E F G H I J K L);

/// Panics: a gradient is another variant of an enum than its value.
///
/// # Panics
///
/// Always; the message names both.
#[cold]
#[inline(never)]
#[track_caller]
pub fn wrong_variant(value: &str, gradient: &str) -> ! {
    panic!("a value is `{value}` where its gradient is `{gradient}`");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_number_is_zero_and_added_to() {
        let mut x = 1.0_f32;
        assert_eq!(skipped::<f32>().zero(&x), 0.0);
        skipped::<f32>().add(&mut x, &2.0);
        assert_eq!(x, 3.0);
        skipped::<f32>().reset(&mut x);
        assert_eq!(x, 0.0);
        assert_eq!(skipped::<Option<([f64; 2], ())>>().zero(&Some(([1.0, 2.0], ()))), Some(([0.0; 2], ())));
    }

    #[test]
    fn whatever_else_is_skipped_is_copied() {
        let mut n = 1;
        assert_eq!(skipped::<i32>().zero(&n), 1);
        skipped::<i32>().add(&mut n, &2);
        skipped::<i32>().reset(&mut n);
        assert_eq!(n, 1);
        // Not its own gradient: a gradient owns.
        let borrowed: &[f64; 1] = &[1.0];
        assert_eq!(skipped::<&[f64; 1]>().zero(&borrowed), &[1.0]);
        assert_eq!(skipped::<(u8, f64)>().zero(&(1, 2.0)), (1, 2.0));
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_skipped_vector_is_a_number_for_each_element() {
        use alloc::{boxed::Box, vec, vec::Vec};

        let mut x = vec![Box::new(1.0)];
        assert_eq!(skipped::<Vec<Box<f64>>>().zero(&x), [Box::new(0.0)]);
        skipped::<Vec<Box<f64>>>().add(&mut x, &vec![Box::new(2.0)]);
        assert_eq!(x, [Box::new(3.0)]);
        assert_eq!(skipped::<Vec<u8>>().zero(&vec![1]), [1]);
    }

    #[cfg(feature = "alloc")]
    #[test]
    #[should_panic(expected = "a value of length 1 and its gradient of length 2 differ in length")]
    fn lengths_of_what_is_skipped_are_compared() {
        use alloc::{vec, vec::Vec};
        skipped::<Vec<f64>>().add(&mut vec![1.0], &vec![1.0; 2]);
    }

    #[test]
    fn what_is_discrete_is_copied() {
        let x = (1_u8, [Some('a')], "text", (), 0..3_usize, PhantomData::<f64>);
        assert_eq!(copied(&x), x);
    }

    #[test]
    #[should_panic(expected = "a value is `A` where its gradient is `B`")]
    fn variants_are_named() {
        wrong_variant("A", "B");
    }
}
