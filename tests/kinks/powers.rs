//! Powers where base or exponent is zero, negative or infinite.

use super::{INF, NAN, same};
use autodiff_runtime::prelude::*;

functions! {
    power(x, y) = x.powf(y);
    named_power(x, y) = pow(x, y);
    to_the_zeroth(x) = x.powf(0.0) + 0.0 * x.powi(0);
    exponential(y) = 0.0_f64.powf(y);
}

#[differentiate(wrt(x))]
fn power_in_the_base(x: f64, y: f64) -> f64 {
    x.powf(y)
}

#[differentiate(wrt(y))]
fn power_in_the_exponent(x: f64, y: f64) -> f64 {
    x.powf(y)
}

#[differentiate]
fn to_the(x: f64, n: i32) -> f64 {
    x.powi(n)
}

const ANYTHING: [f64; 7] = [0.0, -0.0, 1.5, -1.5, INF, -INF, NAN];

#[test]
fn the_zeroth_power_is_flat_whatever_its_base() {
    same(ANYTHING.map(|x| to_the_grad(x, 0)), [0.0; 7]);
    same(ANYTHING.map(|x| power_in_the_base_grad(x, 0.0)), [0.0; 7]);
    same(ANYTHING.map(|x| power_grad(x, 0.0).0), [0.0; 7]);
    same(ANYTHING.map(|x| power_in_the_base_grad(x, -0.0)), [0.0; 7]);
}

/// A literal exponent has a form of its own.
#[test]
fn the_zeroth_power_by_a_literal_is_flat_whatever_its_base() {
    same(ANYTHING.map(to_the_zeroth_grad), [0.0; 7]);
}

#[test]
fn the_first_power_is_the_identity_at_zero() {
    same([0.0, -0.0, -2.0].map(|x| to_the_grad(x, 1)), [1.0; 3]);
    same([0.0, -0.0, -2.0].map(|x| power_in_the_base_grad(x, 1.0)), [1.0; 3]);
}

#[test]
fn at_base_zero_the_slope_in_the_base_goes_by_the_exponent() {
    same([3.0, 2.0, 1.0, 0.5].map(|y| power_in_the_base_grad(0.0, y)), [0.0, 0.0, 1.0, INF]);
    same([3, 2, 1].map(|n| to_the_grad(0.0, n)), [0.0, 0.0, 1.0]);
    assert_eq!(to_the_grad(0.0, -1), -INF);
}

#[test]
fn at_base_zero_the_slope_in_the_exponent_is_zero() {
    same([0.0, -0.0, 0.5, 1.0, 3.0].map(|y| power_in_the_exponent_grad(0.0, y)), [0.0; 5]);
    same([0.0, 0.5, 1.0, 3.0].map(|y| power_grad(0.0, y).1), [0.0; 4]);
    same([0.0, 0.5, 1.0, 3.0].map(|y| named_power_grad(0.0, y).1), [0.0; 4]);
    same([0.0, 0.5, 3.0].map(exponential_grad), [0.0; 3]);
}

#[test]
fn a_negative_base_has_no_slope_in_the_exponent() {
    let (in_the_base, in_the_exponent) = power_grad(-2.0, 3.0);
    assert_eq!(in_the_base, 12.0);
    assert!(in_the_exponent.is_nan());
    assert!(power_in_the_exponent_grad(-2.0, 3.0).is_nan());
}

#[test]
fn a_negative_base_is_no_matter_while_the_exponent_is_inactive() {
    assert_eq!(power_in_the_base_grad(-2.0, 3.0), 12.0);
    assert_eq!(power_in_the_base_grad(-2.0, 2.0), -4.0);
    assert_eq!(power_in_the_base_grad(-2.0, -1.0), -0.25);
}

#[test]
fn a_power_that_vanishes_does_so_faster_than_the_logarithm_grows() {
    assert_eq!(power_in_the_exponent_grad(INF, -1.0), 0.0);
    assert_eq!(power_in_the_exponent_grad(1e-300, 2.0), 0.0);
}
