//! Lent again and again: steps in loops and branches, beside reads.

use super::*;
use crate::harness::{data, into, outputs, rows, scalar};
use autodiff_runtime::prelude::*;

/// Lotka and Volterra's right-hand side.
#[differentiate]
fn slope(y: &[f64; 2], p: f64) -> [f64; 2] {
    [y[0] * (p - y[1]), y[1] * (y[0] - 1.0)]
}

#[differentiate]
fn euler_step(y: &mut [f64; 2], h: f64, p: f64) {
    let k = slope(&*y, p);
    for i in 0..2 {
        y[i] += h * k[i];
    }
}

#[differentiate]
fn rk4_step(y: &mut [f64; 2], h: f64, p: f64) {
    let k1 = slope(&*y, p);
    let k2 = slope(&[y[0] + 0.5 * h * k1[0], y[1] + 0.5 * h * k1[1]], p);
    let k3 = slope(&[y[0] + 0.5 * h * k2[0], y[1] + 0.5 * h * k2[1]], p);
    let k4 = slope(&[y[0] + h * k3[0], y[1] + h * k3[1]], p);
    for i in 0..2 {
        y[i] += h / 6.0 * (k1[i] + 2.0 * (k2[i] + k3[i]) + k4[i]);
    }
}

#[test]
fn steps_in_a_loop() {
    #[differentiate]
    fn f(y0: f64, h: f64, p: f64, n: usize) -> f64 {
        let mut y = [y0, 0.5];
        for _ in 0..n {
            rk4_step(&mut y, h, p);
        }
        y[0] * y[1]
    }
    for n in [0, 1, 7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [y0: f64 = 0.9, h: f64 = 0.1, p: f64 = 1.3] (y0, h, p, n));
    }
    outputs!(euler_flipped euler_flipped_vjp euler_flipped_pullback, [h: f64 = 0.1, p: f64 = 1.3],
        [y / d_y: [f64; 2] = [0.9, 0.5]], (h, p, &mut y));
}

#[differentiate]
fn euler_flipped(h: f64, p: f64, y: &mut [f64; 2]) {
    euler_step(y, h, p);
    y[0] *= y[1];
    euler_step(&mut *y, h, y_sum_of(2.0));
    for _ in 0..3 {
        euler_step(y, h * h, p);
    }
}

fn y_sum_of(x: f64) -> f64 {
    x * 0.7
}

#[test]
fn what_is_read_between() {
    outputs!(g g_vjp g_pullback, [w: f64 = 0.3], [y / d_y: Vec<f64> = data(3)], (w, &mut y), returns s: f64 => s);
}

#[differentiate]
fn g(w: f64, y: &mut [f64]) -> f64 {
    let mut s = total(&*y);
    stir(y, w);
    s += w * total(&y);
    for i in 0..2 {
        stir(&mut *y, s * 0.1);
        s += total(&*y) * 0.1;
        y[i] = s * 0.1;
    }
    s
}

#[differentiate]
fn stirred(x: &[f64], w: f64, n: usize) -> f64 {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * 0.5;
    }
    for k in 0..n {
        stir(&mut y, w);
        if k % 2 == 0 {
            let v = y[0] * 0.1;
            stir(&mut y, v);
        }
    }
    total(&y)
}

#[test]
fn local_vectors_in_branches() {
    for n in [0, 1, 4] {
        scalar!(stirred stirred_grad stirred_value_and_grad stirred_pullback,
            [x: Vec<f64> = data(3), w: f64 = 0.4] (&x, w, n));
        into!(stirred stirred_grad stirred_grad_into, [x: Vec<f64> = data(3), w: f64 = 0.4] (&x, w, n));
    }
}

#[test]
fn overwritten_before_and_after() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut y = [x, x];
        stir(&mut y, x);
        y[0] = 1.0;
        stir(&mut y, x);
        let s = y[1];
        y = [x, s];
        for i in 0..n {
            stir(&mut y, s);
            y[i % 2] = x;
        }
        y[0] + y[1]
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6] (x, n));
    }
}

#[test]
fn in_results_of_several_numbers() {
    #[differentiate]
    fn f(x: f64, w: f64, n: usize) -> Vec<f64> {
        let mut y = vec![x; 3];
        y[1] = w;
        for _ in 0..n {
            stir(&mut y, w);
        }
        y
    }
    for n in [0, 2] {
        rows!(f f_pullback, [x: f64 = 0.6, w: f64 = 0.4] (x, w, n), by reference);
    }
}

#[test]
fn the_dot_product_identity() {
    // ⟨w, J·v⟩ = ⟨Jᵀ·w, v⟩, with J·v from differences along v.
    #[differentiate]
    fn f(h: f64, y: &mut [f64; 2], n: usize) {
        for _ in 0..n {
            rk4_step(y, h, 1.2);
            euler_step(y, h * y[0], 0.9);
        }
    }
    let (at, v, w) = ([0.8, 0.5], [0.3, -0.7, 0.9], [1.1, -0.4]);
    let along = |t: f64| {
        let mut y = [at[0] + t * v[1], at[1] + t * v[2]];
        f(0.1 + t * v[0], &mut y, 3);
        w[0] * y[0] + w[1] * y[1]
    };
    let t = 1e-3;
    let forward = (8.0 * (along(t) - along(-t)) - (along(2.0 * t) - along(-2.0 * t))) / (12.0 * t);
    let (mut y, mut d_y) = (at, w);
    let d_h = f_vjp(0.1, &mut y, 3, &mut d_y);
    let backward = d_h * v[0] + d_y[0] * v[1] + d_y[1] * v[2];
    assert!((forward - backward).abs() < 1e-9, "{forward} {backward}");
}
