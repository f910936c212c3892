//! What can be lent: elements, numbers, rows, parts, second names.

use super::*;
use crate::harness::{data, outputs, scalar};
use autodiff_runtime::prelude::*;

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
