//! Results beside what is lent, and loans of what carries nothing.

use super::*;
use crate::harness::scalar;
use autodiff_runtime::prelude::*;

#[test]
fn results_beside_what_is_written() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut rest = x * x;
        let mut s = 0.0;
        for i in 0..n {
            let half = take_half(&mut rest, x);
            if i > 0 {
                s += half * half;
            }
        }
        let last = take_half(&mut rest, s);
        s * rest + last
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, n));
    }
}

#[test]
fn results_that_nobody_uses() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut rest = x * x;
        let _ = take_half(&mut rest, x);
        let _half = take_half(&mut rest, x);
        for _ in 0..2 {
            let _ = take_half(&mut rest, x);
        }
        rest
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));

    // Here it is what was written.
    #[differentiate]
    fn h(x: f64) -> f64 {
        let mut rest = x * x;
        let half = take_half(&mut rest, x);
        let y = half * x;
        let _ = take_half(&mut rest, y);
        y
    }
    scalar!(h h_grad h_value_and_grad h_pullback, [x: f64 = 0.8] (x));
}

#[test]
fn constants_lent() {
    // Nothing active goes in: plain calls, to which no companion need exist.
    fn fill(y: &mut [f64]) {
        y[0] = 0.5;
        y[1] = 2.0;
    }
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut weights = [0.0; 2];
        fill(&mut weights);
        x * weights[0] + x * x * weights[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6] (x), exactly [0.5 + 2.4]);
}

#[differentiate]
fn of_literals(x: f64) -> f64 {
    let a = take_half(&mut 3.0, x);
    let b = halves(&mut [1.0, 2.0], x);
    a * b
}

#[differentiate]
fn halves(y: &mut [f64], x: f64) -> f64 {
    y[0] *= x;
    y[1] *= x;
    y[0] * y[1]
}

#[test]
fn numbers_and_arrays_without_a_name() {
    scalar!(of_literals of_literals_grad of_literals_value_and_grad of_literals_pullback, [x: f64 = 0.6] (x));
}
