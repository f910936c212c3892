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

#[differentiate]
fn none_by_its_closure(v: &[f64], x: f64) -> f64 {
    let b = Some(v[1]).and_then(|_| -> Option<f64> { None }).map(|y| y + v[0]);
    let c = b.or_else(|| -> Option<f64> { None }).map_or(x, |y| -> f64 { y * x });
    c * b.unwrap_or(v[0] * x)
}

#[test]
fn the_type_that_a_closure_gives_is_that_of_its_none() {
    scalar!(none_by_its_closure none_by_its_closure_grad none_by_its_closure_value_and_grad none_by_its_closure_pullback, [v: Vec<f64> = vec![0.4, 0.7], x: f64 = 0.3] (&v, x));
}

/// A piece that stays whole names `held`, so that neither that nor what hides it can go by another name.
#[differentiate]
fn hidden_memory(o: Option<f64>, x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        s += match i {
            0 => x,
            _ => {
                let held = vec![s * x, x.sin()];
                let held = held[0] * held[1] * held[0];
                held
            }
        };
        let is_more = (match o {
            None => 0.5,
            Some(held) => 1.3 * held,
        }) <= (match o {
            None => 0.2,
            Some(held) => 0.2 * held,
        });
        if is_more {
            s *= x;
        }
    }
    s
}

#[test]
fn memory_that_a_name_hides_is_kept() {
    for (o, n) in [(Some(0.8), 3), (Some(-0.4), 3), (None, 2)] {
        scalar!(hidden_memory hidden_memory_grad hidden_memory_value_and_grad hidden_memory_pullback, [o: Option<f64> = o, x: f64 = 0.6] (o, x, n));
    }
}

/// `d[i] -= d[1]` would lend `d` before it is read, where the operator is a method of `T`.
#[differentiate]
fn compound<T: num_traits::Float + Scalar>(x: &[T], k: T) -> T {
    let mut d = vec![T::zero(); 4];
    for i in 0..d.len() {
        d[i] = x[i] * x[i];
    }
    for i in 0..d.len() {
        d[i] = d[i] - d[1] * k;
        d[i] = d[i] * (d[0] + d[3]);
    }
    let (low, high) = d.split_at_mut(2);
    high[1] = high[1] / (low[0] * low[1] + T::one() + high[0]);
    low[0] = low[0] + high[1];
    let mut rows = [[k; 2]; 2];
    rows[1][0] = rows[1][0] * rows[0][1] * d[3];
    d[0] * d[3] + rows[1][0]
}

#[test]
fn memory_of_a_type_parameter_is_read_before_it_is_written() {
    scalar!(compound compound_grad compound_value_and_grad compound_pullback, [x: Vec<f64> = vec![0.4, 0.7, 0.9, 0.3], k: f64 = 0.3] (&x, k));
}
