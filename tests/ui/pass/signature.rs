//! The twins of `tests/ui/signature`, each under the name of its case.
use autodiff_runtime::prelude::*;

#[differentiate]
fn async_function(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn unsafe_function(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn pattern_parameter(point: (f64, f64)) -> f64 {
    let (x, y) = point;
    x * y
}

#[differentiate]
fn opaque_parameter(x: f64, #[constant] activation: impl Fn(f64) -> f64) -> f64 {
    x.sin() * activation(2.0)
}

#[differentiate]
fn opaque_result(x: f64) -> Vec<f64> {
    let mut y = vec![0.0; 2];
    y[1] = x;
    y
}

#[differentiate]
fn type_parameter<'x, T: Scalar, const N: usize>(x: &'x [T; N]) -> T {
    x[0] * x[N - 1]
}

mod own {
    pub trait Float: num_traits::Float {}

    impl Float for f64 {}
}

#[differentiate]
fn foreign_float<T: own::Float>(x: T) -> T {
    x * x
}

#[differentiate]
fn mutable_parameter(mut x: f64) -> [f64; 2] {
    x *= 2.0;
    [x * x, x]
}

enum Activation {
    Sine,
}

type Real = f64;

#[differentiate]
fn parameter_of_own_type(x: f64, #[constant] activation: &Activation, #[constant] y: Real) -> f64 {
    let is_sine = matches!(activation, Activation::Sine);
    if is_sine { x.sin() * y } else { x }
}

#[differentiate]
fn no_parameter(n: usize, x: f64) -> f64 {
    x * n as f64
}

#[differentiate]
fn result_by_reference(x: &[f64]) -> f64 {
    x[0]
}

#[differentiate]
fn result_of_nothing(x: f64) -> (f64, [f64; 1]) {
    (x, [x])
}

#[cfg(any())]
#[differentiate]
fn conditional_parameter(x: f64) -> f64 {
    x
}

#[cfg(not(any()))]
#[differentiate]
fn conditional_parameter(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate]
fn reserved_name(v0: f64, _v0: f64) -> f64 {
    v0 * _v0
}

fn main() {
    assert_eq!(async_function_grad(3.0), 6.0);
    assert_eq!(unsafe_function_grad(3.0), 6.0);
    assert_eq!(pattern_parameter_grad((2.0, 3.0)), (3.0, 2.0));
    assert_eq!(opaque_parameter_grad(0.0, |c| c * c), 4.0);
    assert_eq!(opaque_result_pullback(1.0).0, [0.0, 1.0]);
    assert_eq!(type_parameter_grad(&[2.0_f32, 3.0]), [3.0, 2.0]);
    assert_eq!(foreign_float_grad(3.0), 6.0);
    assert_eq!(mutable_parameter_pullback(1.0).0, [4.0, 2.0]);
    assert_eq!(parameter_of_own_type_grad(0.0, &Activation::Sine, 2.0), 2.0);
    assert_eq!(no_parameter_grad(2, 3.0), 2.0);
    assert_eq!(result_by_reference_grad(&[3.0]), [1.0]);
    assert_eq!(result_of_nothing_pullback(3.0).0, (3.0, [3.0]));
    assert_eq!(conditional_parameter_grad(2.0, 3.0), (3.0, 2.0));
    assert_eq!(reserved_name_grad(2.0, 3.0), (3.0, 2.0));
}
