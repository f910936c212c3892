//! Memory lent through `&mut` to other differentiated functions: locals, elements, parameters handed on; in loops and
//! branches, beside results, between reads.

#![allow(
    clippy::style,
    clippy::complexity,
    clippy::suspicious,
    clippy::perf,
    clippy::correctness,
    unused_assignments,
    reason = "hostile code is what nobody should write"
)]

mod hostile;

use autodiff_runtime::prelude::*;
use hostile::{into, outputs, rows, scalar};

/// Values of order one, none equal to another.
fn data(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.7 + (1.3 * i as f64).sin() * 0.6).collect()
}

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

/// In place, nonlinear in both.
#[differentiate]
fn stir(y: &mut [f64], w: f64) {
    let n = y.len();
    for i in 0..n {
        y[i] = w * y[i] * y[(i + 1) % n] + y[0];
    }
}

#[differentiate]
fn push_up(acc: &mut f64, x: f64) {
    *acc = *acc * x + x * x;
}

/// Takes something out, and says what it was.
#[differentiate]
fn take_half(acc: &mut f64, x: f64) -> f64 {
    let half = 0.5 * *acc * x;
    *acc -= half;
    half
}

#[differentiate]
fn total(y: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..y.len() {
        s += y[i] * y[i];
    }
    s
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
fn elements_and_numbers() {
    #[differentiate]
    fn f(x: f64, k: usize) -> f64 {
        let mut y = [x, 0.4, x * x];
        let mut s = 0.1;
        push_up(&mut y[k], x);
        for i in 0..3 {
            push_up(&mut s, y[i]);
            push_up(&mut y[(i + k) % 3], s);
        }
        push_up(&mut s, s_of());
        s * y[0]
    }
    for k in 0..3 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6] (x, k));
    }

    #[differentiate]
    fn h(x: f64) -> f64 {
        let mut s = x;
        push_up(&mut s, x);
        push_up(&mut s, x);
        let t = s * s;
        push_up(&mut s, t);
        s = s * x;
        push_up(&mut s, 2.0);
        s + t
    }
    scalar!(h h_grad h_value_and_grad h_pullback, [x: f64 = 0.6] (x));
}

fn s_of() -> f64 {
    0.3
}

#[test]
fn the_same_number_twice() {
    #[differentiate]
    fn add(x: f64, acc: &mut f64) {
        *acc += x * *acc;
    }
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut s = x * 0.7;
        add(s, &mut s);
        for _ in 0..2 {
            add(s, &mut s);
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6] (x));

    #[differentiate]
    fn h(x: f64, acc: &mut f64) {
        add(*acc, acc);
        add(x, acc);
        add(*acc, &mut *acc);
    }
    outputs!(h h_vjp h_pullback, [x: f64 = 0.6], [acc / d_acc: f64 = 0.4], (x, &mut acc));

    #[differentiate]
    fn k(y: &mut [f64], i: usize, j: usize) {
        add(y[i], &mut y[j]);
        add(y[j], &mut y[i]);
    }
    for (i, j) in [(0, 1), (1, 1), (2, 0)] {
        outputs!(k k_vjp k_pullback, [], [y / d_y: Vec<f64> = data(3)], (&mut y, i, j));
    }
}

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
fn rows_of_a_matrix() {
    #[differentiate]
    fn f(x: f64, a: &mut [[f64; 2]]) {
        for i in 0..a.len() {
            stir(&mut a[i], x);
            for j in 0..2 {
                push_up(&mut a[i][j], a_of(i));
            }
        }
        stir(&mut a[0], x);
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.6], [a / d_a: Vec<[f64; 2]> = vec![[0.4, 0.9], [0.2, -0.3]]], (x, &mut a));

    #[differentiate]
    fn h(x: f64, a: &mut [Vec<f64>]) {
        for i in 0..a.len() {
            stir(&mut a[i], x);
        }
    }
    outputs!(h h_vjp h_pullback, [x: f64 = 0.6], [a / d_a: Vec<Vec<f64>> = vec![vec![0.4, 0.9], vec![0.2]]], (x, &mut a));
}

fn a_of(i: usize) -> f64 {
    0.5 + i as f64
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

#[test]
fn two_parts_at_once() {
    #[differentiate]
    fn carry(from: &[f64], to: &mut [f64], w: f64) {
        for i in 0..to.len() {
            to[i] += w * from[0] * to[i];
        }
    }
    #[differentiate]
    fn f(w: f64, y: &mut [f64]) {
        let (left, right) = y.split_at_mut(2);
        carry(&*left, right, w);
        carry(&right[1..], left, w);
    }
    outputs!(f f_vjp f_pullback, [w: f64 = 0.6], [y / d_y: Vec<f64> = data(4)], (w, &mut y));

    #[differentiate]
    fn h(w: f64, y: &mut ([f64; 2], [f64; 2])) {
        carry(&y.0, &mut y.1, w);
        carry(&y.1, &mut y.0, w);
        both(&mut y.0, &mut y.1, w);
    }
    #[differentiate]
    fn both(a: &mut [f64; 2], b: &mut [f64; 2], w: f64) {
        a[0] *= b[1];
        b[1] += w * a[0];
    }
    outputs!(h h_vjp h_pullback, [w: f64 = 0.6], [y / d_y: ([f64; 2], [f64; 2]) = ([0.4, 0.9], [0.2, -0.3])], (w, &mut y));
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

#[test]
fn parts_and_second_names() {
    #[differentiate]
    fn f(w: f64, y: &mut [f64]) {
        stir(&mut y[1..], w);
        stir(&mut y[..2], w);
        let (left, right) = y.split_at_mut(2);
        stir(left, w);
        stir(right, w * w);
        push_up(&mut right[0], w);
        let z = y;
        stir(z, 0.5);
        z[0] *= w;
        stir(&mut z[..=1], w);
        for i in 0..2 {
            let tail = &mut z[i + 1..];
            stir(tail, w);
            tail[0] *= w;
        }
    }
    outputs!(f f_vjp f_pullback, [w: f64 = 0.6], [y / d_y: Vec<f64> = data(4)], (w, &mut y));

    #[differentiate]
    fn h(x: f64, acc: &mut f64) {
        let again = acc;
        *again += x * *again;
        push_up(again, x);
        *again *= again.sin();
    }
    outputs!(h h_vjp h_pullback, [x: f64 = 0.6], [acc / d_acc: f64 = 0.4], (x, &mut acc));

    #[differentiate]
    fn k(x: f64, a: &mut [[f64; 2]], i: usize) {
        let row = &mut a[i];
        stir(row, x);
        row[0] = row[1] * x;
        let number = &mut row[1];
        push_up(number, x);
        *number += x;
    }
    for i in 0..2 {
        outputs!(k k_vjp k_pullback, [x: f64 = 0.6], [a / d_a: Vec<[f64; 2]> = vec![[0.4, 0.9], [0.2, -0.3]]],
            (x, &mut a, i));
    }

    #[differentiate]
    fn m(x: f64) -> f64 {
        let mut a = [x, 0.4, x * x];
        let mut s = 0.0;
        {
            let first = &mut a[0];
            push_up(first, x);
            let sum = &mut s;
            push_up(sum, x);
            *sum += *first;
        }
        stir(&mut a[1..], s);
        a[0] * a[1] + s
    }
    scalar!(m m_grad m_value_and_grad m_pullback, [x: f64 = 0.6] (x));
}
