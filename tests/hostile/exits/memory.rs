//! Memory, tapes and calls in what is left early.

use crate::harness::{rows, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn a_result_that_is_memory_returned_early() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> [f64; 2] {
        let mut s = [a, a * a];
        for i in 0..x.len() {
            s[i % 2] *= x[i];
            if s[i % 2] > 2.0 {
                return [s[1], s[0] * x[i]];
            }
        }
        s
    }
    for x in [vec![0.3, 0.4], vec![3.0, 7.0, 0.1], vec![]] {
        rows!(f f_pullback, [x: Vec<f64> = x, a: f64 = 0.9] (&x, a), by value);
    }
    #[differentiate]
    fn g(x: &[f64], a: f64) -> Vec<f64> {
        let mut s = vec![0.0; x.len()];
        for i in 0..x.len() {
            if x[i] < 0.0 {
                return vec![a; 2];
            }
            s[i] = a * x[i];
        }
        s
    }
    for x in [vec![0.3, 0.4], vec![3.0, -7.0, 0.1]] {
        let (value, pullback) = g_pullback(&x, 0.9);
        assert_eq!(value, g(&x, 0.9));
        let (mut d_x, mut d_a) = (vec![0.0; x.len()], 0.0);
        pullback(&vec![1.0; value.len()], &mut d_x, &mut d_a);
        match x.iter().any(|&x| x < 0.0) {
            true => assert_eq!((d_x, d_a), (vec![0.0; x.len()], 2.0)),
            false => assert_eq!((d_x, d_a), (vec![0.9; x.len()], x.iter().sum())),
        }
    }
}

#[test]
fn tapes_in_a_loop_in_a_branch_in_a_loop() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut total = 0.0;
        let mut i = 0;
        while i < x.len() {
            let mut y = x[i];
            if y > 0.0 {
                while y < 2.0 {
                    y = y * w + 0.3;
                    if y > 1.8 {
                        total += y * y;
                    }
                }
                total = total.sin() + y;
            } else {
                let mut k = 0;
                loop {
                    y = y * y * w;
                    k += 1;
                    if k > i {
                        break;
                    }
                }
                total *= 1.0 + y;
            }
            i += 1;
        }
        total
    }
    for x in [vec![], vec![0.3], vec![-0.3, 0.7, -0.8, 1.1]] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = x, w: f64 = 1.2] (&x, w));
    }
}

#[test]
fn calls_and_buffers_in_a_loop_that_is_left() {
    #[differentiate]
    fn pull(y: &[f64; 3], w: f64) -> f64 {
        y[0] * y[1] * w + y[2].sin()
    }
    #[differentiate]
    fn settle(mut y: [f64; 3], w: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for k in 0..n {
            if y[0] > 0.5 {
                s += pull(&y, w);
            }
            if s > w {
                break;
            }
            y[k % 3] = s * y[0];
        }
        s
    }
    for n in [0, 1, 2, 3, 8] {
        for w in [0.3, 0.9, 40.0] {
            scalar!(settle settle_grad settle_value_and_grad settle_pullback, [y: [f64; 3] = [0.9, 0.4, 0.7], w: f64 = w] (y, w, n));
        }
    }
    #[differentiate]
    fn layer(h: &[f64], w: f64) -> Vec<f64> {
        let mut out = vec![0.0; h.len()];
        for i in 0..h.len() {
            out[i] = (w * h[i] + h[(i + 1) % h.len()]).tanh();
        }
        out
    }
    #[differentiate]
    fn deep(x: &[f64], w: f64, #[constant] limit: f64) -> f64 {
        let mut h = layer(x, w);
        loop {
            let next = layer(&h, w);
            if next[0] < limit {
                h = next;
                break;
            }
            h = next;
        }
        h[0] * h[1]
    }
    for limit in [2.0, 0.9] {
        scalar!(deep deep_grad deep_value_and_grad deep_pullback, [x: Vec<f64> = vec![0.9, 0.7], w: f64 = 0.6] (&x, w, limit));
    }
}

#[test]
fn a_buffer_given_back_from_inside_of_a_loop() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> Vec<f64> {
        let mut y = vec![w; x.len()];
        for i in 0..x.len() {
            y[i] *= x[i];
            if y[i] > 2.0 {
                return y;
            }
        }
        y[0] = w * w;
        y
    }
    for x in [[0.3, 0.4, 0.2], [0.3, 3.0, 0.2]] {
        crate::harness::rows!(f f_pullback, [x: Vec<f64> = x.to_vec(), w: f64 = 0.9] (&x, w), by reference);
    }
}

#[test]
fn memory_that_a_loop_is_left_with() {
    #[differentiate]
    fn blend(old: &[f64]) -> [f64; 2] {
        [0.5 * old[0], old[0] * old[1]]
    }
    #[differentiate]
    fn f(mut y: Vec<f64>, n: usize) -> f64 {
        let mut k = 0;
        let mut y: [f64; 2] = loop {
            k += 1;
            if k > n {
                break blend(&y);
            }
            y[0] *= y[1];
        };
        y[0] *= y[1];
        let z = loop {
            if y[0] < 9.0 {
                break y;
            }
            return y[0];
        };
        z[0] * z[1]
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [y: Vec<f64> = vec![1.2, 0.7]] (y.clone(), n));
    }
}

#[test]
fn memory_given_another_value_and_given_back() {
    #[differentiate]
    fn f(mut y: Vec<f64>, x: f64) -> Vec<f64> {
        if x > 0.5 {
            y = vec![x * y[0]; 3];
            return y;
        }
        let z: Vec<f64> = vec![x * y[1]; 3];
        z
    }
    for x in [0.3, 0.8] {
        crate::harness::rows!(f f_pullback, [y: Vec<f64> = vec![0.4, 1.2], x: f64 = x] (y.clone(), x), by reference);
    }
}
