//! The same in `f32`.

use autodiff_runtime::prelude::*;

#[differentiate]
fn of_one(x: f32) -> f32 {
    x.abs() + relu(x) + 2.0 * x.clamp(0.0, 1.0) + 10.0 * x.fract() + x.round()
}

#[differentiate]
fn of_two(x: f32, y: f32) -> f32 {
    x.max(y) + 4.0 * x.min(y) + 16.0 * x.hypot(y)
}

#[differentiate]
fn roots(x: f32) -> f32 {
    x.sqrt() + x.cbrt() + x.ln()
}

#[differentiate]
fn power(x: f32, y: f32) -> f32 {
    x.powf(y)
}

#[differentiate]
fn remainders(x: f32, y: f32) -> f32 {
    x % y + 10.0 * x.rem_euclid(y)
}

#[differentiate]
fn angle(y: f32, x: f32) -> f32 {
    y.atan2(x)
}

#[test]
fn kinks_are_where_they_are_in_f64() {
    assert_eq!([0.0, -0.0].map(of_one_grad), [12.0_f32; 2]);
    assert_eq!(of_two_grad(0.0, 0.0), (2.5_f32, 2.5_f32));
    assert_eq!(roots_grad(0.0), f32::INFINITY);
    assert_eq!(power_grad(0.0, 2.0), (0.0_f32, 0.0_f32));
    assert_eq!(power_grad(f32::NAN, 0.0).0, 0.0_f32);
    assert_eq!(remainders_grad(-7.5, 2.0), (11.0_f32, 43.0_f32));
    let (d_y, d_x): (f32, f32) = angle_grad(0.0, 0.0);
    assert!(d_y.is_nan() && d_x.is_nan());
}
