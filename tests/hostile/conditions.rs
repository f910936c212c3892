//! Conditions and guards that write: what they write is read by what they decide on, and behind it.

#![allow(unused_variables, reason = "hostile code is what nobody should write")]

use crate::harness::{data, scalar};
use autodiff_runtime::prelude::*;

/// The next number in Collatz's row, and whether there is one.
fn advance(k: &mut usize) -> bool {
    *k = if *k % 2 == 0 { *k / 2 } else { 3 * *k + 1 };
    *k > 1
}

#[test]
fn a_loop_whose_condition_writes_what_its_body_reads() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut k = n;
        let mut s = w;
        while advance(&mut k) {
            s = s * x[k % x.len()] + w * k as f64;
        }
        s * k as f64
    }
    for n in [1, 2, 3, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.4] (&x, w, n));
    }
}

#[test]
fn taken_off_by_the_condition() {
    #[differentiate]
    fn f(x: &[f64], idx: &[usize], w: f64) -> f64 {
        let mut stack: Vec<usize> = idx.to_vec();
        let mut s = w;
        while stack.pop().is_some() {
            s = s * x[stack.len()] + w;
            if stack.len() == 2 {
                s *= s;
                stack.push(0);
                stack.pop();
                continue;
            }
        }
        s
    }
    for n in [0, 1, 4] {
        let idx = vec![7; n];
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = 0.6] (&x, &idx, w));
    }
}

/// The number that the inner loop adds up is asked for by nobody; what its condition takes off is.
#[test]
fn in_a_loop_whose_result_is_dead() {
    #[differentiate]
    fn f(x: &[f64], idx: &[usize], w: f64) -> f64 {
        let mut stack: Vec<usize> = idx.to_vec();
        let mut s = w;
        for i in 0..x.len() {
            let mut dead = 0.0;
            while i < stack.len() && stack.pop().is_some() {
                dead += x[i] * w;
            }
            s = s * x[i] + w * stack.len() as f64;
            stack.push(i);
            stack.push(i);
        }
        s
    }
    for n in [0, 1, 5] {
        let idx = vec![7; n];
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = 0.6] (&x, &idx, w));
    }
    // s · x + w · 0, then with one, two and three numbers left on the stack.
    let (x, w) = ([0.5, 1.5, 2.0, 0.25], 0.6);
    let d_w = x.iter().product::<f64>() + 1.0 * (x[2] * x[3]) + 2.0 * x[3] + 3.0;
    assert!((f_grad(&x, &[7, 7], w).1 - d_w).abs() < 1e-14);
}

/// A loop with no body that matters, and one that has none at all.
#[test]
fn for_what_the_condition_does_alone() {
    #[differentiate]
    fn f(x: f64, w: f64, n: usize) -> f64 {
        let mut k = n;
        while advance(&mut k) {}
        let mut j = n + 4;
        let mut dead = w;
        while advance(&mut j) && j != 4 {
            dead *= x;
        }
        x * w * k as f64 + w * j as f64
    }
    for n in [0, 1, 3, 7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, w: f64 = 1.1] (x, w, n));
    }
}

#[test]
fn conditions_of_branches_that_write() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut k = n;
        let mut s = w;
        for i in 0..x.len() {
            if advance(&mut k) {
                s += x[i] * w * k as f64;
            } else if k == 0 || advance(&mut k) {
                s = s * x[i] + k as f64 * w;
            }
            s *= 0.5 + k as f64 * 0.1;
        }
        s
    }
    for n in [0, 1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = 0.6] (&x, w, n));
    }
}
