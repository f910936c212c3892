//! Operators of types of the user's own.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;
use num_traits::Float;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct V {
    x: f64,
    y: f64,
}

#[differentiate]
impl Add for V {
    type Output = V;

    fn add(self, other: V) -> V {
        V { x: self.x + other.x, y: self.y + other.y }
    }
}

#[differentiate]
impl Sub for V {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        V { x: self.x - other.x, y: self.y - other.y }
    }
}

#[differentiate]
impl Mul<f64> for V {
    type Output = V;

    fn mul(self, k: f64) -> Self::Output {
        V { x: self.x * k, y: self.y * k }
    }
}

#[differentiate]
impl Mul<V> for f64 {
    type Output = V;

    fn mul(self, v: V) -> V {
        v * self
    }
}

/// The dot product.
#[differentiate]
impl Mul for V {
    type Output = f64;

    fn mul(self, other: V) -> f64 {
        self.x * other.x + self.y * other.y
    }
}

#[differentiate]
impl Neg for V {
    type Output = V;

    fn neg(self) -> V {
        V { x: -self.x, y: -self.y }
    }
}

#[differentiate]
impl AddAssign for V {
    fn add_assign(&mut self, other: V) {
        self.x += other.x;
        self.y += other.y * self.x;
    }
}

#[differentiate]
impl MulAssign<f64> for V {
    fn mul_assign(&mut self, k: f64) {
        self.x *= k;
        self.y *= k * self.x;
    }
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Matrix {
    a: Vec<f64>,
}

#[differentiate]
impl<'a> Add<&'a Matrix> for &'a Matrix {
    type Output = Matrix;

    fn add(self, other: &Matrix) -> Matrix {
        let mut a = self.a.clone();
        for i in 0..a.len() {
            a[i] += other.a[i];
        }
        Matrix { a }
    }
}

#[differentiate]
impl Mul<&Matrix> for Matrix {
    type Output = Matrix;

    fn mul(self, other: &Matrix) -> Matrix {
        let mut a = self.a;
        for i in 0..a.len() {
            a[i] *= other.a[i] * a[0];
        }
        Matrix { a }
    }
}

#[differentiate]
impl SubAssign<&Matrix> for Matrix {
    fn sub_assign(&mut self, other: &Matrix) {
        for i in 0..self.a.len() {
            self.a[i] -= other.a[i] * self.a[i];
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Complex<T> {
    re: T,
    im: T,
}

#[differentiate]
impl<T: Float> Mul for Complex<T> {
    type Output = Complex<T>;

    fn mul(self, other: Complex<T>) -> Complex<T> {
        Complex { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }
}

#[differentiate]
impl<T: Float> Div<T> for Complex<T> {
    type Output = Self;

    fn div(self, k: T) -> Self {
        Complex { re: self.re / k, im: self.im / k }
    }
}

flat!(V, Matrix, Complex<f64>);

const A: V = V { x: 0.6, y: -0.4 };
const B: V = V { x: 1.1, y: 0.7 };

#[test]
fn operators_in_a_straight_line() {
    #[differentiate]
    fn f(a: V, b: V, k: f64) -> f64 {
        let c = a + b * k - 2.0 * a;
        let mut d = -c;
        d += a;
        d *= k;
        d += d;
        let e = d * c;
        e * 2.0 + (a * b).sin() + d.x / k
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: V = A, b: V = B, k: f64 = 0.8] (a, b, k));
}

#[test]
fn operators_in_a_loop_that_integrates() {
    #[differentiate]
    fn f(a: V, k: f64, n: usize) -> f64 {
        let mut p = a;
        let mut v = V { x: k, y: 1.0 };
        for _ in 0..n {
            let force: V = p * (-1.0 / (p * p).powf(1.5));
            v = v + force * 0.1;
            p = p + v * 0.1;
            if p.x > 0.9 {
                p = p * k;
            }
        }
        p * v
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: V = A, k: f64 = 0.8] (a, k, 6));
    scalar!(f f_grad f_value_and_grad f_pullback, [a: V = A, k: f64 = 0.8] (a, k, 0));
}

#[test]
fn an_operand_is_both() {
    #[differentiate]
    fn f(a: V, k: f64) -> f64 {
        let b = a + a;
        let c = (b - a) + (b - a) * k;
        c * c - b * -b
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: V = A, k: f64 = 0.8] (a, k));
}

#[test]
fn of_fields_whose_type_is_said() {
    #[derive(Clone, Debug, PartialEq, Differentiable)]
    struct Body {
        p: V,
        v: V,
        path: Vec<V>,
    }
    flat!(Body);
    impl Body {
        #[differentiate]
        fn drift(&mut self, dt: f64) {
            let (p, v): (V, V) = (self.p, self.v);
            self.p = p + v * dt;
            let path: &[V] = &self.path;
            let mut sum = p;
            for q in path {
                sum = sum + *q * dt;
            }
            self.v = sum - self.p * 0.5;
        }
    }
    #[differentiate]
    fn f(body: &Body, dt: f64) -> f64 {
        let mut b = body.clone();
        b.drift(dt);
        b.drift(dt);
        let (p, v): (V, V) = (b.p, b.v);
        p * v
    }
    let body = Body { p: A, v: B, path: vec![B, A] };
    scalar!(f f_grad f_value_and_grad f_pullback, [body: Body = body, dt: f64 = 0.3] (&body, dt));
}

#[test]
fn of_references_and_of_what_is_not_copied() {
    #[differentiate]
    fn f(m: &Matrix, k: f64) -> f64 {
        let n = Matrix { a: vec![k; 2] };
        let q = m.clone() * &n;
        let mut r = (&q + m) * &n;
        r -= &q;
        r -= m;
        r.a[0] * r.a[1] + q.a[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [m: Matrix = Matrix { a: vec![0.7, 1.3] }, k: f64 = 0.8] (&m, k));
}

#[test]
fn of_a_generic_type() {
    #[differentiate]
    fn f(z: Complex<f64>, k: f64, n: usize) -> f64 {
        let mut w = z;
        for _ in 0..n {
            w = w * z / k;
        }
        w.re * w.im
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [z: Complex<f64> = Complex { re: 0.6, im: 0.9 }, k: f64 = 0.8] (z, k, 3));
    #[differentiate]
    fn g<T: Float>(z: Complex<T>, k: T) -> T {
        let w = z * z / k;
        w.re * w.im
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [z: Complex<f64> = Complex { re: 0.6, im: 0.9 }, k: f64 = 0.8] (z, k));
}

#[test]
fn a_name_that_stands_for_a_float() {
    type Real = f64;
    #[differentiate]
    fn f(x: Real, k: Real) -> f64 {
        let y: Real = x * k - 2.0;
        let mut z = y / x;
        z += y % k;
        z *= -x;
        (z * z).sin() + z
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6, k: f64 = 0.8] (x, k));
}

#[test]
fn what_is_given_away_is_made_before_it_is_written() {
    #[differentiate]
    fn f(a: V, k: f64) -> f64 {
        let mut p = a;
        let q = p + {
            p.x = k;
            p * p.y
        };
        let r = q * {
            p.y = p.x * k;
            p.y
        };
        p += r;
        q * p
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: V = A, k: f64 = 0.8] (a, k));
    assert_eq!(f(A, 0.8), f_value_and_grad(A, 0.8).0);
}
