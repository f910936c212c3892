//! `#[differentiable(skip)]`: never a leaf; but where a type carries numbers, derivatives pass through them.

use crate::leaves;
use autodiff_runtime::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;

/// Carries nothing, and does not say so.
#[derive(Clone, Debug, PartialEq)]
struct Settings {
    seed: u64,
}

#[derive(Clone, Debug)]
struct Activation(fn(f64) -> f64);

/// The addresses of functions mean nothing.
impl PartialEq for Activation {
    fn eq(&self, other: &Self) -> bool {
        self.0(-3.0) == other.0(-3.0)
    }
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Inner {
    x: f64,
    #[differentiable(skip)]
    hidden: f64,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Model<'a> {
    w: f64,
    #[differentiable(skip)]
    rate: f64,
    #[differentiable(skip)]
    single: f32,
    #[differentiable(skip)]
    means: Vec<f64>,
    #[differentiable(skip)]
    pair: Option<(f64, [f64; 2])>,
    #[differentiable(skip)]
    boxed: Box<f64>,
    #[differentiable(skip)]
    other: Inner,
    #[differentiable(skip)]
    settings: Settings,
    #[differentiable(skip)]
    data: &'a [f64],
    #[differentiable(skip)]
    table: HashMap<u8, u8>,
    #[differentiable(skip)]
    shared: Rc<[f64]>,
    #[differentiable(skip)]
    activation: Activation,
    #[differentiable(skip)]
    count: usize,
    inner: Inner,
}

const DATA: [f64; 2] = [5.0, 6.0];

fn model(x: f64) -> Model<'static> {
    Model {
        w: x,
        rate: x,
        single: x as f32,
        means: vec![x, x],
        pair: Some((x, [x, x])),
        boxed: Box::new(x),
        other: Inner { x, hidden: x },
        settings: Settings { seed: 7 },
        data: &DATA,
        table: HashMap::from([(1, 2)]),
        shared: Rc::from([8.0]),
        activation: Activation(f64::abs),
        count: 9,
        inner: Inner { x, hidden: x },
    }
}

#[test]
fn it_has_no_leaves() {
    let mut x = model(1.0);
    assert_eq!(leaves(&x), [1.0, 1.0]);
    x.for_each_leaf_mut(&mut |leaf| *leaf = 2.0);
    let leaves_alone = Model { w: 2.0, inner: Inner { x: 2.0, hidden: 1.0 }, ..model(1.0) };
    assert_eq!(x, leaves_alone);
    x = model(1.0);
    x.zip_leaves_mut(&model(2.0), &mut |leaf, g| *leaf = g);
    assert_eq!(x, leaves_alone);
}

#[test]
fn its_numbers_are_zero_in_a_gradient() {
    let zero = model(1.0).zero_gradient();
    assert_eq!(zero, model(0.0));
    assert_eq!(Model::zero_of(&model(1.0).gradient_shape()), zero);
    // What carries nothing is copied.
    assert_eq!((zero.settings, zero.data, zero.table[&1], zero.count), (Settings { seed: 7 }, &DATA[..], 2, 9));
    assert_eq!((zero.activation.0)(-3.0), 3.0);
    assert_eq!(*zero.shared, [8.0]);
}

#[test]
fn its_numbers_are_added() {
    let mut x = model(1.0);
    x.accumulate(&model(2.0));
    assert_eq!(x, model(3.0));
}

#[test]
fn its_numbers_are_reset() {
    let mut x = model(1.0);
    x.reset_to_zero();
    assert_eq!(x, model(0.0));
}

/// Whatever it is held by.
#[test]
fn what_holds_it_goes_on_to_it() {
    fn check<T>(make: impl Fn(f64) -> T)
    where
        T: DifferentiableMut<Gradient = T, Accumulator = T> + PartialEq + std::fmt::Debug,
    {
        let mut x = make(1.0);
        assert_eq!(x.zero_gradient(), make(0.0));
        assert_eq!(T::zero_of(&x.gradient_shape()), make(0.0));
        x.accumulate(&make(2.0));
        assert_eq!(x, make(3.0));
        x.reset_to_zero();
        assert_eq!(x, make(0.0));
    }
    let inner = |x| Inner { x, hidden: x };
    check(inner);
    check(|x| [inner(x), inner(x)]);
    check(|x| (inner(x), x));
    check(|x| Some(inner(x)));
    check(|x| Box::new(inner(x)));

    let mut rows = vec![inner(1.0)];
    assert_eq!(rows.zero_gradient(), [inner(0.0)]);
    rows.accumulate(&[inner(2.0)]);
    rows[..].accumulate(&[inner(2.0)]);
    DifferentiableMut::accumulate(&mut &mut rows, &[inner(2.0)]);
    assert_eq!(rows, [inner(7.0)]);
    DifferentiableMut::reset_to_zero(&mut &mut rows[..]);
    assert_eq!(rows, [inner(0.0)]);
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Source {
    Fixed(#[differentiable(skip)] f64),
    Moving {
        at: f64,
        #[differentiable(skip)]
        speed: f64,
        #[differentiable(skip)]
        settings: Settings,
    },
}

#[test]
fn in_a_variant() {
    let moving = |x| Source::Moving { at: x, speed: x, settings: Settings { seed: 1 } };
    let (mut x, mut fixed) = (moving(1.0), Source::Fixed(1.0));
    assert_eq!((leaves(&x), leaves(&fixed)), (vec![1.0], vec![]));
    assert_eq!((x.zero_gradient(), fixed.zero_gradient()), (moving(0.0), Source::Fixed(0.0)));
    x.accumulate(&moving(2.0));
    fixed.accumulate(&Source::Fixed(2.0));
    assert_eq!((&x, &fixed), (&moving(3.0), &Source::Fixed(3.0)));
    x.reset_to_zero();
    fixed.reset_to_zero();
    assert_eq!((x, fixed), (moving(0.0), Source::Fixed(0.0)));
}
