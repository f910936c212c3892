//! What stands beside outputs: results, scratch memory, counters, odd names, outputs that nobody touches.

use crate::harness::{data, outputs, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn never_written() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) -> f64 {
        x * y[0] + y[1] * y[1]
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (x, &mut y), returns s: f64 => s);

    #[differentiate]
    fn g(x: f64, _y: &mut [f64], _acc: &mut f64) {
        let _unused = x * x;
    }
    outputs!(g g_vjp g_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3), acc / d_acc: f64 = 0.3],
        (x, &mut y, &mut acc));
}

#[test]
fn never_read() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], n: &mut f64) {
        y[0] = x * x;
        y[1] = 3.0;
        *n = x.sin();
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3), n / d_n: f64 = 0.3], (x, &mut y, &mut n));
}

#[test]
fn results_beside_outputs() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) -> Vec<f64> {
        let mut r = vec![0.0; y.len()];
        for i in 0..y.len() {
            r[i] = y[i] * x;
            y[i] = r[i] * y[i];
        }
        r
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (x, &mut y), returns s: Vec<f64> => &s);

    #[differentiate]
    fn g(x: f64, y: &mut [f64]) -> (f64, [f64; 2]) {
        let a = y[0] * x;
        y[0] = a * y[1];
        (a, [y[0], x])
    }
    outputs!(g g_vjp g_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(2)], (x, &mut y),
        returns s: (f64, [f64; 2]) => s);
}

#[test]
fn results_that_carry_nothing() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) -> usize {
        let mut count = 0;
        for i in 0..y.len() {
            if y[i] > 0.5 {
                y[i] *= x;
                count += 1;
            }
        }
        count
    }
    let mut y = [0.9, 0.2, 0.7];
    let mut d_y = [1.0, 2.0, 3.0];
    let d_x = f_vjp(0.5, &mut y, &mut d_y);
    assert_eq!((d_x, y, d_y), (0.9 + 3.0 * 0.7, [0.45, 0.2, 0.35], [0.5, 2.0, 1.5]));
    let mut y = [0.9, 0.2, 0.7];
    let (count, pullback) = f_pullback(0.5, &mut y);
    let (mut d_x, mut d_y) = (0.0, [1.0, 2.0, 3.0]);
    pullback(&mut d_x, &mut d_y);
    assert_eq!((count, d_x, d_y), (2, 0.9 + 3.0 * 0.7, [0.5, 2.0, 1.5]));

    #[differentiate]
    fn g(x: f64) -> f64 {
        let mut y = [x, 0.1, x * x];
        let count: usize = f(x, &mut y);
        y[0] * y[2] * count as f64
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = 0.8] (x));
    scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = 0.6] (x));
}

#[test]
fn scratch_memory() {
    #[differentiate]
    fn f(x: &[f64], #[constant] buffer: &mut [f64], #[constant] sum: &mut f64) -> f64 {
        *sum = 0.0;
        for i in 0..x.len() {
            buffer[i] = x[i] * x[i];
        }
        for i in 0..x.len() {
            buffer[i] = buffer[i] * buffer[0];
            *sum += buffer[i];
        }
        *sum * *sum
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, &mut [0.0; 3], &mut 0.0));

    // What it leaves there is the primal's, whoever asks.
    let (x, mut buffer, mut sum) = (data(3), [0.0; 3], 0.0);
    f(&x, &mut buffer, &mut sum);
    let (mut others, mut other) = ([0.0; 3], 0.0);
    let _ = f_grad(&x, &mut others, &mut other);
    assert_eq!((buffer, sum), (others, other));

    #[differentiate]
    fn g(x: f64, y: &mut [f64], #[constant] buffer: &mut [f64]) {
        for i in 0..y.len() {
            buffer[i] = y[i] * x;
        }
        for i in 0..y.len() {
            y[i] = buffer[i] * buffer[y.len() - 1 - i];
        }
    }
    outputs!(g g_vjp g_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (x, &mut y, &mut [0.0; 3]));
}

#[test]
fn counters_beside_outputs() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], count: &mut usize) {
        for i in 0..*count {
            y[i] *= x;
        }
        *count += 1;
        for i in 0..*count {
            y[i] += x * y[0];
        }
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (x, &mut y, &mut 2));
}

fn tick(count: &mut usize) -> bool {
    *count += 1;
    *count % 2 == 0
}

fn ticks(counts: &mut [usize]) {
    for count in counts {
        *count += 1;
    }
}

#[test]
fn counters_that_others_count() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], count: &mut usize, counts: &mut [usize]) {
        for i in 0..y.len() {
            if *count > 2 {
                y[i] *= x;
            }
            tick(count);
            if *count % 2 == 0 && counts[0] > 1 {
                y[i] += x * y[0];
            }
            ticks(counts);
            if tick(count) {
                y[i] *= y[0];
            }
            for value in &mut *counts {
                *value += 1;
            }
            y[counts[1] % y.len()] *= x;
            counts.swap(0, 1);
            std::mem::swap(&mut counts[0], count);
            if *count > 3 {
                y[i] -= x;
            }
        }
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(5)], (x, &mut y, &mut 1, &mut [0, 3]));
}

#[test]
fn shadowed_and_odd_names() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], d_y: &mut [f64], y_len: f64) {
        y[0] *= x * d_y[0] * y_len;
        d_y[1] = y[0] * y[1];
        let n = y.len();
        for i in 0..y.len() {
            d_y[i] *= y[i];
        }
        let y = x * x;
        for i in 0..n {
            d_y[i] += y * i as f64;
        }
    }
    let run = |x: f64, y0: f64| {
        let (mut y, mut z) = ([y0, 0.5], [0.9, 0.2]);
        f(x, &mut y, &mut z, 1.5);
        y[0] + 2.0 * y[1] + 3.0 * z[0] + 4.0 * z[1]
    };
    let (mut y, mut z) = ([0.8, 0.5], [0.9, 0.2]);
    let (mut y_bar, mut z_bar) = ([1.0, 2.0], [3.0, 4.0]);
    let (d_x, _) = f_vjp(0.7, &mut y, &mut z, 1.5, &mut y_bar, &mut z_bar);
    let h = 1e-6;
    assert!((d_x - (run(0.7 + h, 0.8) - run(0.7 - h, 0.8)) / (2.0 * h)).abs() < 1e-8);
    assert!((y_bar[0] - (run(0.7, 0.8 + h) - run(0.7, 0.8 - h)) / (2.0 * h)).abs() < 1e-8);
}
