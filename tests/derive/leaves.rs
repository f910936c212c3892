//! Leaves in order, whatever the shape of the type.

use crate::leaves;
use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Layer {
    weights: Vec<[f64; 2]>,
    rows: usize,
    bias: f32,
    name: &'static str,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Network(Layer, Option<Layer>, (f64, f64), bool);

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Nothing;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Empty {}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Shape {
    Point,
    Circle(f64),
    Box { width: f64, id: u8, height: f64 },
    Outline(Vec<f64>, String),
    Other {},
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Never {}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Only {
    One(f64, char),
}

/// Recursive through `Box` and `Vec`.
#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Term {
    Number(f64),
    Sum(Vec<Term>),
    Product(Box<Term>, Box<Self>),
}

/// Recursive through another.
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Trunk {
    length: f64,
    branches: Vec<Branch>,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Branch {
    angle: f64,
    trunk: Option<Box<Trunk>>,
}

fn layer(start: f64, rows: usize) -> Layer {
    let weights = (0..rows).map(|row| [start + row as f64, -start]).collect();
    Layer { weights, rows, bias: 0.5, name: "layer" }
}

#[test]
fn a_struct_has_the_leaves_of_its_fields() {
    let mut x = layer(1.0, 2);
    assert_eq!(leaves(&x), [1.0, -1.0, 2.0, -1.0, 0.5]);
    let zero = Layer { weights: vec![[0.0; 2]; 2], rows: 2, bias: 0.0, name: "layer" };
    assert_eq!(x.zero_gradient(), zero);
    assert_eq!(Layer::zero_of(&x.gradient_shape()), zero);

    x.accumulate(&layer(10.0, 2));
    assert_eq!(x, Layer { weights: vec![[11.0, -11.0], [13.0, -11.0]], rows: 2, bias: 1.0, name: "layer" });
    x.for_each_leaf_mut(&mut |leaf| *leaf += 1.0);
    assert_eq!(leaves(&x), [12.0, -10.0, 14.0, -10.0, 2.0]);
    x.zip_leaves_mut(&layer(10.0, 2), &mut |leaf, g| *leaf -= g);
    assert_eq!(leaves(&x), [2.0, 0.0, 3.0, 0.0, 1.5]);
    x.reset_to_zero();
    assert_eq!(x, zero);
}

#[test]
fn what_carries_nothing_is_not_touched() {
    let mut x = layer(1.0, 1);
    let other = Layer { rows: 7, name: "other", ..layer(1.0, 1) };
    x.accumulate(&other);
    x.zip_leaves_mut(&other, &mut |leaf, g| *leaf = g);
    x.reset_to_zero();
    assert_eq!((x.rows, x.name), (1, "layer"));
}

#[test]
fn structs_nest() {
    let mut x = Network(layer(1.0, 1), Some(layer(2.0, 1)), (3.0, 4.0), true);
    assert_eq!(leaves(&x), [1.0, -1.0, 0.5, 2.0, -2.0, 0.5, 3.0, 4.0]);
    x.accumulate(&x.clone());
    assert_eq!(leaves(&x), [2.0, -2.0, 1.0, 4.0, -4.0, 1.0, 6.0, 8.0]);
    assert_eq!(leaves(&x.zero_gradient()), [0.0; 8]);
    assert!(x.zero_gradient().3);
    assert_eq!(x.zero_gradient().1.unwrap().name, "layer");

    let mut rows = vec![layer(1.0, 1), layer(2.0, 2)];
    let gradient: Vec<Layer> = rows.as_slice().zero_gradient();
    assert_eq!(gradient[1].weights.len(), 2);
    rows.as_mut_slice().accumulate(&gradient);
    assert_eq!(rows, [layer(1.0, 1), layer(2.0, 2)]);
}

#[test]
fn a_struct_without_numbers_has_no_leaves() {
    assert_eq!((leaves(&Nothing), leaves(&Empty {})), (vec![], vec![]));
    let (mut nothing, mut empty) = (Nothing, Empty {});
    nothing.accumulate(&Nothing);
    empty.reset_to_zero();
    assert_eq!((nothing.zero_gradient(), empty.zero_gradient()), (Nothing, Empty {}));
    assert_eq!(None::<Never>.zero_gradient(), None);
}

#[test]
fn an_enum_has_the_leaves_of_its_variant() {
    let shapes = [
        (Shape::Point, vec![]),
        (Shape::Circle(2.0), vec![2.0]),
        (Shape::Box { width: 1.0, id: 7, height: 3.0 }, vec![1.0, 3.0]),
        (Shape::Outline(vec![1.0, 2.0], "path".into()), vec![1.0, 2.0]),
        (Shape::Other {}, vec![]),
    ];
    for (mut shape, numbers) in shapes {
        assert_eq!(leaves(&shape), numbers);
        let zero = shape.zero_gradient();
        assert_eq!(leaves(&zero), vec![0.0; numbers.len()]);
        assert_eq!(Shape::zero_of(&shape.gradient_shape()), zero);
        shape.accumulate(&shape.clone());
        assert_eq!(leaves(&shape), numbers.iter().map(|x| 2.0 * x).collect::<Vec<_>>());
        shape.zip_leaves_mut(&shape.clone(), &mut |leaf, g| *leaf = g + 1.0);
        shape.for_each_leaf_mut(&mut |leaf| *leaf -= 1.0);
        assert_eq!(leaves(&shape), numbers.iter().map(|x| 2.0 * x).collect::<Vec<_>>());
        shape.reset_to_zero();
        assert_eq!(shape, zero);
    }
    let zero = Shape::Box { width: 1.0, id: 7, height: 3.0 }.zero_gradient();
    assert_eq!(zero, Shape::Box { width: 0.0, id: 7, height: 0.0 });

    let mut only = Only::One(1.0, 'a');
    only.accumulate(&Only::One(2.0, 'b'));
    assert_eq!(only, Only::One(3.0, 'a'));
}

#[test]
#[should_panic(expected = "a value is `Circle` where its gradient is `Point`")]
fn another_variant_panics() {
    Shape::Circle(1.0).accumulate(&Shape::Point);
}

#[test]
#[should_panic(expected = "a value is `Other` where its gradient is `Box`")]
fn another_variant_panics_leaf_by_leaf() {
    Shape::Other {}.zip_leaves_mut(&Shape::Box { width: 0.0, id: 0, height: 0.0 }, &mut |_, _| {});
}

#[test]
#[should_panic(expected = "a value of length 1 and its gradient of length 2 differ in length")]
fn another_length_panics() {
    layer(1.0, 1).accumulate(&layer(1.0, 2));
}

#[test]
fn types_recurse() {
    let term =
        |a, b, c| Term::Sum(vec![Term::Number(a), Term::Product(Box::new(Term::Number(b)), Box::new(Term::Number(c)))]);
    let mut x = term(1.0, 2.0, 3.0);
    assert_eq!(leaves(&x), [1.0, 2.0, 3.0]);
    assert_eq!(x.zero_gradient(), term(0.0, 0.0, 0.0));
    x.accumulate(&term(1.0, 0.0, -3.0));
    assert_eq!(x, term(2.0, 2.0, 0.0));

    let leaf = Trunk { length: 3.0, branches: vec![] };
    let bare = Branch { angle: 4.0, trunk: None };
    let mut tree = Trunk { length: 1.0, branches: vec![Branch { angle: 2.0, trunk: Some(Box::new(leaf)) }, bare] };
    assert_eq!(leaves(&tree), [1.0, 2.0, 3.0, 4.0]);
    tree.accumulate(&tree.clone());
    assert_eq!(leaves(&tree), [2.0, 4.0, 6.0, 8.0]);
    tree.reset_to_zero();
    assert_eq!(tree, tree.zero_gradient());
}
