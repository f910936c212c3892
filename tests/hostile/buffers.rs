//! Buffers as a whole: results, literals, buffers replaced by others, empty ones, lengths in the type.

use crate::harness::{data, into, rows, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn empty_buffers() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut a = vec![0.0; x.len()];
        let mut s = w;
        for i in 0..x.len() {
            a[i] = x[i] * s;
            s = a[i].sin() + w;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = Vec::new(), w: f64 = 1.5] (&x, w), exactly [1.0]);
    into!(f f_grad f_grad_into, [x: Vec<f64> = Vec::new(), w: f64 = 1.5] (&x, w));
}

#[test]
fn vector_results() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> Vec<f64> {
        let n = x.len();
        let mut a = vec![0.0; n + 1];
        a[0] = w;
        for i in 0..n {
            a[i + 1] = a[i] * x[i] + w;
            a[i] = a[i + 1] * a[i];
        }
        a
    }
    rows!(f f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w), by reference);
    rows!(f f_pullback, [x: Vec<f64> = Vec::new(), w: f64 = 0.7] (&x, w), by reference);
}

#[test]
fn array_results_and_tuples() {
    #[differentiate]
    fn f(x: [f64; 2], w: f64) -> [f64; 3] {
        let a = x[0] * w;
        let b = [a, a * x[1], a * a];
        if a > 0.5 { b } else { [b[2], b[2] * x[0], w] }
    }
    rows!(f f_pullback, [x: [f64; 2] = [0.9, 0.4], w: f64 = 0.7] (x, w), by value);
    rows!(f f_pullback, [x: [f64; 2] = [0.2, 0.4], w: f64 = 0.7] (x, w), by value);

    #[differentiate]
    fn g(x: [f64; 2], w: f64) -> (f64, f64) {
        let mut a = x[0] * w;
        let b = a * x[1];
        a = a * b;
        (a, b)
    }
    rows!(g g_pullback, [x: [f64; 2] = [0.9, 0.4], w: f64 = 0.7] (x, w), by value);

    #[differentiate]
    fn h(x: f64, w: f64) -> (f64, (f64, [f64; 2])) {
        let a = x * w;
        (a, (a * a, [x, a * x]))
    }
    rows!(h h_pullback, [x: f64 = 0.9, w: f64 = 0.7] (x, w), by value);
}

#[test]
fn vectors_of_vectors_of_one_value() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let a = vec![x; n];
        let b = [x * x; 4];
        let mut s = 0.0;
        for i in 0..n {
            s += a[i] * b[i % 4] * i as f64;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9] (x, 6));
}

#[test]
fn array_literals_of_active_values() {
    #[differentiate]
    fn f(x: f64, y: f64, k: usize) -> f64 {
        let mut a = [x, y, x * y, 1.0];
        let b = [[x, 2.0], [y * y, a[2]]];
        a[k] = a[k] * b[1][0];
        let c = [a[0] + b[0][0], a[k]];
        c[0] * c[1] + a[2] * b[1][1]
    }
    for k in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9, y: f64 = -0.6] (x, y, k));
    }
}

#[test]
fn an_array_overwritten_whole() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let s = a[0] * a[1];
        a = [s, s * a[0]];
        for i in 0..3 {
            a = [a[1] * 0.5 + x, a[0] * i as f64];
            if a[0] > 1.0 {
                a = [1.0, a[1]];
            }
        }
        a[0] * a[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9, y: f64 = -0.6] (x, y));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3, y: f64 = 0.8] (x, y));
}

#[test]
fn two_buffers_that_take_turns() {
    #[differentiate]
    fn f(x: &[f64], steps: usize) -> f64 {
        let n = x.len();
        let mut now = vec![0.0; n];
        for i in 0..n {
            now[i] = x[i];
        }
        for _ in 0..steps {
            let mut next = vec![0.0; n];
            for i in 0..n {
                next[i] = now[i] * now[(i + 1) % n] + 0.1 * x[i];
            }
            now = next;
        }
        let mut s = 0.0;
        for i in 0..n {
            s += now[i];
        }
        s
    }
    for steps in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, steps));
    }
}

#[test]
fn const_generics_with_names_like_ours() {
    #[differentiate]
    fn f<const F: usize, const X: usize>(x: &[[f64; X]; F], w: [f64; X]) -> f64 {
        let mut s = 0.0;
        for i in 0..F {
            for j in 0..X {
                s += x[i][j] * w[j] * (F * X) as f64;
            }
        }
        s * s
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [x: [[f64; 2]; 3] = [[0.5, -0.7], [0.8, 0.1], [-0.2, 0.9]], w: [f64; 2] = [0.3, 0.4]] (&x, w));
}

#[test]
fn nothing_but_lengths() {
    #[differentiate]
    fn f(x: &[f64], y: f64) -> f64 {
        y * x.len() as f64
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), y: f64 = 2.0] (&x, y), exactly [0.0, 0.0, 0.0, 3.0]);
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(3), y: f64 = 2.0] (&x, y));
}

#[test]
fn owned_vectors() {
    #[differentiate]
    fn f(mut x: Vec<f64>, y: Vec<f64>) -> f64 {
        let n = x.len();
        for i in 0..n {
            x[i] = x[i] * y[n - 1 - i];
        }
        let z = x;
        let mut s = 0.0;
        for i in 0..n {
            s += z[i] * z[i] * y[i];
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), y: Vec<f64> = data(3)] (x.clone(), y.clone()));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(3), y: Vec<f64> = data(3)] (x.clone(), y.clone()));
}

#[test]
fn a_vector_argument_handed_back() {
    #[differentiate]
    fn f(mut x: Vec<f64>, w: f64) -> Vec<f64> {
        x[0] = x[1] * w;
        x[1] = x[0] * x[1];
        x
    }
    rows!(f f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (x.clone(), w), by reference);
}

#[test]
fn the_same_value_in_every_place_of_a_result() {
    #[differentiate]
    fn f(x: f64) -> (f64, f64, f64) {
        let a = x * x;
        (a, x, a)
    }
    rows!(f f_pullback, [x: f64 = 0.9] (x), by value);
    #[differentiate]
    fn g(x: f64) -> [f64; 3] {
        [x; 3]
    }
    rows!(g g_pullback, [x: f64 = 0.9] (x), by value);
    #[differentiate]
    fn h(x: f64, y: f64) -> Vec<f64> {
        let mut a = vec![x; 5];
        a[1] = y;
        a[3] = x * y;
        a[4] = 2.0;
        a
    }
    rows!(h h_pullback, [x: f64 = 0.9, y: f64 = 0.4] (x, y), by reference);
}
