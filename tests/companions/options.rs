//! `wrt(..)`, `#[constant]`, `crate = ..`: which parameters have a gradient, and where the runtime is found.

use autodiff_runtime::prelude::*;

#[differentiate(wrt(b, c))]
fn named(a: f64, b: f64, c: f64, d: f64) -> f64 {
    a * b * b * c * d
}

#[differentiate(wrt(c, a))]
fn out_of_order(a: f64, b: f64, c: f64) -> f64 {
    a * b * c * c
}

#[differentiate]
fn marked(#[constant] a: f64, b: f64, #[constant] c: &[f64], d: f64) -> f64 {
    a * b * b * c[0] * d
}

#[test]
fn wrt_names_the_parameters_that_have_a_gradient() {
    let _: fn(f64, f64, f64, f64) -> (f64, f64) = named_grad;
    assert_eq!(named_grad(2.0, 3.0, 5.0, 7.0), (2.0 * 2.0 * 3.0 * 5.0 * 7.0, 2.0 * 9.0 * 7.0));
    let (_, pullback) = named_pullback(2.0, 3.0, 5.0, 7.0);
    let (mut d_b, mut d_c) = (0.0, 0.0);
    pullback(1.0, &mut d_b, &mut d_c);
    assert_eq!((d_b, d_c), named_grad(2.0, 3.0, 5.0, 7.0));
}

/// Gradients come in the order of the parameters, in whatever order they are named.
#[test]
fn wrt_is_a_set() {
    assert_eq!(out_of_order_grad(2.0, 3.0, 5.0), (75.0, 60.0));
}

#[test]
fn a_constant_has_no_gradient() {
    let _: fn(f64, f64, &[f64], f64) -> (f64, f64) = marked_grad;
    assert_eq!(marked_grad(2.0, 3.0, &[5.0], 7.0), (2.0 * 2.0 * 3.0 * 5.0 * 7.0, 2.0 * 9.0 * 5.0));
}

#[test]
fn a_constant_is_gone_from_the_function_itself() {
    let _: fn(f64, f64, &[f64], f64) -> f64 = marked;
    assert_eq!(marked(2.0, 3.0, &[5.0], 7.0), 630.0);
}

#[differentiate]
fn flat(x: f64, y: f64) -> f64 {
    x.floor() + 0.0 * y
}

#[differentiate]
#[allow(unused_variables)]
fn independent(x: f64, y: f64) -> f64 {
    y * y
}

#[differentiate]
#[allow(unused_variables)]
fn constant(x: &[f64], y: f64) -> f64 {
    3.0
}

/// A result that does not depend on a parameter is no mistake: its gradient is zero.
#[test]
fn a_gradient_may_be_zero() {
    assert_eq!(flat_grad(2.5, 3.0), (0.0, 0.0));
    assert_eq!(independent_grad(2.5, 3.0), (0.0, 6.0));
    assert_eq!(constant_value_and_grad(&[1.0, 2.0], 3.0), (3.0, (vec![0.0, 0.0], 0.0)));
}

/// The runtime under another path, re-exported with the items that generated code names.
mod vendored {
    pub(crate) use ::autodiff_runtime as engine;
}

#[differentiate(crate = crate::options::vendored::engine)]
fn by_another_path(x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        sum += sigmoid(x[i]).sqrt();
    }
    sum
}

#[differentiate(crate = vendored::engine, wrt(w))]
fn with_both_options(w: f64, x: f64) -> f64 {
    by_another_path(&[w * x, w], 2)
}

#[differentiate(crate = ::autodiff_runtime, wrt(w),)]
fn by_its_own_path(w: f64, x: f64) -> f64 {
    by_another_path(&[w * x, w], 2)
}

fn tabulated(x: f64) -> f64 {
    x * x
}

#[pullback(crate = vendored::engine)]
fn tabulated_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (tabulated(x), move |d_value, d_x| *d_x += d_value * 2.0 * x)
}

#[differentiate(crate = vendored::engine)]
fn of_tabulated(x: f64) -> f64 {
    tabulated(x) * x
}

#[test]
fn the_runtime_may_be_anywhere() {
    let slope = |x: f64| {
        let s = sigmoid(x);
        0.5 * s.sqrt() * (1.0 - s)
    };
    let gradient = by_another_path_grad(&[0.5, -0.3], 2);
    assert!((gradient[0] - slope(0.5)).abs() < 1e-15 && (gradient[1] - slope(-0.3)).abs() < 1e-15);
    let want = 2.0 * slope(1.0) + slope(0.5);
    assert!((with_both_options_grad(0.5, 2.0) - want).abs() < 1e-15);
    assert!((by_its_own_path_grad(0.5, 2.0) - want).abs() < 1e-15);
    assert_eq!(of_tabulated_grad(3.0), 27.0);
}
