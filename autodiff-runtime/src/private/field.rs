//! What `#[derive(Differentiable)]` does to one field.

use core::borrow::{Borrow, BorrowMut};
use core::marker::PhantomData;
use core::ops::Deref;

use super::buffer::{ShapeOf, shape_of, zero_of};
use crate::{Differentiable, DifferentiableMut};

/// What is done to a field of type `T`.
///
/// Whether `T` carries numbers only rustc knows. The methods of `Field` are there where it is its own gradient; where it isn't,
/// method lookup goes on to what a `Field` dereferences to, which has no leaves and is copied. That is what
/// `#[differentiable(skip)]` means for a type that carries no numbers. Of a field that is not marked, `zero_like` proves
/// that it does, in one place, so that one mistake is one error.
#[derive(Clone, Copy, Debug)]
pub struct Field<T>(Inert<T>);

/// What is done to a field that carries no numbers.
#[derive(Clone, Copy, Debug)]
pub struct Inert<T>(PhantomData<T>);

/// What is done to a field of type `T`.
#[inline]
#[must_use]
pub const fn field<T>() -> Field<T> {
    Field(Inert(PhantomData))
}

/// The same of a value's type, which generated code has no name for.
#[inline]
pub const fn carried<T>(_: &T) -> Field<T> {
    field()
}

/// Proof that derivatives pass through a part of a value: its gradient begins at zero.
#[inline]
pub const fn carries<T: Differentiable<Gradient = T>>(_: &T) {}

/// What has the methods of a slice.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken for memory of the standard library, and is none",
    label = "`swap`, `fill` or `copy_from_slice` of this is not the standard library's",
    note = "call a method of your own by its path, `Type::swap(&mut x, ..)`"
)]
pub trait Memory {}

impl<T> Memory for [T] {}
impl<T, const N: usize> Memory for [T; N] {}
#[cfg(feature = "alloc")]
impl<T> Memory for alloc::vec::Vec<T> {}
impl<T: Memory + ?Sized> Memory for &mut T {}

/// Proof that it is memory of the standard library.
#[inline]
pub const fn slice<T: Memory + ?Sized>(_: &T) {}

/// What grows and shrinks at its end, and has a gradient that does.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken for a `Vec`, and is none",
    label = "`push`, `pop` or `extend_from_slice` of this is not that of a `Vec`",
    note = "call a method of your own by its path, `Type::push(&mut x, ..)`"
)]
pub trait Grows {}

#[cfg(feature = "alloc")]
impl<T> Grows for alloc::vec::Vec<T> {}

/// Proof that it is a `Vec`.
#[inline]
pub const fn grows<T: Grows + ?Sized>(_: &T) {}

impl<T> Deref for Field<T> {
    type Target = Inert<T>;

    #[inline]
    fn deref(&self) -> &Inert<T> {
        &self.0
    }
}

impl<T: Differentiable<Gradient = T>> Field<T> {
    /// As [`Differentiable::zero_gradient`].
    #[inline]
    pub fn zero(&self, value: &T) -> T {
        value.zero_gradient()
    }

    /// What its gradient of zeros is made by.
    #[inline]
    pub fn shape(&self, value: &T) -> ShapeOf<T> {
        shape_of(value)
    }

    /// A gradient of zeros in the place of one, of what had this shape.
    #[inline]
    pub fn restore(&self, gradient: &mut T, shape: &ShapeOf<T>) {
        *gradient = zero_of(shape);
    }

    /// As [`Differentiable::zero_gradient_into`].
    #[inline]
    pub fn zero_into(&self, value: &T, into: &mut T) {
        zero_into::<T>(value, into);
    }

    /// As [`Differentiable::leaf_count`].
    #[inline]
    pub fn count(&self, value: &T) -> usize {
        value.leaf_count()
    }

    /// As [`Differentiable::for_each_leaf`].
    #[inline]
    pub fn visit<V: FnMut(f64)>(&self, value: &T, visit: &mut V) {
        value.for_each_leaf(visit);
    }

    /// As [`DifferentiableMut::for_each_leaf_mut`].
    #[inline]
    pub fn visit_mut<V: FnMut(&mut f64)>(&self, value: &mut T, visit: &mut V) {
        visit_mut::<T, V>(value, visit);
    }

    /// As [`DifferentiableMut::zip_leaves_mut`].
    #[inline]
    #[track_caller]
    pub fn zip_mut<V: FnMut(&mut f64, f64)>(&self, value: &mut T, gradient: &T, visit: &mut V) {
        zip_mut::<T, V>(value, gradient, visit);
    }

