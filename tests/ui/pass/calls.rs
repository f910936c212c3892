//! The twins of `tests/ui/calls`, each under the name of its case.
use autodiff_runtime::prelude::*;

mod own_primitive {
    use autodiff_runtime::differentiate;

    #[differentiate]
    fn sigmoid(x: f64) -> f64 {
        x / (1.0 + x)
    }

    #[differentiate]
    pub fn f(x: f64) -> f64 {
        self::sigmoid(x) + 1.0
    }
}

#[differentiate]
fn primitive_not_imported(x: f64) -> f64 {
    autodiff_runtime::primitive::sigmoid(x) + 1.0
}

mod layers {
    use autodiff_runtime::differentiate;

    #[differentiate]
    pub fn scale(x: f64) -> f64 {
        2.0 * x
    }

    #[differentiate]
    pub fn private_companion(x: f64) -> f64 {
        2.0 * x
    }
}

use layers::{scale, scale_pullback_for};

#[differentiate]
fn missing_companion(x: f64) -> f64 {
    scale(x)
}

fn opaque(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn without_companion(x: f64) -> f64 {
    opaque(2.0) * x
}

#[differentiate]
fn scaled(x: f64, #[constant] scale: f64) -> f64 {
    x * scale
}

#[differentiate]
fn active_into_constant(x: f64) -> f64 {
    scaled(x, 2.0) + scaled(x, stop_gradient(x))
}

fn lookup(table: f64, x: f64) -> f64 {
    table * x
}

#[pullback]
fn lookup_pullback(#[constant] table: f64, x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (lookup(table, x), move |d_value, d_x| *d_x += d_value * table)
}

#[differentiate]
fn active_into_own_rule(x: f64) -> f64 {
    lookup(x.floor(), x)
}

static SCALE: f64 = 2.0;

fn scale_of_all() -> &'static f64 {
    &SCALE
}

#[differentiate]
fn not_a_float(x: f64) -> f64 {
    *scale_of_all() * x.sin()
}

#[differentiate]
fn refused_callee(x: f64) -> f64 {
    without_companion(x) + without_companion(2.0 * x)
}

#[differentiate]
fn unused_gradient(x: f64, y: &[f64]) -> f64 {
    x * y[0]
}

#[differentiate]
fn recursion(x: f64, n: u32) -> f64 {
    let mut power = 1.0;
    for _ in 0..factorial(n) {
        power *= x;
    }
    power
}

fn factorial(n: u32) -> u32 {
    if n == 0 { 1 } else { n * factorial(n - 1) }
}

fn main() {
    assert_eq!(own_primitive::f_grad(1.0), 0.25);
    assert_eq!(primitive_not_imported_grad(0.0), 0.25);
    assert_eq!(missing_companion_grad(3.0), 2.0);
    assert_eq!(layers::private_companion_grad(3.0), 2.0);
    assert_eq!(without_companion_grad(3.0), 4.0);
    assert_eq!(active_into_constant_grad(3.0), 5.0);
    assert_eq!(active_into_own_rule_grad(3.5), 3.0);
    assert_eq!(not_a_float_grad(0.0), 2.0);
    assert_eq!(refused_callee_grad(3.0), 12.0);
    let _ = unused_gradient_grad(1.0, &[1.0]);
    assert_eq!(recursion_grad(2.0, 2), 4.0);
}
