//! Types that are their own gradients.

use gradients::prelude::*;
use std::marker::PhantomData;

/// A layer.
#[derive(Clone, Debug, PartialEq, Differentiable)]
#[differentiable(crate = gradients)]
pub struct Layer<'a, T: Copy, const N: usize> {
    /// Its weights.
    pub weights: Vec<[T; N]>,
    /// Its name.
    pub name: &'a str,
    /// Its rate.
    #[differentiable(skip)]
    pub rate: f64,
    hidden: Hidden,
    unit: (),
    _marker: PhantomData<T>,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
#[differentiable(crate = gradients)]
struct Hidden(f64);

/// A shape.
#[derive(Clone, Debug, PartialEq, Differentiable)]
#[differentiable(crate = gradients)]
pub enum Shape {
    /// Without numbers.
    Point,
    /// With one.
    Circle(f64),
    /// With another.
    Square {
        /// Its width.
        width: f64,
        /// Its number.
        _id: u8,
    },
    /// With others.
    Many(Vec<Self>, Box<Self>),
}

/// Without numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Differentiable)]
#[differentiable(crate = gradients)]
pub struct Nothing;

/// A layer of zeros.
#[must_use]
pub fn layer<const N: usize>(rows: usize, name: &str) -> Layer<'_, f64, N> {
    let weights = vec![[0.0; N]; rows];
    Layer { weights, name, rate: 0.0, hidden: Hidden(0.0), unit: (), _marker: PhantomData }
}

#[cfg(test)]
mod tests {
    use super::{layer, Hidden, Nothing, Shape};
    use gradients::prelude::*;

    #[test]
    fn derived_types() {
        let mut x = layer::<2>(1, "layer");
        x.for_each_leaf_mut(&mut |leaf| *leaf = 1.0);
        x.accumulate(&x.clone());
        assert_eq!((x.weights[0], x.hidden.clone(), x.leaf_count()), ([2.0; 2], Hidden(2.0), 3));
        assert_eq!(x.zero_gradient(), layer::<2>(1, "layer"));
        let shape = Shape::Many(vec![Shape::Point], Box::new(Shape::Circle(1.0)));
        assert_eq!((shape.leaf_count(), Nothing.leaf_count()), (1, 0));
    }
}
