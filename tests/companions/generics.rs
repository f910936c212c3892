//! Lifetimes, `const` parameters and where-clauses are the companions' too, and a body that may be `const` stays it.

use autodiff_runtime::prelude::*;

#[differentiate]
fn dot<'a, 'b>(x: &'a [f64], y: &'b [f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * y[i];
    }
    sum
}

#[differentiate]
fn bounded<'a, 'b>(x: &'a [f64; 2], y: &'b f64) -> f64
where
    'a: 'b,
{
    x[0] * x[1] * *y
}

#[differentiate]
fn norm<const N: usize>(x: &[f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * x[i];
    }
    sum.sqrt()
}

#[differentiate]
fn multiply<const M: usize, const N: usize>(a: &[[f64; N]; M], x: [f64; N]) -> [f64; M] {
    let mut y = [0.0; M];
    for i in 0..M {
        for j in 0..N {
            y[i] += a[i][j] * x[j];
        }
    }
    y
}

#[differentiate]
fn shifted_norm<const N: usize>(a: &[[f64; N]; 2], x: [f64; N]) -> f64 {
    let y = multiply(a, x);
    let z = multiply::<2, N>(a, x);
    norm(&y) + y[0] * z[1]
}

#[test]
fn lifetimes() {
    assert_eq!(dot_grad(&[1.0, 2.0], &[3.0, 4.0]), (vec![3.0, 4.0], vec![1.0, 2.0]));
    assert_eq!(bounded_grad(&[2.0, 3.0], &5.0), ([15.0, 10.0], 6.0));
    fn short<'s>(long: &'static [f64], x: &'s [f64]) -> (f64, impl Fn(f64, &mut [f64], &mut [f64]) + use<'s>) {
        dot_pullback(long, x)
    }
    let x = vec![3.0, 4.0];
    let (value, pullback) = short(&[1.0, 2.0], &x);
    let (mut d_long, mut d_x) = ([0.0; 2], [0.0; 2]);
    pullback(1.0, &mut d_long, &mut d_x);
    assert_eq!((value, d_long, d_x), (11.0, [3.0, 4.0], [1.0, 2.0]));
}

#[test]
fn const_parameters() {
    assert_eq!(norm_grad(&[1.0, -1.0, 1.0, 1.0]), [0.5, -0.5, 0.5, 0.5]);
    assert_eq!(norm_grad::<1>(&[-2.0]), [-1.0]);
    let mut d_x = [7.0; 4];
    assert_eq!(norm_grad_into(&[1.0, -1.0, 1.0, 1.0], &mut d_x), 2.0);
    assert_eq!(d_x, [0.5, -0.5, 0.5, 0.5]);

    let (a, x) = ([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [7.0, 8.0, 9.0]);
    let (y, pullback) = multiply_pullback(&a, x);
    let (mut d_a, mut d_x) = ([[0.0; 3]; 2], [0.0; 3]);
    pullback([1.0, 10.0], &mut d_a, &mut d_x);
    assert_eq!(y, [50.0, 122.0]);
    assert_eq!((d_a, d_x), ([[7.0, 8.0, 9.0], [70.0, 80.0, 90.0]], [41.0, 52.0, 63.0]));
}

#[test]
fn callees_with_const_parameters() {
    use autodiff_runtime::check::assert_gradient;
    let at = ([[1.0, 2.0], [-0.5, 0.7]], [0.3, 0.4]);
    assert_gradient(|(a, x)| shifted_norm(a, *x), &at, &shifted_norm_grad(&at.0, at.1));
}

#[differentiate]
const fn cubic(a: f64, x: f64) -> f64 {
    let square = x * x;
    a * square * x - x / 2.0 + 1.0
}

const AT_COMPILE_TIME: (f64, (f64, f64)) = cubic_value_and_grad(2.0, 3.0);
const SLOPES: (f64, f64) = cubic_grad(2.0, 3.0);

#[test]
fn a_constant_function_has_a_constant_gradient() {
    assert_eq!(AT_COMPILE_TIME, (53.5, (27.0, 53.5)));
    assert_eq!(SLOPES, (27.0, 53.5));
}
