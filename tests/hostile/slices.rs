//! Programs over parts of slices: sub-slices that overlap, references kept in variables, memory that is overwritten when
//! a reference to it is dead.

use crate::harness::{data, into, rows, scalar};
use autodiff_runtime::prelude::*;

#[differentiate]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * y[i] + x[i].sin();
    }
    s
}

#[differentiate]
fn doubled(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * x[i] * 2.0;
    }
    y
}

#[test]
fn rows_of_a_flat_matrix() {
    #[differentiate]
    fn f(w: &[f64], x: &[f64], n: usize) -> f64 {
        let m = x.len();
        let mut s = 0.0;
        for i in 0..n {
            let row = &w[i * m..(i + 1) * m];
            let mut z = 0.1;
            for j in 0..row.len() {
                z += row[j] * x[j];
            }
            s += z.tanh() * row[0];
        }
        s
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback,
            [w: Vec<f64> = data(12), x: Vec<f64> = data(4)] (&w, &x, n));
        into!(f f_grad f_grad_into, [w: Vec<f64> = data(12), x: Vec<f64> = data(4)] (&w, &x, n));
    }
}

#[test]
fn every_spelling_of_a_range() {
    #[differentiate]
    fn f(x: &[f64], a: usize, b: usize) -> f64 {
        let all = &x[..];
        let from = &x[a..];
        let to = &all[..b];
        let closed = &x[a..=b];
        let until = &x[..=a];
        let inner = &closed[1..2];
        let same = from;
        let empty = &x[b..b];
        all[0] * from[0] * to[1]
            + closed[1] * until[0].sin() * inner[0]
            + same[1] * same[0]
            + (same.len() * 10 + to.len() + until.len() * empty.len()) as f64 * x[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(5)] (&x, 1, 3));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(5)] (&x, 2, 4));
}

#[test]
fn calls_with_overlapping_parts() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let (l, r) = x.split_at(n);
        let mut s = dot(l, &r[..n]) * dot(&l[1..], &l[..n - 1]);
        for i in 0..x.len() - 2 {
            s += dot(&x[i..i + 2], &x[1..3]) * x[i];
            let h = doubled(&x[i..]);
            s += dot(&h[1..], &h[..h.len() - 1]) * h[0];
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(6)] (&x, 3));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(5)] (&x, 2));
}

#[test]
fn memory_overwritten_when_the_reference_is_dead() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut a = vec![0.0; x.len()];
        let mut k = 1;
        for i in 0..x.len() {
            a[i] = x[i] * x[i];
        }
        let mut s = 0.0;
        for i in 0..a.len() - 1 {
            let tail = &a[i..];
            s += tail[0] * tail[1] * dot(tail, &tail[..]);
            let n = tail.len();
            a[i + 1] = s * x[k] / n as f64;
            k = (k + 1) % x.len();
            let r = &a;
            s += r[0] * r[n / 2];
            a[0] = s.sin();
        }
        let row = &a[k..];
        k = 0;
        s * row[0] + a[k]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4)] (&x));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(4)] (&x));
}

#[test]
fn memory_replaced_when_the_reference_is_dead() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut h = doubled(x);
        let mut s = 0.0;
        for _ in 0..n {
            let part = &h[1..];
            s += dot(part, &x[1..]).tanh();
            h = doubled(&part[..1]);
            let part = &h[..];
            h = doubled(&x[..part.len() + 1]);
        }
        s * h[0]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.3, 0.5]] (&x, 2));
    into!(f f_grad f_grad_into, [x: Vec<f64> = vec![0.3, 0.5]] (&x, 3));
}

#[test]
fn exclusive_references() {
    #[differentiate]
    fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut a = [0.3; 6];
        let mut k = 2;
        let v = &mut a[k];
        k = 3;
        *v = x * x;
        *v += *v * y;
        *v *= v.sin();
        assert!(*v > -1e9, "{v} {:?}", v);
        let (l, r) = a.split_at_mut(k);
        for i in 0..l.len() {
            r[i] = l[i].sin() + x;
            l[i] = r[i] * l[i] * y;
        }
        let t = &mut r[1..];
        t[0] *= t[1];
        t[n] = x;
        let last = t.len() - 1;
        t[last] -= t[0] * l[0];
        if t[0] > 0.0 {
            let m = t;
            m[0] = m[0] * m[1];
        }
        let scalar = &mut k;
        *scalar += 1;
        let mut z = x;
        let r = &mut z;
        *r = *r * y;
        *r = r.exp() * *r;
        z * a[0] + a[1] * a[2] + a[k] + a[4] * a[5]
    }
    for n in [0, 1] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 0.6] (x, y, n));
    }
}

#[test]
fn references_to_rows() {
    #[differentiate]
    fn f(m: &[[f64; 3]], v: &[Vec<f64>], i: usize) -> f64 {
        let mut a = [[0.5; 3]; 2];
        let row = &m[i];
        let other = &v[i];
        let one = &m[i][1];
        let ahead = &other[1..];
        a[1][0] = row[0] * other[0] + *one;
        let mine = &mut a[1];
        for j in 0..mine.len() {
            mine[j] = row[j] * mine[0] + ahead[0] * one.sin();
        }
        let end = mine.len() - 1;
        mine[end] += one * one;
        dot(&a[1], row) + dot(&a[0][1..], ahead) + dot(&row[..2], &m[0][1..])
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [m: Vec<[f64; 3]> = vec![[0.1, 0.2, 0.3], [0.5, 0.7, 1.1]], v: Vec<Vec<f64>> = vec![data(3), data(4)[1..].to_vec()]] (&m, &v, 1));
    into!(f f_grad f_grad_into,
        [m: Vec<[f64; 3]> = vec![[0.1, 0.2, 0.3], [0.5, 0.7, 1.1]], v: Vec<Vec<f64>> = vec![data(3), data(4)[1..].to_vec()]] (&m, &v, 1));
}

#[test]
fn a_reference_in_a_branch_in_a_loop() {
    #[differentiate]
    fn f(x: &[f64], y: f64) -> Vec<f64> {
        let mut a = vec![1.0; x.len()];
        for i in 0..x.len() {
            if x[i] > 0.6 {
                let rest = &x[i..];
                let here = &mut a[..=i];
                for j in 0..here.len() {
                    here[j] = here[j] * rest[0] + y * rest[rest.len() - 1];
                }
            } else {
                let x = &x[..i];
                a[i] = dot(x, x) * y;
            }
        }
        a
    }
    rows!(f f_pullback, [x: Vec<f64> = data(5), y: f64 = 0.4] (&x, y), by reference);
}
