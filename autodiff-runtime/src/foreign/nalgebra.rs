//! `nalgebra`: matrices and vectors whose sizes are constants.
//!
//! ```
//! use autodiff_runtime::prelude::*;
//! use nalgebra::Vector3;
//!
//! #[differentiate]
//! fn spring(p: Vector3<f64>, q: Vector3<f64>, #[constant] rest: f64) -> f64 {
//!     let stretch = (p - q).norm() - rest;
//!     0.5 * stretch * stretch
//! }
//!
//! let (d_p, d_q) = spring_grad(Vector3::new(3.0, 0.0, 0.0), Vector3::zeros(), 1.0);
//! assert_eq!((d_p, d_q), (Vector3::new(2.0, 0.0, 0.0), Vector3::new(-2.0, 0.0, 0.0)));
//! ```
//!
//! Elements are read and written by `v.x`, `v[i]`, `m[(i, j)]`.

/// How an operator takes an operand.
macro_rules! taken {
    (value $of:ty) => {
        $of
    };
    (reference $of:ty) => {
        &$of
    };
}

mod forward;
mod methods;
mod operators;

pub use methods::{Lengths, Make2, Make3, Make4, Products};

use nalgebra::{RealField, SMatrix};

use crate::{Differentiable, DifferentiableMut, Scalar};

/// The floats of both libraries.
pub trait Real: Scalar + RealField + Copy {}

impl Real for f32 {}
impl Real for f64 {}

impl<T: Real, const R: usize, const C: usize> Differentiable for SMatrix<T, R, C> {
    type Gradient = Self;
    type Accumulator = Self;
    type Shape = ();

    #[inline]
    fn gradient_shape(&self) {}

    #[inline]
    fn zero_of((): &()) -> Self {
        Self::zeros()
    }

    #[inline]
    fn zero_gradient(&self) -> Self {
        Self::zeros()
    }

    #[inline]
    fn leaf_count(&self) -> usize {
        R * C
    }

    #[inline]
    fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
        self.iter().for_each(|value| value.for_each_leaf(visit));
    }
}

impl<T: Real, const R: usize, const C: usize> DifferentiableMut for SMatrix<T, R, C> {
    #[inline]
    fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
        self.iter_mut().for_each(|value| value.for_each_leaf_mut(visit));
    }

    #[inline]
    fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &Self, visit: &mut V) {
        for (value, gradient) in self.iter_mut().zip(gradient.iter()) {
            value.zip_leaves_mut(gradient, visit);
        }
    }

    #[inline]
    fn accumulate(&mut self, gradient: &Self) {
        *self += gradient;
    }

    #[inline]
    fn reset_to_zero(&mut self) {
        self.fill(T::from_double(0.0));
    }
}
