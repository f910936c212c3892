//! Loops over slices whose elements are written, overwritten behind the loop, or not all reached.

#![allow(unused_mut, unused_variables, reason = "hostile code is what nobody should write")]

use crate::harness::{data, into, rows, scalar, two_slices};
use autodiff_runtime::prelude::*;

#[test]
fn writes_through_elements() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> Vec<f64> {
        let mut a = vec![0.5; x.len()];
        for (a, x) in a.iter_mut().zip(x) {
            *a = x * x;
        }
        for (i, v) in a.iter_mut().enumerate() {
            *v += x[x.len() - 1 - i];
            *v *= *v;
            if *v > 1.0 {
                *v = v.sin() * x[i];
            }
        }
        for (v, (i, w)) in a.iter_mut().rev().zip(y.iter().enumerate()) {
            *v -= w * x[i % x.len()];
        }
        for v in &mut a {
            *v = *v * 0.5 + *v * *v;
        }
        for c in a.chunks_exact_mut(2) {
            c[0] *= c[1];
            c[1] = c[0] - c[1] * c[1];
        }
        for (c, w) in a.chunks_mut(3).zip(y) {
            let last = c.len() - 1;
            for v in c.iter_mut() {
                *v *= w;
            }
            c[last] += c[0] * w;
        }
        let n = a.len();
        let (l, r) = a.split_at_mut(n / 2);
        for (l, r) in l.iter_mut().zip(r.iter_mut()) {
            *l += *r;
            *r = *l * *r;
        }
        for (l, r) in l.iter_mut().zip(r) {
            *r += *l;
        }
        let part = &mut a[n / 2..];
        for v in part {
            *v = v.tanh();
        }
        a
    }
    for (n, m) in [(0, 0), (0, 3), (1, 2), (2, 1), (5, 5), (7, 4)] {
        rows!(f f_pullback, [x: Vec<f64> = data(n), y: Vec<f64> = data(m + 1)[1..].to_vec()] (&x, &y), by reference);
    }
}

#[test]
fn memory_consumed_and_copied() {
    #[differentiate]
    fn f(x: Vec<f64>, mut y: Vec<f64>, mut a: [f64; 3]) -> f64 {
        let mut s = 0.1;
        for v in x {
            s = s * 0.5 + v * v;
        }
        for v in y.iter_mut() {
            *v *= s;
        }
        for v in y {
            s = s * v + v * v;
        }
        for v in a {
            // The loop runs over a copy.
            a[2] = v * s;
            a[0] += v;
            s += a[2] * a[1];
        }
        for v in [s, a[0], 2.0] {
            s += v * v;
        }
        s * a[0] * a[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [x: Vec<f64> = data(3), y: Vec<f64> = vec![0.4, 0.6], a: [f64; 3] = [0.2, 0.3, 0.5]] (x, y, a));
}

#[test]
fn elements_overwritten_behind_the_loop() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut a = vec![0.0; x.len()];
        for (a, x) in a.iter_mut().zip(x) {
            *a = x.sin();
        }
        let mut s: f64 = 0.0;
        for k in 0..n {
            for v in &a {
                s += v * v * s.cos();
            }
            for w in a.windows(2) {
                s += w[0] * w[1];
            }
            for (i, v) in a.iter_mut().enumerate() {
                *v = *v * s + x[i];
            }
            let last = a.len() - 1;
            a[last] = s;
        }
        s
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.2, 0.1, 0.15]] (&x, n));
        into!(f f_grad f_grad_into, [x: Vec<f64> = vec![0.2, 0.1, 0.15]] (&x, n));
    }
}

#[test]
fn left_early() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = 0.2;
        for (i, v) in x.iter().enumerate() {
            if i == 3 {
                break;
            }
            if *v > 1.0 {
                s += v * v;
                continue;
            }
            s = s * v + 1.0;
        }
        'rows: for row in x.chunks(2) {
            for (a, b) in row.iter().zip(y) {
                if a * b > 1.2 {
                    continue 'rows;
                }
                s += a * b * s.sin();
                if s > 9.0 {
                    break 'rows;
                }
            }
            s += row[0] * row[row.len() - 1];
        }
        let mut a = [0.5; 4];
        for (a, v) in a.iter_mut().zip(x) {
            *a += v * s;
            if *a > 1.5 {
                break;
            }
            *a *= *a;
        }
        for w in y.windows(2) {
            if w[0] > w[1] {
                return s * w[0] + a[1] * a[2];
            }
            s += w[0] * a[0];
        }
        s + a[3]
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}

#[test]
fn rows_of_one_matrix_read_and_written() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> Vec<f64> {
        let mut grid = vec![vec![0.0; 3]; x.len()];
        for (i, row) in grid.iter_mut().enumerate() {
            for (j, v) in row.iter_mut().enumerate() {
                *v = x[i] * (j + 1) as f64;
            }
            row.swap(0, 2);
            row[1..].copy_from_slice(&[x[i], 2.0]);
            if i > 0 {
                row[..1].fill(x[0]);
            }
        }
        for k in 0..grid.len() {
            let mut sum: f64 = 0.0;
            for (i, v) in grid[k].iter().enumerate() {
                sum += v * v * i as f64;
            }
            sum = 0.5 * sum.tanh();
            for row in grid.iter_mut().skip(k).step_by(2) {
                row[k % 3] *= sum;
                for (v, w) in row.iter_mut().zip(y) {
                    *v += w * sum;
                }
            }
            let (above, below) = grid.split_at_mut(k);
            for (above, below) in above.iter_mut().zip(below.iter()) {
                for (p, q) in above.iter_mut().zip(below) {
                    *p += *q * 0.5;
                }
            }
        }
        let mut out = vec![0.0; 3];
        for row in &grid {
            for (out, v) in out.iter_mut().zip(row.iter().rev()) {
                *out += v.sin();
            }
        }
        out
    }
    for (n, m) in [(0, 0), (1, 2), (2, 1), (4, 5)] {
        rows!(f f_pullback, [x: Vec<f64> = data(n), y: Vec<f64> = data(m + 1)[1..].to_vec()] (&x, &y), by reference);
    }
}

#[test]
fn lengths_of_parts_in_indices_of_what_is_written() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut a = [[0.4; 3]; 2];
        let mut b = vec![0.3; x.len()];
        for (b, x) in b[..].iter_mut().rev().zip(x) {
            *b += x * x;
        }
        for (i, (b, y)) in b[x.len() / 2..].iter_mut().rev().zip(y).enumerate().rev() {
            *b *= y + i as f64;
        }
        for (v, y) in a[1].iter_mut().rev().zip(y) {
            *v = *v * y;
        }
        for row in a.iter_mut() {
            for (v, y) in row.iter_mut().rev().zip(y.iter().rev()) {
                *v += y.sin();
            }
        }
        let part = &mut b[..];
        if part.len() > 1 {
            part[part.len() / 2] = y.len() as f64 * x[0];
            part[part.len() - 1] += part[part.len() / 2] * x[0];
            part.swap(0, part.len() - 1);
        }
        for row in a.iter_mut() {
            row[row.len() - 1] *= 0.5;
            row.swap(2, 0);
        }
        let mut s = 0.0;
        for (v, w) in a.iter().rev().zip(b.chunks(2)) {
            s += v[0] * v[1] * v[2] * w[0];
        }
        s
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}
