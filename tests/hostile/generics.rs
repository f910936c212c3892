//! Functions over `T: Float`: numbers without a literal, sums without `+=`, callees and callers that are generic or not.
//!
//! The same function serves `f64`, held to numerical differences, and `f32`, held to the gradient in `f64`.

mod methods;
mod numbers;
mod parameters;

use crate::harness::{Flat, into, outputs, rows, scalar};
use autodiff_runtime::prelude::*;
use num_traits::Float;
use std::iter::Sum;
use std::ops::{AddAssign, Neg};

/// An `f32` gradient beside that in `f64`, as exact as the one can be.
#[track_caller]
fn single<A: Flat, B: Flat>(got: A, want: B) {
    for (got, want) in got.flat().iter().zip(want.flat()) {
        assert!((got - want).abs() <= 2e-5 * want.abs().max(1.0), "{got} in f32, {want} in f64");
    }
}

#[test]
fn rosenbrock_in_both_types() {
    #[differentiate]
    fn f<T: Float>(x: T, y: T) -> T {
        let a = T::one() - x;
        let b = y - x * x;
        a * a + T::from(100.0).unwrap() * b.powi(2)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, y: f64 = -0.4] (x, y));
    single(f_grad(0.7_f32, -0.4), f_grad(0.7_f64, -0.4));
    single(f_value_and_grad::<f32>(0.7, -0.4), f_value_and_grad::<f64>(0.7, -0.4));
}

#[differentiate]
fn norm<T>(x: &[T]) -> T
where
    T: num_traits::Float,
{
    let mut s = T::zero();
    for i in 0..x.len() {
        s = s + x[i] * x[i];
    }
    s.sqrt()
}

#[differentiate]
fn scaled<T: Float, const N: usize>(x: [T; N], a: T) -> [T; N] {
    let mut y = [T::zero(); N];
    for i in 0..N {
        y[i] = x[i] * a + T::from(N).unwrap() * x[N - 1 - i];
    }
    y
}

#[differentiate]
fn relax<'y, T: Float + 'y>(a: T, y: &'y mut [T], n: usize) {
    let two = T::one() + T::one();
    for _ in 0..n {
        for i in 1..y.len() - 1 {
            y[i] = y[i] + a * (y[i - 1] + y[i + 1] - two * y[i]) * y[i];
        }
    }
}

#[test]
fn slices_arrays_and_outputs() {
    scalar!(norm norm_grad norm_value_and_grad norm_pullback, [x: Vec<f64> = vec![0.3, -1.2, 0.8]] (&x));
    into!(norm norm_grad norm_grad_into, [x: Vec<f64> = vec![0.3, -1.2, 0.8]] (&x));
    rows!(scaled scaled_pullback, [x: [f64; 3] = [0.3, -1.2, 0.8], a: f64 = 0.7] (x, a), by value);
    outputs!(relax relax_vjp relax_pullback, [a: f64 = 0.2], [y / d_y: [f64; 4] = [0.3, -1.2, 0.8, 0.5]], (a, &mut y, 3));
    single(norm_grad(&[0.3_f32, -1.2]), norm_grad(&[0.3_f64, -1.2]));
    let (mut y, mut d_y) = ([0.3_f32, -1.2, 0.8, 0.5], [1.0_f32, 2.0, -1.0, 0.5]);
    let (mut z, mut d_z) = ([0.3_f64, -1.2, 0.8, 0.5], [1.0_f64, 2.0, -1.0, 0.5]);
    single(relax_vjp(0.2, &mut y, 3, &mut d_y), relax_vjp(0.2, &mut z, 3, &mut d_z));
    single((y, d_y), (z, d_z));
}

