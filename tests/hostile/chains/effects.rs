//! What chains write, and what closures in them do.

use crate::harness::{data, outputs, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn written_through_iter_mut() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut y = x.to_vec();
        y.iter_mut().for_each(|v| *v *= a);
        y.iter_mut().zip(x).for_each(|(v, x)| *v += x * x);
        for (i, v) in y.iter_mut().enumerate().filter(|(i, _)| i % 2 == 0) {
            *v = v.sin() * i as f64;
        }
        let mut t = 0.0;
        y.iter().for_each(|v| t += v * v);
        y.chunks_exact_mut(2).for_each(|c| {
            c[0] = c[1] * a;
        });
        t * y.iter().sum::<f64>()
    }
    for n in [0, 1, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}

#[test]
fn outputs_through_chains() {
    #[differentiate]
    fn f(a: f64, x: &[f64], y: &mut [f64]) {
        y.iter_mut().zip(x).for_each(|(y, x)| *y = *y * a + x);
        let total: f64 = y.iter().sum();
        y.iter_mut().for_each(|v| *v *= total);
    }
    outputs!(f f_vjp f_pullback, [a: f64 = 0.7, x: Vec<f64> = data(3)], [y / d_y: Vec<f64> = data(3)], (a, &x, &mut y));
}

#[test]
fn loops_over_chains() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64], t: f64) -> f64 {
        let mut s = t;
        for v in x.iter().chain(y).map(|v| v * t) {
            if v > 0.8 {
                break;
            }
            if v > 0.6 {
                continue;
            }
            s = s * v + t;
        }
        'all: for (i, v) in x.iter().enumerate().flat_map(|(i, a)| y.iter().map(move |b| (i, a * b))) {
            for k in 0..3 {
                if k == i {
                    continue 'all;
                }
                if s > 4.0 {
                    break 'all;
                }
                s += v * k as f64;
            }
            s += 0.1 * v;
        }
        for v in x.iter().filter(|v| **v > t).rev() {
            s += v * s;
            if s > 9.0 {
                return s * t;
            }
        }
        s
    }
    for (n, m) in [(0, 0), (1, 3), (4, 2), (3, 0)] {
        for t in [0.2, 0.71, 1.3] {
            scalar!(f f_grad f_value_and_grad f_pullback,
                [x: Vec<f64> = data(n), y: Vec<f64> = data(m), t: f64 = t] (&x, &y, t));
        }
    }
}

#[test]
fn what_the_loop_changes_that_move_has_copied() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut s = a;
        for v in x.iter().map(move |v| v * s) {
            s += v;
        }
        let mut n = 2;
        let mut t = 0.0;
        for v in x.iter().take(n).skip(1) {
            n += 1;
            t += v * n as f64;
        }
        s * t
    }
    for n in [0, 1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}

#[test]
fn closures_run_in_the_order_of_std() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut state = a;
        let walked: f64 = x
            .iter()
            .map(|v| {
                state = state * 0.5 + v;
                state * state
            })
            .sum();
        let mut seen = 0.0;
        let looked: f64 = x.iter().inspect(|v| seen += **v * a).map(|v| v * 2.0).sum();
        let mut last = a;
        let rising: f64 = x
            .iter()
            .filter(|v| {
                let rises = **v > last;
                last = **v;
                rises
            })
            .map(|v| v * v)
            .sum();
        walked * state + looked * seen + rising * last
    }
    for n in [0, 1, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.65] (&x, a));
    }
}

#[test]
fn shadowed_names_in_closures() {
    #[differentiate]
    fn f(x: &[f64], v: f64) -> f64 {
        let i = v * 2.0;
        let s: f64 = x.iter().enumerate().map(|(i, x)| x * i as f64 * v).sum();
        let t: f64 = x.iter().map(|v| v * i).map(|x| x + v).sum();
        let sum = s * t;
        let u: f64 = x.iter().map(|sum| sum * s).sum();
        sum * u + i
    }
    for n in [0, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), v: f64 = 0.7] (&x, v));
    }
}
