//! An inactive operand contributes no term at all, so that a structural zero never meets an infinity; a numeric zero is
//! not skipped.

use super::INF;
use autodiff_runtime::prelude::*;

#[differentiate]
fn beside_an_infinite_slope(x: f64, #[constant] y: f64) -> f64 {
    x * 3.0 + y.sqrt()
}

#[differentiate]
fn times_an_infinite_slope(x: f64, #[constant] y: f64) -> f64 {
    x * y.ln_1p().sqrt()
}

#[differentiate]
fn detached(x: f64) -> f64 {
    x * 2.0 + stop_gradient(x).sqrt()
}

#[differentiate]
fn rounded_first(x: f64) -> f64 {
    x * 2.0 + x.floor().sqrt() + x.round().powf(0.5)
}

#[differentiate]
fn of_a_constant(x: f64) -> f64 {
    let zero = 0.0_f64;
    x + zero.sqrt()
}

#[test]
fn the_slope_of_a_constant_is_never_asked_for() {
    assert_eq!(beside_an_infinite_slope_grad(2.0, 0.0), 3.0);
    assert_eq!(times_an_infinite_slope_grad(2.0, 0.0), 0.0);
    assert_eq!(of_a_constant_grad(2.0), 1.0);
}

#[test]
fn a_stopped_gradient_is_a_constant() {
    assert_eq!(detached_grad(0.0), 2.0);
}

#[test]
fn a_rounded_value_is_a_constant() {
    assert_eq!(rounded_first_grad(0.25), 2.0);
}

#[differentiate]
fn chosen(x: f64) -> f64 {
    if x > 0.0 { x.sqrt() } else { 0.0 }
}

#[differentiate]
fn guarded(x: f64, y: f64) -> f64 {
    let mut r = y;
    if x > 0.0 {
        r += x.ln();
    }
    r
}

/// The usual trap: `where(x > 0, sqrt(x), 0)` is NaN in frameworks that differentiate both sides.
#[test]
fn the_side_not_taken_contributes_nothing() {
    assert_eq!(chosen_grad(0.0), 0.0);
    assert_eq!(chosen_grad(4.0), 0.25);
    assert_eq!(guarded_grad(0.0, 1.0), (0.0, 1.0));
    assert_eq!(guarded_grad(-1.0, 1.0), (0.0, 1.0));
}

#[differentiate]
fn unused(x: f64) -> f64 {
    let _slope = x.sqrt();
    3.0 * x
}

/// What the result does not depend on has no part in its derivative, whatever its slope.
#[test]
fn what_the_result_does_not_use_contributes_nothing() {
    assert_eq!(unused_grad(0.0), 3.0);
}

/// Nothing is skipped by its number: a cotangent that happens to be 0 times an infinite slope is NaN, as calculus has it.
#[test]
fn a_numeric_zero_is_not_skipped() {
    assert!(times_zero_grad(0.0, 0.0).0.is_nan());
    assert_eq!(times_zero_grad(4.0, 0.0), (0.0, 2.0));
    let (_, pullback) = chosen_pullback(f64::MIN_POSITIVE);
    let mut d_x = 0.0;
    pullback(INF, &mut d_x);
    assert_eq!(d_x, INF);
}

#[differentiate]
fn times_zero(x: f64, y: f64) -> f64 {
    y * x.sqrt()
}
