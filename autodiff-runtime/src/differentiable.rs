//! What a gradient can be taken of.

mod sequence;
mod single;
mod tuple;

use core::borrow::BorrowMut;

/// A value that a gradient can be taken with respect to: floats, and whatever is made of them.
///
/// Its *leaves* are its differentiable numbers, in order. A gradient is an owned value with one number for each leaf:
///
/// | value | `Gradient` | `Accumulator` |
/// |---|---|---|
/// | `f64`, `f32`, `T: Scalar` | the same | the same |
/// | `[T; N]` | `[T::Gradient; N]` | the same |
/// | `[T]`, `Vec<T>` | `Vec<T::Gradient>` | `[T::Gradient]` |
/// | `(A, B, …)`, up to twelve | `(A::Gradient, B::Gradient, …)` | the same |
/// | `Option<T>` | `Option<T::Gradient>`, `Some` exactly where the value is | the same |
/// | `Box<T>` | `Box<T::Gradient>` | the same |
/// | a type with [`#[derive(Differentiable)]`](macro@crate::Differentiable) | the same | the same |
/// | `&T`, `&mut T` | `T::Gradient` | `T::Accumulator` |
///
/// The *accumulator* is the gradient as it is lent out behind a `&` or `&mut`; it differs from the gradient only where
/// Rust has an unsized type for that, `[f64]` for a `Vec<f64>`. Integers, `bool`, strings and the like carry no
/// derivative and are not `Differentiable`.
///
/// Leaves are visited as `f64`, whatever their own type: an `f32` is widened exactly.
///
/// ```
/// use autodiff_runtime::Differentiable;
///
/// let layer = (vec![1.0, -2.0], 0.5);
/// let gradient: (Vec<f64>, f64) = layer.zero_gradient();
/// assert_eq!(gradient, (vec![0.0, 0.0], 0.0));
///
/// let mut leaves = Vec::new();
/// layer.for_each_leaf(&mut |leaf| leaves.push(leaf));
/// assert_eq!(leaves, [1.0, -2.0, 0.5]);
/// assert_eq!(layer.leaf_count(), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "no gradient can be taken with respect to a value of type `{Self}`",
    label = "`{Self}` carries no derivative",
    note = "floats do, and arrays, slices, `Vec`s, tuples and `Option`s of them; integers, `bool` and strings don't",
    note = "a struct or an enum of your own does with `#[derive(Differentiable)]`; there, a field of a type that carries \
            none is marked `#[differentiable(skip)]`"
)]
pub trait Differentiable {
    /// The gradient, owned: one number for each leaf. It is its own gradient type.
    type Gradient: Clone
        + DifferentiableMut<Gradient = Self::Gradient, Accumulator = Self::Accumulator>
        + BorrowMut<Self::Accumulator>;

    /// The gradient as it is borrowed: what stands behind the `&mut` that a pullback accumulates into.
    type Accumulator: ?Sized + DifferentiableMut<Gradient = Self::Gradient, Accumulator = Self::Accumulator>;

    /// What a gradient of zeros is made by: lengths, and which `Option`s are `Some`. Of floats and arrays of them it takes
    /// no room at all.
    type Shape;

    /// The shape of this value.
    fn gradient_shape(&self) -> Self::Shape;

    /// A gradient of that shape with every number zero.
    ///
    /// ```
    /// use autodiff_runtime::Differentiable;
    ///
    /// let shape = vec![[1.0, 2.0], [3.0, 4.0]].gradient_shape();
    /// assert_eq!(<Vec<[f64; 2]>>::zero_of(&shape), vec![[0.0; 2]; 2]);
    /// ```
    fn zero_of(shape: &Self::Shape) -> Self::Gradient;

    /// A gradient of this value's shape with every number zero.
    fn zero_gradient(&self) -> Self::Gradient;

    /// Makes a gradient one of zeros, whatever it held: where it is another variant of an enum than this value, or `None`
    /// where that is `Some`, it becomes the same.
    ///
    /// ```
    /// use autodiff_runtime::Differentiable;
    ///
    /// let mut gradient = [None, Some(3.0), Some(4.0)];
    /// [Some(1.0), None, Some(2.0)].zero_gradient_into(&mut gradient);
    /// assert_eq!(gradient, [Some(0.0), None, Some(0.0)]);
    /// ```
    #[inline]
    fn zero_gradient_into(&self, into: &mut Self::Accumulator) {
        into.reset_to_zero();
    }

