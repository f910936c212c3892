//! The twins of `tests/ui/attribute`, each under the name of its case.
use autodiff_runtime::prelude::*;

#[differentiate]
fn not_a_function(w: f64) -> f64 {
    w * w
}

#[differentiate(wrt(x))]
fn differentiated_once(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn constant_takes_nothing(x: f64, #[constant] y: f64) -> f64 {
    x * y
}

#[differentiate(wrt(x, y), crate = ::autodiff_runtime)]
fn option_twice(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate()]
fn no_option(x: f64) -> f64 {
    x * x
}

#[differentiate(wrt(x,))]
fn malformed_option(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(wrt(w))]
fn wrt_unknown(w: f64, b: f64) -> f64 {
    w * b
}

#[differentiate(wrt(x))]
fn wrt_constant(x: f64, #[constant] y: f64) -> f64 {
    x * y
}

#[differentiate(wrt(x))]
fn wrt_discrete(x: f64, n: usize) -> f64 {
    x * n as f64
}

fn main() {
    assert_eq!(not_a_function_grad(3.0), 6.0);
    assert_eq!(differentiated_once_grad(3.0), 6.0);
    assert_eq!(constant_takes_nothing_grad(3.0, 2.0), 2.0);
    assert_eq!(option_twice_grad(3.0, 2.0), (2.0, 3.0));
    assert_eq!(no_option_grad(3.0), 6.0);
    assert_eq!(malformed_option_grad(3.0, 2.0), 2.0);
    assert_eq!(wrt_unknown_grad(3.0, 2.0), 2.0);
    assert_eq!(wrt_constant_grad(3.0, 2.0), 2.0);
    assert_eq!(wrt_discrete_grad(3.0, 2), 2.0);
}
