//! `ndarray`: owned arrays of any number of dimensions.
//!
//! ```
//! use autodiff_runtime::prelude::*;
//! use ndarray::{Array1, Array2, array};
//!
//! #[differentiate]
//! fn loss(w: &Array2<f64>, b: &Array1<f64>, #[constant] x: &Array1<f64>) -> f64 {
//!     let z: Array1<f64> = w.dot(x) + b;
//!     (&z * &z).sum()
//! }
//!
//! let (w, b, x) = (array![[1.0, 2.0], [0.0, -1.0]], array![0.5, 0.5], array![3.0, 4.0]);
//! let (d_w, d_b) = loss_grad(&w, &b, &x);
//! assert_eq!(d_b, array![23.0, -7.0]);
//! assert_eq!(d_w, array![[69.0, 92.0], [-21.0, -28.0]]);
//! ```
//!
//! Operators broadcast as those of `ndarray` do; the cotangent of what was broadcast is summed up over its copies. Where shapes
//! can't be brought together, the function itself panics, and says so.

/// How an operator takes an operand.
macro_rules! taken {
    (value $lifetime:lifetime $of:ty) => { $of };
    (reference $lifetime:lifetime $of:ty) => { &$lifetime $of };
}

/// What is kept of an operand that is gone then; none where its value is of no use.
macro_rules! kept {
    (value $of:expr, $is_read:expr) => {
        $is_read.then(|| $of.clone())
    };
    (reference $of:expr, $is_read:expr) => {
        ()
    };
}

/// The operand as it is there afterwards.
macro_rules! operand {
    (value $kept:ident $given:ident) => {
        $kept.as_ref().unwrap_or_else(|| unreachable!())
    };
    (reference $kept:ident $given:ident) => {
        $given
    };
}

mod forward;
mod methods;
mod operators;

pub use methods::{Products, Totals};

use ndarray::{Array, Axis, Dimension, LinalgScalar, ScalarOperand};

use crate::{Differentiable, DifferentiableMut, Scalar};

/// The floats of both libraries.
pub trait Real: Scalar + LinalgScalar + ScalarOperand {}

impl Real for f32 {}
impl Real for f64 {}

impl<T: Real, D: Dimension> Differentiable for Array<T, D> {
    type Gradient = Self;
    type Accumulator = Self;
    type Shape = D;

    #[inline]
    fn gradient_shape(&self) -> D {
        self.raw_dim()
    }

    #[inline]
    fn zero_of(shape: &D) -> Self {
        Self::from_elem(shape.clone(), T::from_double(0.0))
    }

    #[inline]
    fn zero_gradient(&self) -> Self {
        Self::from_elem(self.raw_dim(), T::from_double(0.0))
    }

    #[inline]
    fn leaf_count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
        self.iter().for_each(|value| value.for_each_leaf(visit));
    }
}

impl<T: Real, D: Dimension> DifferentiableMut for Array<T, D> {
    #[inline]
    fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
        self.iter_mut().for_each(|value| value.for_each_leaf_mut(visit));
    }

    #[inline]
    fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &Self, visit: &mut V) {
        check(self, gradient);
        for (value, gradient) in self.iter_mut().zip(gradient) {
            value.zip_leaves_mut(gradient, visit);
        }
    }

    #[inline]
    fn accumulate(&mut self, gradient: &Self) {
        check(self, gradient);
        *self += gradient;
    }

    #[inline]
    fn reset_to_zero(&mut self) {
        self.fill(T::from_double(0.0));
    }
}

/// A gradient is added to its own value, and never broadcast.
#[inline]
#[track_caller]
fn check<T, D: Dimension>(value: &Array<T, D>, gradient: &Array<T, D>) {
    assert!(
        value.shape() == gradient.shape(),
        "a value of shape {:?} and its gradient of shape {:?} differ in shape",
        value.shape(),
        gradient.shape()
    );
}

/// Adds the cotangent of what an operand was broadcast to, to that of the operand.
fn add_broadcast<T: Real, O: Dimension, D: Dimension>(into: &mut Array<T, D>, from: &Array<T, O>) {
    if from.shape() == into.shape() {
        *into += &from.view().into_dyn();
        return;
    }
    // First the axes that the operand has not got, then those along which its one element was repeated.
    let mut from = from.view().into_dyn().into_owned();
    while from.ndim() > into.ndim() {
        from = from.sum_axis(Axis(0));
    }
    for axis in 0..into.ndim() {
        if into.shape()[axis] != from.shape()[axis] {
            from = from.sum_axis(Axis(axis)).insert_axis(Axis(axis));
        }
    }
    *into += &from;
}
