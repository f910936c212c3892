//! Loops over slices whose elements and parts are handed to callees, to be read or to be written.

#![allow(unused_mut, unused_variables, reason = "hostile code is what nobody should write")]

use crate::harness::two_slices;
use autodiff_runtime::prelude::*;

#[differentiate]
fn doubled(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for (y, x) in y.iter_mut().zip(x) {
        *y = x * x * 2.0;
    }
    y
}

#[differentiate]
fn norm(x: &[f64]) -> f64 {
    let mut s = 0.1;
    for x in x {
        s += x * x;
    }
    s.sqrt()
}

#[differentiate]
fn cubed(x: &f64) -> f64 {
    x * x * x
}

#[test]
fn calls_inside() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let h = doubled(x);
        let mut s = 0.0;
        for v in h.iter() {
            s += v.sin();
        }
        for &v in &h {
            s += v * v;
        }
        for (v, w) in h.iter().zip(y) {
            s += v * w + cubed(v) * cubed(w);
        }
        for v in h.iter().copied() {
            s -= v.tanh() * s;
        }
        for c in x.chunks(2) {
            s += norm(c) * norm(&c[..1]);
            for v in doubled(c) {
                s += v * 0.5;
            }
        }
        for (c, w) in x.chunks_exact(2).zip(y.windows(2)) {
            s += norm(c) * norm(w);
        }
        for v in h {
            s += v * v.cos();
        }
        s
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}

#[test]
fn a_part_that_a_callee_reads_is_overwritten_later() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut h = doubled(x);
        let mut s: f64 = 0.1;
        for (i, v) in y.iter().enumerate() {
            for part in h.chunks(2) {
                s = 0.5 * s.tanh() + norm(part) * v;
                let (one, rest) = part.split_at(1);
                s += norm(one) * norm(rest);
            }
            for h in h.iter_mut() {
                *h = 0.5 * (*h * s).tanh() + v;
            }
            if i % 2 == 0 {
                let whole = &h;
                s += norm(whole);
                h = doubled(&h[..h.len() / 2 + h.len() % 2]);
            }
        }
        s
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}

#[differentiate]
fn scale(x: &[f64], k: f64, y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = x * k + y.tanh();
    }
}

#[differentiate]
fn mix(x: &[f64], rows: &mut [[f64; 2]], t: &mut f64) {
    for (row, c) in rows.iter_mut().zip(x.chunks(2)) {
        for (o, v) in row.iter_mut().zip(c) {
            *o += v * *t;
        }
        *t = 0.5 * *t + row[0].sin();
    }
    let (l, r) = rows.split_at_mut(1);
    l[0][1] *= r[0][0];
    for v in &mut l[0] {
        *v = v.sin();
    }
    for row in rows {
        row[0] *= 2.0;
    }
}

#[test]
fn parts_lent_to_be_written() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let k = 0.7;
        let mut a = vec![0.5; x.len() + 4];
        scale(x, k, &mut a);
        let h = a.len() / 2;
        scale(&x[..x.len() / 2], y.len() as f64 * 0.1, &mut a[1..h + 1]);
        let (_, r) = a.split_at_mut(h);
        scale(x, k, r);
        let t = &mut a[1..];
        scale(y, k, t);
        for c in a.chunks_exact_mut(2) {
            scale(x, k, c);
            for (c, y) in c.iter_mut().zip(y) {
                *c *= y;
            }
        }
        let mut rows = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]];
        let mut t = a[0];
        mix(x, &mut rows[1..], &mut t);
        for (row, a) in rows.iter_mut().zip(a.iter_mut().rev()) {
            scale(y, t, row);
            mix(y, &mut [*row, [t, 1.0]], a);
        }
        let mut s = t;
        for v in a {
            s += v * v;
        }
        for [p, q] in &rows {
            s += p * q;
        }
        s
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}
