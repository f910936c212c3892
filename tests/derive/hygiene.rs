//! Names of the user's own, and code without a prelude.

#![allow(non_camel_case_types, reason = "the names are the point")]

use crate::leaves;

mod bare {
    #![no_implicit_prelude]

    #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::autodiff_runtime::Differentiable)]
    pub(super) struct Bare {
        pub(super) x: f64,
        pub(super) n: usize,
        #[differentiable(skip)]
        pub(super) hidden: f64,
    }

    #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::autodiff_runtime::Differentiable)]
    pub(super) enum Maybe {
        Some { value: f64, gradient: f64 },
        None,
    }
}

/// Whatever these are called elsewhere.
mod own {
    use autodiff_runtime::Differentiable;

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub(super) struct Option(pub(super) f64);

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub(super) struct Vec<T> {
        pub(super) value: T,
    }

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub(super) struct Clone(pub(super) f64, pub(super) Vec<f64>, pub(super) Option);

    /// Of a guitar.
    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub(super) struct String(pub(super) f64);

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub(super) struct Guitar {
        pub(super) tuned: bool,
        #[differentiable(skip)]
        pub(super) first: String,
    }
}

#[derive(Clone, Debug, PartialEq, autodiff_runtime::Differentiable)]
struct Names {
    self_: f64,
    gradient: f64,
    visit: f64,
    r#type: f64,
    value: f64,
    shape: f64,
    größe: f64,
}

#[derive(Clone, Debug, PartialEq, autodiff_runtime::Differentiable)]
enum Variants {
    r#Loop {
        r#type: f64,
        d_type: f64,
    },
    Pair {
        x: f64,
        d_x: f64,
    },
    #[allow(non_snake_case, reason = "mathematics has it so")]
    Matrix {
        W: f64,
        w: f64,
    },
    Named {
        visit: f64,
        name: f64,
        variant: f64,
    },
    Gradient {
        x: f64,
    },
    Shape(f64),
}

impl Names {
    /// An inherent method of the trait's name.
    fn zero_gradient(&self) -> f64 {
        self.self_
    }
}

macro_rules! record {
    ($name:ident { $($field:ident: $ty:ty),* } skip { $($hidden:ident: $of:ty),* }) => {
        #[derive(Clone, Debug, PartialEq, autodiff_runtime::Differentiable)]
        struct $name {
            $($field: $ty,)*
            $(#[differentiable(skip)] $hidden: $of,)*
            of_the_macro: f64,
        }
    };
}

record!(Record { x: f64, n: usize, row: [f64; 2], tag: Option<&'static str> } skip { rate: f64, at: (u8, char) });

macro_rules! generic {
    ($name:ident<$param:ident>($($ty:ty),*)) => {
        #[derive(Clone, Debug, PartialEq, autodiff_runtime::Differentiable)]
        enum $name<$param: Copy> { Only($($ty),*), Other { x: $param } }
    };
}

generic!(Generic<T>(T, [T; 2], usize));

#[test]
fn without_a_prelude() {
    use autodiff_runtime::{Differentiable, DifferentiableMut};
    let mut x = bare::Bare { x: 1.0, n: 2, hidden: 3.0 };
    x.accumulate(&x.clone());
    assert_eq!(x, bare::Bare { x: 2.0, n: 2, hidden: 6.0 });
    assert_eq!(x.zero_gradient(), bare::Bare { x: 0.0, n: 2, hidden: 0.0 });
    let mut some = bare::Maybe::Some { value: 1.0, gradient: 2.0 };
    some.zip_leaves_mut(&bare::Maybe::Some { value: 3.0, gradient: 4.0 }, &mut |leaf, g| *leaf = 10.0 * *leaf + g);
    assert_eq!(leaves(&some), [13.0, 24.0]);
    assert!(leaves(&bare::Maybe::None).is_empty());
}

#[test]
fn names_of_the_standard_library() {
    use autodiff_runtime::Differentiable;
    let x = own::Clone(1.0, own::Vec { value: 2.0 }, own::Option(3.0));
    assert_eq!(leaves(&x), [1.0, 2.0, 3.0]);
    let guitar = |x| own::Guitar { tuned: true, first: own::String(x) };
    assert_eq!((leaves(&guitar(82.4)), guitar(82.4).zero_gradient()), (vec![], guitar(0.0)));
}

#[test]
fn names_of_generated_code() {
    use autodiff_runtime::{Differentiable, DifferentiableMut};
    let mut x = Names { self_: 1.0, gradient: 2.0, visit: 3.0, r#type: 4.0, value: 5.0, shape: 6.0, größe: 7.0 };
    assert_eq!(leaves(&x), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    x.zip_leaves_mut(&x.clone(), &mut |leaf, g| *leaf += g);
    x.accumulate(&x.clone());
    assert_eq!(leaves(&x), [4.0, 8.0, 12.0, 16.0, 20.0, 24.0, 28.0]);
    assert_eq!(x.zero_gradient(), 4.0);
    assert_eq!(leaves(&Differentiable::zero_gradient(&x)), [0.0; 7]);
    assert_eq!(leaves(&<Names as Differentiable>::zero_of(&x.gradient_shape())), [0.0; 7]);

    let variants = [
        Variants::r#Loop { r#type: 1.0, d_type: 2.0 },
        Variants::Pair { x: 1.0, d_x: 2.0 },
        Variants::Matrix { W: 1.0, w: 2.0 },
        Variants::Named { visit: 1.0, name: 2.0, variant: 3.0 },
        Variants::Gradient { x: 1.0 },
        Variants::Shape(1.0),
    ];
    for mut x in variants {
        let before = leaves(&x);
        x.zip_leaves_mut(&x.clone(), &mut |leaf, g| *leaf = 10.0 * *leaf + g);
        assert_eq!(leaves(&x), before.iter().map(|leaf| 11.0 * leaf).collect::<Vec<_>>());
        x.accumulate(&x.clone());
        assert_eq!(leaves(&x), before.iter().map(|leaf| 22.0 * leaf).collect::<Vec<_>>());
    }
}

#[test]
#[should_panic(expected = "a value is `Loop` where its gradient is `Pair`")]
fn a_raw_variant_is_named_plainly() {
    use autodiff_runtime::DifferentiableMut;
    Variants::r#Loop { r#type: 1.0, d_type: 2.0 }.accumulate(&Variants::Pair { x: 1.0, d_x: 2.0 });
}

#[test]
fn fragments_of_macros() {
    use autodiff_runtime::{Differentiable, DifferentiableMut};
    let record = |x| Record { x, n: 1, row: [x, x], tag: Some("tag"), rate: x, at: (1, 'a'), of_the_macro: x };
    let mut x = record(1.0);
    assert_eq!(leaves(&x), [1.0; 4]);
    assert_eq!(x.zero_gradient(), record(0.0));
    x.accumulate(&record(2.0));
    assert_eq!(x, record(3.0));

    let x = Generic::Only(1.0, [2.0, 3.0], 4);
    assert_eq!(leaves(&x), [1.0, 2.0, 3.0]);
    assert_eq!(leaves(&Generic::Other { x: 5.0 }), [5.0]);
}