    /// As [`DifferentiableMut::accumulate`].
    #[inline]
    #[track_caller]
    pub fn add(&self, value: &mut T, gradient: &T) {
        add::<T>(value, gradient);
    }

    /// As [`DifferentiableMut::reset_to_zero`].
    #[inline]
    pub fn reset(&self, value: &mut T) {
        reset::<T>(value);
    }
}

// That a gradient can be written, and borrowed as an accumulator, rustc knows of `T::Gradient`, and no longer where it is `T`.

#[inline]
fn zero_into<T: Differentiable>(value: &T, into: &mut T::Gradient) {
    value.zero_gradient_into(into.borrow_mut());
}

#[inline]
fn visit_mut<T: Differentiable, V: FnMut(&mut f64)>(value: &mut T::Gradient, visit: &mut V) {
    value.for_each_leaf_mut(visit);
}

#[inline]
#[track_caller]
fn zip_mut<T: Differentiable, V: FnMut(&mut f64, f64)>(value: &mut T::Gradient, gradient: &T::Gradient, visit: &mut V) {
    value.zip_leaves_mut(gradient.borrow(), visit);
}

#[inline]
#[track_caller]
fn add<T: Differentiable>(value: &mut T::Gradient, gradient: &T::Gradient) {
    value.accumulate(gradient.borrow());
}

#[inline]
fn reset<T: Differentiable>(value: &mut T::Gradient) {
    value.reset_to_zero();
}

impl<T> Inert<T> {
    /// A copy.
    #[inline]
    pub fn zero(&self, value: &T) -> T
    where
        T: Clone,
    {
        value.clone()
    }

    /// Nothing is made of it.
    #[inline]
    pub fn shape(&self, _value: &T) {}

    /// Nothing is there to be restored.
    #[inline]
    pub fn restore(&self, _gradient: &mut T, (): &()) {}

    /// Nothing is changed.
    #[inline]
    pub fn zero_into(&self, _value: &T, _into: &mut T) {}

    /// None.
    #[inline]
    pub fn count(&self, _value: &T) -> usize {
        0
    }

    /// There are none.
    #[inline]
    pub fn visit<V: FnMut(f64)>(&self, _value: &T, _visit: &mut V) {}

    /// There are none.
    #[inline]
    pub fn visit_mut<V: FnMut(&mut f64)>(&self, _value: &mut T, _visit: &mut V) {}

    /// There are none.
    #[inline]
    pub fn zip_mut<V: FnMut(&mut f64, f64)>(&self, _value: &mut T, _gradient: &T, _visit: &mut V) {}

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

/// Panics: a gradient that a caller handed in is another variant of an enum than its value.
///
/// # Panics
///
/// Always.
#[cold]
#[inline(never)]
#[track_caller]
pub fn other_variant() -> ! {
    panic!("a gradient is another variant of its enum than the value is, or `None` where that is `Some`");
}

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
        assert_eq!(field::<f32>().zero(&x), 0.0);
        field::<f32>().add(&mut x, &2.0);
        assert_eq!(x, 3.0);
        field::<f32>().reset(&mut x);
        assert_eq!(x, 0.0);
        assert_eq!(field::<Option<([f64; 2], ())>>().zero(&Some(([1.0, 2.0], ()))), Some(([0.0; 2], ())));
    }

    #[test]
    fn whatever_else_is_skipped_is_copied() {
        let mut n = 1;
        assert_eq!(field::<i32>().zero(&n), 1);
        field::<i32>().add(&mut n, &2);
        field::<i32>().reset(&mut n);
        assert_eq!(n, 1);
        // Not its own gradient: a gradient owns.
        let borrowed: &[f64; 1] = &[1.0];
        assert_eq!(field::<&[f64; 1]>().zero(&borrowed), &[1.0]);
        assert_eq!(field::<(u8, f64)>().zero(&(1, 2.0)), (1, 2.0));
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_skipped_vector_is_a_number_for_each_element() {
        use alloc::{boxed::Box, vec, vec::Vec};

        let mut x = vec![Box::new(1.0)];
        assert_eq!(field::<Vec<Box<f64>>>().zero(&x), [Box::new(0.0)]);
        field::<Vec<Box<f64>>>().add(&mut x, &vec![Box::new(2.0)]);
        assert_eq!(x, [Box::new(3.0)]);
        assert_eq!(field::<Vec<u8>>().zero(&vec![1]), [1]);
    }

    #[cfg(feature = "alloc")]
    #[test]
    #[should_panic(expected = "a value of length 1 and its gradient of length 2 differ in length")]
    fn lengths_of_what_is_skipped_are_compared() {
        use alloc::{vec, vec::Vec};
        field::<Vec<f64>>().add(&mut vec![1.0], &vec![1.0; 2]);
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
