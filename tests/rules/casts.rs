//! Casts between floats, whose derivative is the cast of the derivative, and from integers, which carry none.

#![allow(clippy::needless_range_loop, clippy::unnecessary_cast, reason = "every way to write it is under test")]

use crate::measure::assert_close;
use autodiff_runtime::prelude::*;

#[differentiate]
fn widened(x: f32, y: f64) -> f64 {
    (x as f64 * y).sin()
}

#[differentiate]
fn narrowed(x: f32, y: f64) -> f32 {
    (x * y as f32).sin()
}

#[differentiate]
fn by_from(x: f32, y: f64) -> f64 {
    (f64::from(x) * y).sin()
}

#[differentiate]
fn there_and_back(x: f64) -> f64 {
    let rounded = (x * x) as f32;
    rounded as f64 * 3.0
}

#[differentiate]
fn to_its_own_type(x: f64) -> f64 {
    (x as f64 * 2.0) as f64
}

const POINTS: [(f32, f64); 3] = [(0.7, 1.9), (-1.3, 0.4), (2.5, -3.5)];

#[test]
fn a_gradient_has_its_parameters_type() {
    for (x, y) in POINTS {
        let (d_x, d_y): (f32, f64) = widened_grad(x, y);
        let slope = (f64::from(x) * y).cos();
        assert_close("widened in x", d_x, (slope * y) as f32);
        assert_close("widened in y", d_y, slope * f64::from(x));
        assert_eq!(by_from_value_and_grad(x, y), widened_value_and_grad(x, y));

        let (d_x, d_y): (f32, f64) = narrowed_grad(x, y);
        let slope = (x * y as f32).cos();
        assert_close("narrowed in x", d_x, slope * y as f32);
        // What has gone through an `f32` has the precision of an `f32`.
        assert_close("narrowed in y", d_y as f32, slope * x);
    }
}

#[test]
fn rounding_has_slope_one() {
    for x in [0.7, -1.3] {
        assert_close("there and back", there_and_back_grad(x) as f32, 6.0 * x as f32);
        assert_close("to its own type", to_its_own_type_grad(x), 2.0);
    }
}

#[test]
fn a_pullback_through_a_cast_takes_the_results_type() {
    let (value, pullback) = narrowed_pullback(0.7, 1.9);
    assert_eq!(value, narrowed(0.7, 1.9));
    let (mut d_x, mut d_y) = (0.0_f32, 0.0_f64);
    pullback(2.0_f32, &mut d_x, &mut d_y);
    let (want_x, want_y) = narrowed_grad(0.7, 1.9);
    assert_close("x", d_x, 2.0 * want_x);
    assert_close("y", d_y as f32, 2.0 * want_y as f32);
}

/// Each integer type, as a cast and by `from`, times `x`.
macro_rules! from_integers {
    ($($int:ident)+; $($lossless:ident)+) => {
        #[test]
        fn integers_become_constants() {
            $({
                #[differentiate]
                fn scaled(x: f64, n: $int) -> f64 {
                    x * n as f64 + n as f64
                }
                assert_eq!(scaled_value_and_grad(0.5, 3), (4.5, 3.0), stringify!($int));
            })+
            $({
                #[differentiate]
                fn scaled(x: f64, n: $lossless) -> f64 {
                    x * f64::from(n)
                }
                assert_eq!(scaled_value_and_grad(0.5, 3), (1.5, 3.0), stringify!($lossless));
            })+
        }
    };
}

from_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize; i8 i16 i32 u8 u16 u32 }

#[differentiate]
fn of_the_turn(x: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        sum += x.powi(i as i32) / (i + 1) as f64;
    }
    sum
}

#[differentiate]
fn of_a_bool(x: f64, flag: bool) -> f64 {
    x * f64::from(u8::from(flag)) + x * (flag as u8) as f64
}

#[differentiate]
fn of_a_length(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i];
    }
    sum / x.len() as f64
}

#[test]
fn whatever_is_an_integer_can_be_cast() {
    // 1 + x/2 + x²/3 + x³/4
    let x = 0.7;
    assert_close("by the turn", of_the_turn_grad(x, 4), 0.5 + 2.0 * x / 3.0 + 0.75 * x * x);
    assert_eq!([of_a_bool_grad(x, true), of_a_bool_grad(x, false)], [2.0, 0.0]);
    assert_eq!(of_a_length_grad(&[1.0, 5.0, 7.0, 3.0]), [0.25; 4]);
}
