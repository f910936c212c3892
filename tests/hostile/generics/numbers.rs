//! Numbers of a type that only the caller names, and the ways from one float type to another.

use super::single;
use crate::harness::{assert_close, scalar};
use autodiff_runtime::prelude::*;
use num_traits::{Float, FloatConst, FromPrimitive};

#[test]
fn every_way_to_write_a_number() {
    #[differentiate]
    fn f<T: Float + FloatConst + FromPrimitive>(x: T, #[constant] c: T, n: usize) -> T {
        let half = T::from(0.5).unwrap();
        let third = T::one() / T::from_f64(3.0).expect("a float");
        let two_pi: T = T::PI() + T::PI();
        let k: T = num_traits::NumCast::from(n).unwrap();
        let l: T = num_traits::cast(0.25).unwrap();
        let m = num_traits::cast::<_, T>(n).unwrap();
        let of_data = T::from(c).unwrap() + T::from_usize(n).unwrap();
        let y = half * x * T::from(n + 1).unwrap() + third * k * x.sin() * c;
        let y = y + l * x * m + two_pi * x.powi(3) * num_traits::cast(1.5).unwrap() + of_data * x;
        let z = <T as Float>::max_value().min(y) * num_traits::zero::<T>().max(num_traits::one());
        if z > T::infinity() || z.is_nan() || T::is_nan(y) { x } else { z.max(T::epsilon()) + x * Float::epsilon() }
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, 1.3, 3));
    single(f_grad(0.7_f32, 1.3, 3), f_grad(0.7_f64, 1.3, 3));
}

#[test]
fn floats_of_several_types() {
    #[differentiate]
    fn f<T: Float, U: Float>(x: T, y: U, z: f32, #[constant] w: U) -> f64 {
        let a = T::from(y * w).unwrap() * x;
        let b = U::from(a).unwrap() * y + U::from(z).unwrap() * U::from(x).unwrap();
        let c = b.to_f64().unwrap() * 3.0 + (a.to_f32().unwrap() * z) as f64;
        let mut s = 0.0;
        for i in 0..2 {
            s += c * i as f64 + x.to_f64().unwrap();
        }
        s + f64::from(z)
    }
    // The same, in one type.
    #[differentiate]
    fn g(x: f64, y: f64, z: f64, w: f64) -> f64 {
        let a = y * w * x;
        let b = a * y + z * x;
        let c = b * 3.0 + a * z;
        c + 2.0 * x + z
    }
    let (d_x, d_y, d_z, _) = g_grad(0.7, -0.4, 1.25, 1.5);
    scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = 0.7, y: f64 = -0.4, z: f64 = 1.25, w: f64 = 1.5] (x, y, z, w));
    let (of_x, of_y, of_z) = f_grad(0.7_f64, -0.4_f64, 1.25, 1.5);
    assert_close("f64", &[of_x, of_y], &[d_x, d_y]);
    single(of_z, d_z);
    single(f_grad(0.7_f32, -0.4_f64, 1.25, 1.5), (d_x, d_y, d_z));
    single(f_grad(0.7_f64, -0.4_f32, 1.25, 1.5), (d_x, d_y, d_z));
    single(f_grad(0.7_f32, -0.4_f32, 1.25, 1.5), (d_x, d_y, d_z));
    single(f(0.7_f32, -0.4_f64, 1.25, 1.5), g(0.7, -0.4, 1.25, 1.5));
}

#[test]
fn two_types_in_a_tuple() {
    #[differentiate]
    fn both<T: Float, U: Float>(x: T, y: U) -> (T, U) {
        (x * x, y.sin())
    }
    #[differentiate]
    fn f<T: Float>(x: T, y: f32, p: (T, f32)) -> T {
        let (a, b): (T, f32) = both(x, y);
        let (c, d): (f32, T) = both::<f32, T>(y, x);
        a * d + T::from(b * c * p.1).unwrap() * p.0
    }
    let slopes = |x: f64, y: f64, p: (f64, f64)| {
        let d_x = 2.0 * x * x.sin() + x * x * x.cos();
        let d_y = (y.cos() * y * y + y.sin() * 2.0 * y) * p.1 * p.0;
        (d_x, d_y, (y.sin() * y * y * p.1, y.sin() * y * y * p.0))
    };
    single(f_grad(0.7_f64, 0.4, (1.5, -0.6)), slopes(0.7, 0.4, (1.5, -0.6)));
    single(f_grad(0.7_f32, 0.4, (1.5, -0.6)), slopes(0.7, 0.4, (1.5, -0.6)));
}

#[test]
fn constants_of_no_named_type() {
    #[differentiate]
    fn f<T: Float + From<f32>>(x: T) -> T {
        fn half<U: Float>() -> U {
            U::one() / (U::one() + U::one())
        }
        const K: f64 = 3.0;
        let h: T = 0.5.into();
        let k = <T as From<f32>>::from(0.25);
        x * half() * half::<T>() * <T as num_traits::NumCast>::from(K).unwrap() * half()
            + x * h * k * <T as From<f32>>::from(2.0)
    }
    assert_eq!((f_grad(2.0_f32), f_grad(2.0_f64)), (0.625, 0.625));
}

#[test]
fn a_result_of_another_type() {
    #[differentiate]
    fn widened<T: Float>(x: f32, y: f64) -> (T, T) {
        let a = T::from(x).unwrap() * T::from(y).unwrap();
        (a, T::from(y * y).unwrap())
    }
    let (value, pullback) = widened_pullback::<f64>(1.5, 0.7);
    let (mut d_x, mut d_y) = (0.0, 0.0);
    pullback((2.0, 3.0), &mut d_x, &mut d_y);
    assert_eq!(value, (1.5 * 0.7, 0.7 * 0.7));
    assert_close("widened", &[f64::from(d_x), d_y], &[f64::from(1.4_f32), 3.0 + 3.0 * 1.4]);
}

#[test]
fn a_number_of_the_users_own_precision() {
    // 0.1 as a `T` is another number in `f32`, and `f64` arithmetic on the way to it stays `f64` arithmetic.
    #[differentiate]
    fn f<T: Float>(x: T) -> T {
        let k = 0.1;
        let tenth = T::from(k * 3.0 / 3.0).unwrap();
        x * tenth + T::from(0.1_f32).unwrap() * x * x
    }
    assert_eq!(f_grad(0.0_f32), (0.1_f64 * 3.0 / 3.0) as f32);
    assert_eq!(f_grad(0.0_f64), 0.1 * 3.0 / 3.0);
    assert_eq!(f_grad(1.0_f64), 0.1 * 3.0 / 3.0 + 2.0 * f64::from(0.1_f32));
}