#[test]
fn a_generic_caller() {
    #[differentiate]
    fn f<T: Float>(x: &[T], p: (T, T), a: [T; 3]) -> T {
        let mut y = scaled(a, p.0);
        let z = scaled::<T, 3>(y, p.1);
        relax(p.0, &mut y, 2);
        norm(x) * norm::<T>(&z) + y[1] * norm(&y[1..])
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [x: Vec<f64> = vec![0.3, -1.2], p: (f64, f64) = (0.2, 0.4), a: [f64; 3] = [0.3, -0.7, 0.9]] (&x, p, a));
    single(
        f_grad(&[0.3_f32, -1.2], (0.2, 0.4), [0.3, -0.7, 0.9]),
        f_grad(&[0.3_f64, -1.2], (0.2, 0.4), [0.3, -0.7, 0.9]),
    );
}

#[test]
fn a_caller_that_is_not_generic() {
    #[differentiate]
    fn f(x: &[f64], y: f64, z: f32) -> f64 {
        let u = norm::<f64>(x) + norm(x);
        let v = scaled::<_, 1>([y * u], 2.0)[0] * f64::from(norm::<f32>(&[z, 2.0 * z]));
        v + norm(&[u, v]) + norm(&[z]) as f64
    }
    let at = (&[0.3, -1.2][..], 0.7, -0.4_f32);
    let (d_x, d_y, d_z) = f_grad(at.0, at.1, at.2);
    // In `f64` all the way: the generic function says the same of it.
    #[differentiate]
    fn g<T: Float>(x: &[T], y: T, z: T) -> T {
        let two = T::from(2).unwrap();
        let u = norm::<T>(x) + norm(x);
        let v = scaled::<_, 1>([y * u], two)[0] * norm::<T>(&[z, two * z]);
        v + norm(&[u, v]) + norm(&[z])
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = vec![0.3, -1.2], y: f64 = 0.7, z: f64 = -0.4] (&x, y, z));
    let (e_x, e_y, e_z) = g_grad(at.0, at.1, f64::from(at.2));
    single((d_x, d_y, d_z), (e_x, e_y, e_z));
}

#[test]
fn control_flow_and_memory() {
    #[differentiate]
    fn f<T: Float + AddAssign + Neg<Output = T> + Sum>(x: T, n: usize) -> T {
        let mut h = [T::zero(); 4];
        h[0] = x;
        let mut v: Vec<T> = Vec::with_capacity(n);
        for i in 0..n {
            h[(i + 1) % 4] = h[i % 4].sin() + x;
            v.push(h[i % 4]);
        }
        let mut best = T::neg_infinity();
        for &e in &v {
            if e > best {
                best = e;
            }
        }
        let (mut i, mut t, mut u) = (0, T::one(), -x);
        while t < T::from(100).unwrap() && i < n {
            t = t * (x + best);
            u += t;
            i += 1;
        }
        let rounds = x.floor().to_usize().unwrap();
        for _ in 0..rounds {
            t = t - u / T::from(rounds + 7).unwrap();
        }
        t.max(u)
            + match n {
                0..3 => T::zero(),
                _ => t * t,
            }
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 2.3] (x, 9));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x, 2));
    single(f_grad(0.9_f32, 5), f_grad(0.9_f64, 5));
}

#[test]
fn chains_and_closures() {
    #[differentiate]
    fn f<T: Float + Sum>(x: &[T], w: T, n: usize) -> T {
        let square = |v: T| v * v * w;
        let total = x.iter().map(|&v| square(v) + T::one()).sum::<T>();
        let plain: T = x.iter().zip(x.iter().skip(1)).map(|(a, b)| *a * *b).sum();
        let folded = x.iter().fold(T::zero(), |a, &b| a.max(b * w));
        let y: Vec<T> = (0..n).map(|i| T::from(i).unwrap() * w).collect();
        total * plain + folded + y.iter().copied().filter(|v| *v > T::one()).fold(T::one(), |a, b| a * b)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.3, -1.2, 0.8], w: f64 = 0.7] (&x, w, 4));
    single(f_grad(&[0.3_f32, -1.2, 0.8], 0.7, 4), f_grad(&[0.3_f64, -1.2, 0.8], 0.7, 4));
}
