//! Parts of enums and options of which the macro does not see what they are.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
enum Load {
    Rect(f64, f64),
    Dot,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Own {
    Rows(Vec<f64>),
    One(f64),
}

flat!(Load, Own);

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
enum Single {
    Held(f32),
    Not,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Singles {
    y: f32,
}

#[differentiate]
fn widened(load: Load, x: f64) -> f64 {
    let x = f64::from(match load {
        Load::Rect(x, _) => x,
        Load::Dot => 0.52,
    })
    .tanh()
        * x;
    f64::from(x * 2.0) + x
}

#[differentiate]
fn widened_singles(single: Single, of: &[Singles], x: f64) -> f64 {
    let mut s = match single {
        Single::Held(y) => f64::from(y * 2.0) * x,
        Single::Not => x,
    };
    for of in of {
        s += f64::from(of.y) * s;
    }
    s
}

#[test]
fn a_float_of_a_type_that_is_not_visible_is_widened() {
    for load in [Load::Rect(0.7, 0.3), Load::Dot] {
        scalar!(widened widened_grad widened_value_and_grad widened_pullback, [load: Load = load, x: f64 = 0.4] (load, x));
    }
    let of = [Singles { y: 0.5 }, Singles { y: 0.25 }];
    let (d_single, d_of, d_x) = widened_singles_grad(Single::Held(0.5), &of, 2.0);
    assert_eq!(d_single, Single::Held(7.5));
    assert_eq!(d_of, [Singles { y: 2.5 }, Singles { y: 3.0 }]);
    assert_eq!(d_x, 1.875);
    assert_eq!(widened_singles_grad(Single::Not, &of, 2.0).0, Single::Not);
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn first_two(x: &[f64]) -> f64 {
    x[0] * x[1]
}

#[differentiate]
fn taken_by_value(own: Own, x: f64) -> f64 {
    match own {
        Own::Rows(r) => r[0] * r[1] + first_two(&r),
        Own::One(v) => square(v) * x,
    }
}

#[differentiate]
fn taken_in_a_loop(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let own = if i % 2 == 0 { Own::Rows(vec![s; 2]) } else { Own::One(x) };
        s += match own {
            Own::Rows(mut r) => {
                r[0] *= x;
                r[0] * r[1]
            }
            Own::One(v) => square(v) * s,
        };
    }
    s
}

#[test]
fn what_is_not_copied_is_taken_out_by_value() {
    for own in [Own::Rows(vec![0.4, 0.7, 0.9]), Own::One(0.3)] {
        scalar!(taken_by_value taken_by_value_grad taken_by_value_value_and_grad taken_by_value_pullback, [own: Own = own.clone(), x: f64 = 0.4] (own.clone(), x));
    }
    for n in 0..4 {
        scalar!(taken_in_a_loop taken_in_a_loop_grad taken_in_a_loop_value_and_grad taken_in_a_loop_pullback, [x: f64 = 0.4] (x, n));
    }
}
