//! Type parameters, bounds, lifetimes, constants.

use crate::leaves;
use autodiff_runtime::prelude::*;
use std::borrow::Cow;
use std::marker::PhantomData;

/// A unit of measurement: never a value.
struct Metres;

#[derive(Debug, PartialEq, Differentiable)]
struct Quantity<T, U: ?Sized> {
    value: T,
    unit: PhantomData<U>,
}

impl<T: Clone, U: ?Sized> Clone for Quantity<T, U> {
    fn clone(&self) -> Self {
        Quantity { value: self.value.clone(), unit: PhantomData }
    }
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Matrix<T, const N: usize, const M: usize = 2>
where
    T: Copy,
{
    rows: [[T; M]; N],
    scale: Option<T>,
}

trait Model {
    type Params;
}

#[derive(Clone, Debug, PartialEq)]
struct Linear;

impl Model for Linear {
    type Params = (f64, Vec<f64>);
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Trained<M: Model> {
    params: M::Params,
    #[differentiable(skip)]
    means: Vec<M::Params>,
    model: PhantomData<M>,
}

#[derive(Clone, Differentiable)]
struct Unit<'a, F, G: Fn(f64) -> f64>
where
    F: Fn(f64) -> f64,
{
    weight: f64,
    #[differentiable(skip)]
    activation: F,
    #[differentiable(skip)]
    derivative: G,
    name: &'a str,
    #[differentiable(skip)]
    path: Cow<'a, str>,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Tree<T> {
    Leaf(T),
    Node(Box<Tree<T>>, Vec<Self>, #[differentiable(skip)] Option<Box<Tree<T>>>),
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Visit<V>(V, Visit1);

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Visit1(f64);

#[test]
fn a_parameter_is_its_own_gradient() {
    let metres = |value: f64| Quantity { value, unit: PhantomData::<Metres> };
    assert_eq!(leaves(&metres(2.0)), [2.0]);
    assert_eq!(metres(2.0).zero_gradient().value, 0.0);
    let nested = Quantity { value: vec![metres(1.0), metres(2.0)], unit: PhantomData::<str> };
    assert_eq!(leaves(&nested), [1.0, 2.0]);

    let mut x = Matrix::<f32, 1> { rows: [[1.0, 2.0]], scale: Some(3.0) };
    x.accumulate(&x.clone());
    assert_eq!(leaves(&x), [2.0, 4.0, 6.0]);

    let mut x = Visit((1.0, [2.0]), Visit1(3.0));
    x.zip_leaves_mut(&x.clone(), &mut |leaf, g| *leaf += g);
    assert_eq!(leaves(&x), [2.0, 4.0, 6.0]);
}

#[test]
fn functions_over_the_parameter() {
    fn doubled<T: Scalar, const N: usize>(mut x: Matrix<T, N>) -> Matrix<T, N> {
        x.accumulate(&x.clone());
        x
    }
    fn halved<T: DifferentiableMut<Gradient = T> + Clone>(mut x: Tree<T>) -> Tree<T> {
        x.for_each_leaf_mut(&mut |leaf| *leaf /= 2.0);
        x
    }
    let x = Matrix { rows: [[1.0, 2.0], [3.0, 4.0]], scale: None };
    assert_eq!(leaves(&doubled(x)), [2.0, 4.0, 6.0, 8.0]);
    assert_eq!(halved(Tree::Leaf(3.0)), Tree::Leaf(1.5));
}

#[test]
fn a_projection_is_its_own_gradient() {
    let trained = |x: f64| Trained::<Linear> { params: (x, vec![x]), means: vec![(x, vec![])], model: PhantomData };
    let mut x = trained(1.0);
    assert_eq!(leaves(&x), [1.0, 1.0]);
    assert_eq!(x.zero_gradient(), trained(0.0));
    x.accumulate(&trained(2.0));
    assert_eq!(x, trained(3.0));
}

#[test]
fn closures_are_skipped() {
    let slope = 3.0;
    let mut x = Unit {
        weight: 1.0,
        activation: move |x: f64| slope * x,
        derivative: move |_| slope,
        name: "unit",
        path: Cow::Borrowed("net/unit"),
    };
    let gradient = x.zero_gradient();
    assert_eq!(((gradient.activation)(2.0), (gradient.derivative)(2.0)), (6.0, 3.0));
    assert_eq!((gradient.weight, gradient.name, &*gradient.path), (0.0, "unit", "net/unit"));
    x.accumulate(&x.clone());
    assert_eq!(leaves(&x), [2.0]);
}

#[test]
fn recursion_over_a_parameter() {
    let node = |x: f64| Tree::Node(Box::new(Tree::Leaf(x)), vec![Tree::Leaf(x)], Some(Box::new(Tree::Leaf(x))));
    let mut x = node(1.0);
    assert_eq!(leaves(&x), [1.0, 1.0]);
    assert_eq!(x.zero_gradient(), node(0.0));
    x.accumulate(&node(2.0));
    assert_eq!(x, node(3.0));
}
