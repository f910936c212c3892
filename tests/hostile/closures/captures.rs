//! What closures capture, and when.

use crate::harness::{data, outputs, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn a_name_that_is_shadowed_between() {
    #[differentiate]
    fn f(a: f64, x: f64) -> f64 {
        let k = a * 3.0;
        let f = |y: f64| y * k + x;
        let x = x.exp();
        let k = f(x) * x;
        {
            let a = 100.0 * k;
            let y = f(a) - a;
            f(y) + f(k)
        }
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.6, x: f64 = 0.3] (a, x));
}

#[test]
fn a_parameter_named_like_its_argument() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let f = |y: f64, x: f64| y * y - x;
        f(x, y) * f(y, x) + x * y
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6, y: f64 = 1.3] (x, y));
}

#[test]
fn a_captured_variable_that_is_overwritten_before_and_after() {
    #[differentiate]
    fn f(a: f64, n: usize) -> f64 {
        let mut k = a;
        let mut s = 1.0;
        for _ in 0..n {
            k = k * 1.5 + s;
            let g = |x: f64| x * k;
            s = g(s) * g(0.1);
            s += g(a);
            k = s.sin();
        }
        s * k
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7] (a, n));
    }
}

#[test]
fn what_move_takes_along() {
    #[differentiate]
    fn f(a: f64) -> f64 {
        let mut k = a * 2.0;
        let f = move |x: f64| x * k;
        k = a * 100.0;
        let mut state = a;
        let mut g = move || {
            state = state * a;
            state
        };
        f(a) + k + g() * 3.0 + g() * f(k) + state
    }
    assert_eq!(f(0.5), 0.5 + 50.0 + 0.75 + 0.125 * 50.0 + 0.5);
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.5] (a));
}

#[test]
fn what_move_takes_along_in_loops() {
    #[differentiate]
    fn f(a: f64, n: usize) -> f64 {
        let mut s = a;
        let mut n_calls = 0;
        for i in 0..n {
            let mut own = s;
            let mut g = move |x: f64| {
                own += x;
                n_calls += 1;
                own * own + n_calls as f64
            };
            s = g(0.1) * 0.2 + g(s) * 0.3;
            n_calls = i;
        }
        s + n_calls as f64
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7] (a, n));
    }
}

#[test]
fn several_that_move_takes_along() {
    #[differentiate]
    fn f(a: f64, b: f64) -> f64 {
        let mut s = a;
        let mut t = b;
        let mut u = a * b;
        let f = move |x: f64| x * s + t * u;
        s = 10.0 * b;
        t = 20.0 * s;
        u = 30.0 * t;
        f(s) * t + f(u)
    }
    assert_eq!(f(0.5, 1.0), (10.0 * 0.5 + 0.5) * 200.0 + (6000.0 * 0.5 + 0.5));
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.5, b: f64 = 1.0] (a, b));
}

#[test]
fn a_vec_that_is_moved_in() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut w = x.to_vec();
        w[0] *= a;
        let g = move |i: usize| w[i] * a;
        w = vec![a; 3];
        g(0) * g(1) + w[2] * g(0)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), a: f64 = 0.7] (&x, a));
}

#[test]
fn one_that_changes_what_it_captures() {
    #[differentiate]
    fn f(a: f64, b: f64, n: usize) -> f64 {
        let mut acc = 1.0;
        let mut calls = 0;
        let mut history = vec![0.0; 4];
        let mut push = |x: f64| {
            acc = acc * x + b;
            history[calls % 4] += acc;
            calls += 1;
        };
        for _ in 0..n {
            push(a);
        }
        push(a * b);
        acc * calls as f64 + history[0] * history[1]
    }
    for n in [0, 1, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, b: f64 = 0.4] (a, b, n));
    }
}

#[test]
fn one_that_changes_and_answers() {
    #[differentiate]
    fn f(a: f64, n: usize) -> f64 {
        let mut seed = 7_u64;
        let mut last = a;
        let mut next = |weight: f64| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let noise = (seed >> 40) as f64 / (1u64 << 24) as f64;
            last = last * 0.5 + weight * noise;
            last
        };
        let mut s = 0.0;
        for i in 0..n {
            s += next(a) * next(a * i as f64);
        }
        s
    }
    for n in [0, 1, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7] (a, n));
    }
}

#[test]
fn outputs_that_are_captured() {
    #[differentiate]
    fn f(a: f64, x: &[f64], y: &mut [f64]) {
        let mut put = |i: usize, v: f64| y[i] = y[i] * v + a;
        for i in 0..x.len() {
            put(i, x[i] * x[i]);
            put(0, x[i]);
        }
    }
    outputs!(f f_vjp f_pullback, [a: f64 = 0.7, x: Vec<f64> = data(3)], [y / d_y: Vec<f64> = data(3)], (a, &x, &mut y));
}

#[test]
fn a_parameter_that_hides_what_another_captures() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let g = || x * 2.0;
        let h = |x: f64| x + g();
        let v = h(y);
        if v > 1.0 { h(v) * x } else { h(y * y) - x }
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, y: f64 = 0.3] (x, y));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.1, y: f64 = 0.3] (x, y));
}
