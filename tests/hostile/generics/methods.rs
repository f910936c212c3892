//! Every method of num-traits' `Float`, in every spelling; what is said of `f64` holds of a `T`, to the bit.

use super::single;
use crate::harness::{Flat, assert_same, scalar};
use autodiff_runtime::prelude::*;
use num_traits::Float;

/// A function of two numbers, generic and for each float type: the gradients are the same.
macro_rules! alike {
    ($($name:ident($x:ident, $y:ident) = $body:expr;)+) => {
        $(
            #[test]
            fn $name() {
                #[differentiate]
                fn generic<T: Float>($x: T, $y: T) -> T {
                    $body
                }
                #[differentiate]
                fn double($x: f64, $y: f64) -> f64 {
                    $body
                }
                #[differentiate]
                fn float($x: f32, $y: f32) -> f32 {
                    $body
                }
                for (x, y) in POINTS {
                    let what = format!("{} at ({x}, {y})", stringify!($name));
                    let (got, want) = (generic_value_and_grad(x, y), double_value_and_grad(x, y));
                    assert_same(&what, &got.flat(), &want.flat());
                    let (x, y) = (x as f32, y as f32);
                    let (got, want) = (generic_value_and_grad(x, y), float_value_and_grad(x, y));
                    assert_same(&what, &got.flat(), &want.flat());
                }
            }
        )+
    };
}

const POINTS: [(f64, f64); 8] =
    [(0.7, 0.4), (0.4, 0.7), (-0.6, 0.9), (0.5, 0.5), (0.0, 0.5), (-0.3, -0.8), (0.9, -0.0), (-0.0, 0.0)];

/// A module of their own: some are called as named primitives are.
mod each {
    use super::*;

    alike! {
    sin(x, y) = x.sin() * y;
    cos(x, y) = x.cos() * y;
    tan(x, y) = x.tan() * y;
    asin(x, y) = x.asin() * y;
    acos(x, y) = x.acos() * y;
    atan(x, y) = x.atan() * y;
    atan2(x, y) = x.atan2(y) * y;
    sinh(x, y) = x.sinh() * y;
    cosh(x, y) = x.cosh() * y;
    tanh(x, y) = x.tanh() * y;
    asinh(x, y) = x.asinh() * y;
    acosh(x, y) = (x.abs() + x.exp()).acosh() * y;
    atanh(x, y) = x.atanh() * y;
    sin_cos(x, y) = { let (s, c) = x.sin_cos(); s * y + c };
    exp(x, y) = x.exp() * y;
    exp2(x, y) = x.exp2() * y;
    exp_m1(x, y) = x.exp_m1() * y;
    ln(x, y) = x.ln() * y;
    ln_1p(x, y) = x.ln_1p() * y;
    log(x, y) = x.abs().log(y.exp()) * y;
    log2(x, y) = x.log2() * y;
    log10(x, y) = x.log10() * y;
    sqrt(x, y) = x.sqrt() * y;
    cbrt(x, y) = x.cbrt() * y;
    powi(x, y) = x.powi(2) * y + x.powi(-3) + y.powi(0) + y.powi(5) * x.powi(1) + x.powi(3);
    powf(x, y) = x.powf(y) * y;
    hypot(x, y) = x.hypot(y) * y;
    abs(x, y) = x.abs() * y;
    signum(x, y) = x.signum() * y;
    recip(x, y) = x.recip() * y;
    mul_add(x, y) = x.mul_add(y, x * y) * y;
    min(x, y) = x.min(y) * y;
    max(x, y) = x.max(y) * y;
    clamp(x, y) = x.clamp(-y.abs(), y.abs()) * y;
    copysign(x, y) = x.copysign(y) * y;
    to_radians(x, y) = x.to_radians() * y;
    to_degrees(x, y) = x.to_degrees() * y;
    floor(x, y) = x.floor() * y + x;
    ceil(x, y) = x.ceil() * y + x;
    round(x, y) = x.round() * y + x;
    trunc(x, y) = x.trunc() * y + x;
    fract(x, y) = x.fract() * y;
    operators(x, y) = -x * y / (x + y * y) - x % y;
    }
}

#[test]
fn every_way_to_call_a_method() {
    #[differentiate]
    fn f<T: Float>(x: T, y: T) -> T {
        let p = T::sin(x) + Float::cos(y) + T::max(x, y) * T::powi(x, 3) + <T as Float>::exp(y) + T::mul_add(x, y, x);
        let q = num_traits::Float::ln(x) + <T>::sqrt(y) + T::hypot(x, y) + x.sin_cos().0 + T::abs(x - y);
        let (s, c) = T::sin_cos(p);
        s * q + c + (&x).exp() + Float::atan2(x, y)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, y: f64 = 1.9] (x, y));
    single(f_grad(0.7_f32, 1.9), f_grad(0.7_f64, 1.9));
}

#[test]
fn named_primitives() {
    #[differentiate]
    fn f<T: Scalar>(x: T, w: T) -> T {
        let a = sigmoid(x * w) + relu(x) * softplus(w) + mul(x, w) + pow(x, w) + powi(x, 2);
        let b = leaky_relu(-x, T::from_double(0.1)) + elu(-x, T::one()) + selu(-x) + gelu(w) + silu(w) + tanh(x);
        let c = exp(x) + ln(x) + sqrt(x) + neg(x) + sub(x, w) + div(x, w) + autodiff_runtime::primitive::add(x, w);
        a * b + c
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, w: f64 = 1.3] (x, w));
    single(f_grad(0.7_f32, 1.3), f_grad(0.7_f64, 1.3));
}

#[test]
fn kinks_are_where_they_are() {
    #[differentiate]
    fn f<T: Float>(x: T, y: T) -> T {
        x.max(y) * T::from(3.0).unwrap() + x.abs() + T::from(5.0).unwrap() * y.min(x) + x.clamp(y, T::one())
    }
    for (x, y) in [(0.0, 0.0), (1.0, 1.0), (-0.0, 0.5), (2.0, 1.0), (f64::NAN, 0.5)] {
        #[differentiate]
        fn g(x: f64, y: f64) -> f64 {
            x.max(y) * 3.0 + x.abs() + 5.0 * y.min(x) + x.clamp(y, 1.0)
        }
        assert_same("kinks", &f_grad(x, y).flat(), &g_grad(x, y).flat());
    }
    #[differentiate]
    fn zero_power<T: Float>(x: T, y: T, #[constant] n: i32) -> T {
        x.powi(n) + x.powf(y) + x.hypot(y) + y.sqrt()
    }
    assert_eq!(zero_power_grad(0.0_f64, 0.0, 0), (0.0, f64::INFINITY));
    assert_eq!(zero_power_grad(0.0_f32, 0.0, 0), (0.0, f32::INFINITY));
}