    /// How many differentiable numbers this value has.
    fn leaf_count(&self) -> usize;

    /// Calls `visit` on every leaf, in order.
    fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V);

    /// The zero gradients of a whole slice; a float's are one zeroed allocation.
    #[cfg(feature = "alloc")]
    #[doc(hidden)]
    fn zero_gradients(values: &[Self]) -> alloc::vec::Vec<Self::Gradient>
    where
        Self: Sized,
    {
        values.iter().map(Self::zero_gradient).collect()
    }
}

/// A [`Differentiable`] value whose numbers can be changed in place: parameters, gradients, optimiser state.
///
/// Everything that is `Differentiable` but `&T`.
///
/// ```
/// use autodiff_runtime::DifferentiableMut;
///
/// // One step of gradient descent.
/// let mut weights = vec![1.0, 2.0];
/// let gradient = [10.0, -10.0];
/// weights.zip_leaves_mut(&gradient, &mut |w, g| *w -= 0.1 * g);
/// assert_eq!(weights, [0.0, 3.0]);
///
/// weights.accumulate(&[0.5, 0.5]);
/// assert_eq!(weights, [0.5, 3.5]);
/// weights.reset_to_zero();
/// assert_eq!(weights, [0.0, 0.0]);
/// ```
#[diagnostic::on_unimplemented(message = "the numbers in a value of type `{Self}` can't be changed in place")]
pub trait DifferentiableMut: Differentiable {
    /// Calls `visit` on every leaf, in order, and keeps what it leaves there, rounded to nearest where the leaf is an
    /// `f32`.
    fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V);

    /// Calls `visit` on every leaf together with its number in a gradient, in order.
    ///
    /// # Panics
    ///
    /// If the gradient has another shape: a different length somewhere, or `None` where this value is `Some`. The
    /// message names both. Leaves before the difference have been visited by then.
    #[track_caller]
    fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &Self::Accumulator, visit: &mut V);

    /// Adds a gradient: `self += gradient`, number by number. That is leaf by leaf, and what `#[differentiable(skip)]` hides
    /// from the leaves besides: derivatives pass through that, too.
    ///
    /// # Panics
    ///
    /// As [`zip_leaves_mut`](DifferentiableMut::zip_leaves_mut).
    #[inline]
    #[track_caller]
    fn accumulate(&mut self, gradient: &Self::Accumulator) {
        self.zip_leaves_mut(gradient, &mut |leaf, g| *leaf += g);
    }

    /// Sets every number to zero, leaf or not, and keeps the allocation.
    #[inline]
    fn reset_to_zero(&mut self) {
        self.for_each_leaf_mut(&mut |leaf| *leaf = 0.0);
    }
}

/// A value that is its own gradient: what has `#[derive(Differentiable)]`, floats, arrays of them; not a `Vec` or a slice, of
/// which the gradients of parameters are accumulated in a slice.
///
/// Companions ask this of a type parameter that is `Differentiable` and whose values are parameters of the function.
///
/// ```
/// use autodiff_runtime::{OwnGradient, prelude::*};
///
/// fn descend<P: OwnGradient>(at: &P, gradient: impl Fn(&P) -> P, rate: f64) -> P {
///     let mut next = at.clone();
///     next.zip_leaves_mut(&gradient(at), &mut |leaf, g| *leaf -= rate * g);
///     next
/// }
///
/// assert_eq!(descend(&[1.0, 2.0], |x| [2.0 * x[0], 2.0 * x[1]], 0.25), [0.5, 1.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not its own gradient",
    note = "a type parameter that is differentiated stands for a type with `#[derive(Differentiable)]`, a float, or an array"
)]
pub trait OwnGradient: Clone + DifferentiableMut<Gradient = Self, Accumulator = Self> {}

impl<T: Clone + DifferentiableMut<Gradient = T, Accumulator = T>> OwnGradient for T {}
