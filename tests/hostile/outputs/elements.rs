//! Outputs whose elements are written, read and written, in loops and branches.

use crate::harness::{data, outputs};
use autodiff_runtime::prelude::*;

#[test]
fn axpy_in_place() {
    #[differentiate]
    fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
        for i in 0..y.len() {
            y[i] += a * x[i];
        }
    }
    for n in [0, 1, 4] {
        outputs!(axpy axpy_vjp axpy_pullback, [a: f64 = 0.7, x: Vec<f64> = data(n)], [y / d_y: Vec<f64> = data(n)],
            (a, &x, &mut y));
    }
}

#[test]
fn scaled_in_place() {
    #[differentiate]
    fn f(a: f64, y: &mut [f64]) {
        for i in 0..y.len() {
            y[i] = a * y[i] * y[i];
        }
    }
    outputs!(f f_vjp f_pullback, [a: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (a, &mut y));

    #[differentiate]
    fn g(a: f64, y: &mut [f64; 3]) {
        for i in 0..3 {
            y[i] *= a;
            y[i] -= y[(i + 1) % 3];
        }
    }
    outputs!(g g_vjp g_pullback, [a: f64 = 0.7], [y / d_y: [f64; 3] = [0.4, -0.3, 0.9]], (a, &mut y));

    #[differentiate]
    fn h(a: f64, y: &mut Vec<f64>) {
        for i in 0..y.len() {
            y[i] /= a;
        }
    }
    outputs!(h h_vjp h_pullback, [a: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (a, &mut y));
}

#[test]
fn prefix_sums_in_place() {
    #[differentiate]
    fn f(y: &mut [f64]) {
        for i in 1..y.len() {
            y[i] += y[i - 1];
        }
    }
    outputs!(f f_vjp f_pullback, [], [y / d_y: Vec<f64> = data(5)], (&mut y));

    #[differentiate]
    fn g(y: &mut [f64]) {
        for i in (0..y.len() - 1).rev() {
            y[i] = y[i] * y[i + 1];
        }
    }
    outputs!(g g_vjp g_pullback, [], [y / d_y: Vec<f64> = data(5)], (&mut y));
}

#[test]
fn swapped_through_temporaries() {
    #[differentiate]
    fn f(y: &mut [f64], i: usize, j: usize) {
        let a = y[i];
        let b = y[j];
        y[i] = b;
        y[j] = a;
        y[0] *= y[1];
    }
    for (i, j) in [(0, 1), (2, 0), (1, 1), (0, 2)] {
        outputs!(f f_vjp f_pullback, [], [y / d_y: Vec<f64> = data(3)], (&mut y, i, j));
    }

    #[differentiate]
    fn g(a: &mut f64, b: &mut f64) {
        let old = *a;
        *a = *b * old;
        *b = old;
    }
    outputs!(g g_vjp g_pullback, [], [a / d_a: f64 = 0.7, b / d_b: f64 = -0.4], (&mut a, &mut b));
}

#[test]
fn written_twice() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) {
        y[0] = x * y[1];
        let a = y[0] * y[0];
        y[0] = a * x;
        y[1] = y[0] + a;
        y[1] = y[1] * y[0];
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(2)], (x, &mut y));
}

#[test]
fn written_in_a_branch() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], acc: &mut f64) {
        if x > 0.5 {
            y[0] = x * y[1] * *acc;
            *acc = y[0] * x;
        } else if y[0] > 0.2 {
            y[1] *= x;
        }
        if *acc > 0.3 {
            *acc += y[1] * y[0];
        }
        y[0] = y[0] * *acc;
    }
    for (x, acc) in [(0.7, 0.4), (0.3, 0.4), (0.3, 0.1), (0.9, -0.5)] {
        outputs!(f f_vjp f_pullback, [x: f64 = x], [y / d_y: Vec<f64> = data(2), acc / d_acc: f64 = acc],
            (x, &mut y, &mut acc));
    }
}

#[test]
fn read_after_written() {
    #[differentiate]
    fn f(x: &[f64], y: &mut [f64]) -> f64 {
        let n = x.len();
        for i in 0..n {
            y[i] = x[i] * x[i];
        }
        let mut s = 0.0;
        for i in 0..n {
            s += y[i] * y[(i + 1) % n];
            y[i] = s * x[i];
        }
        s + y[0]
    }
    outputs!(f f_vjp f_pullback, [x: Vec<f64> = data(3)], [y / d_y: Vec<f64> = data(3)], (&x, &mut y),
        returns s: f64 => s);
}

#[test]
fn by_methods_of_std() {
    #[differentiate]
    fn f(x: &[f64], w: f64, y: &mut [f64], i: usize) {
        y.swap(0, i);
        y[1] *= w;
        let old = y.to_vec();
        y.copy_from_slice(x);
        y[i] += old[0] * old[1];
        y[1..].fill(w);
        y.swap(i, 1);
        y[..2].swap(0, 1);
        y[2..].copy_from_slice(&old[..1]);
    }
    for i in 0..3 {
        outputs!(f f_vjp f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.6], [y / d_y: Vec<f64> = data(3)],
            (&x, w, &mut y, i));
    }

    #[differentiate]
    fn g(w: f64, a: &mut f64, b: &mut f64, y: &mut [f64; 2], z: &mut [f64; 2]) {
        std::mem::swap(&mut *a, &mut *b);
        *a *= w;
        std::mem::swap(a, b);
        *b += w * *a;
        std::mem::swap(&mut *y, &mut *z);
        y[0] *= w;
        std::mem::swap(y, z);
        let before = std::mem::replace(a, w);
        *b *= before;
        z[1] = std::mem::take(b);
        let all = std::mem::replace(y, [w, 1.0]);
        z[0] += all[0] * all[1];
    }
    outputs!(g g_vjp g_pullback, [w: f64 = 0.6],
        [a / d_a: f64 = 0.4, b / d_b: f64 = 0.9, y / d_y: [f64; 2] = [0.3, 0.2], z / d_z: [f64; 2] = [-0.3, 0.7]],
        (w, &mut a, &mut b, &mut y, &mut z));
}
