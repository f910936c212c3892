//! Loops over slices: sources of different lengths, adaptors on adaptors, patterns.

#![allow(unused_mut, unused_variables, reason = "hostile code is what nobody should write")]

use crate::harness::{data, into, scalar, two_slices};
use autodiff_runtime::prelude::*;

#[test]
fn every_spelling_of_elements() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = 0.3;
        for v in x {
            s += v * v;
        }
        for v in x.iter() {
            s += v.sin() * *v;
        }
        for &v in x {
            s = s * v.cos() + v;
        }
        for v in x.iter().copied() {
            s += v / (1.0 + s * s);
        }
        for &v in (&y[..]).iter() {
            if v > 0.9 {
                s *= v;
            }
        }
        for v in y.iter().cloned().rev() {
            s = s * 0.5 + v * v * v;
        }
        for v in y.into_iter() {
            if *v > 0.5 && v.is_finite() {
                s -= v.exp() * s;
            } else {
                s += -*v;
            }
        }
        for mut v in x.iter().copied() {
            v = v * v;
            v += s;
            s = v.tanh();
        }
        for (_, _) in x.iter().zip(y) {
            s *= 1.1;
        }
        for _ in x {
            s += 0.1 * s;
        }
        s
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}

#[test]
fn every_adaptor() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = 0.3;
        for (i, v) in x.iter().enumerate() {
            s += v * i as f64 * s;
        }
        for (i, &v) in x.iter().enumerate().skip(1) {
            s += v * x[i - 1];
        }
        for (i, v) in x.iter().skip(1).enumerate() {
            s += v * x[i];
        }
        for (i, (a, b)) in x.iter().zip(y).enumerate() {
            s = s * a.sin() + b * i as f64;
        }
        for ((a, b), &c) in x.iter().zip(y.iter()).zip(x.iter().rev()) {
            s += a * b * c;
        }
        for (a, (b, i)) in x.iter().zip(y.iter().skip(1).zip(3..)) {
            s += a * b / i as f64;
        }
        for (a, b) in x.iter().take(3).zip(y.iter().step_by(2)) {
            s = s * a * 0.3 + b;
        }
        for (i, a) in x.iter().enumerate().rev().step_by(2) {
            s = s * 0.9 + a * i as f64;
        }
        for (i, a) in x.iter().rev().skip(1).take(2).enumerate() {
            s = s * 0.9 * a + i as f64;
        }
        for (i, a) in x.iter().step_by(3).rev().enumerate() {
            s = s * 0.9 + a * (i + 1) as f64;
        }
        for (i, a) in (1..x.len()).zip(x.iter().skip(1).step_by(2).take(4)) {
            s += a * x[i - 1] * s;
        }
        for i in (0..x.len()).skip(1).step_by(2) {
            s += x[i] * x[i - 1];
        }
        for (a, b) in x.iter().zip(x) {
            s += a * b;
        }
        for (a, b) in x.iter().zip(&x[x.len().min(1)..]).rev() {
            s = s * 0.5 + a * b;
        }
        s
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}

#[test]
fn parts() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut s = 0.3;
        for w in x.windows(2) {
            s += (w[1] - w[0]).powi(2) * s;
        }
        for w in x.windows(6) {
            s = s * w[0] + w[5];
        }
        for c in x.chunks_exact(2) {
            s += c[0] * c[1];
        }
        for (c, v) in x.chunks(3).zip(y) {
            for (i, e) in c.iter().enumerate() {
                s = s * 0.7 + e * v * (c.len() + i) as f64;
            }
        }
        for (i, c) in x.chunks(2).enumerate().rev() {
            s = s * c[0] + c[c.len() - 1] * i as f64;
        }
        for (a, b) in x.chunks_exact(3).zip(y.windows(2)) {
            s += a[2] * b[1] * a[0];
        }
        s
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}

#[test]
fn rows_of_matrices() {
    #[differentiate]
    fn f(m: &[[f64; 3]], v: &[Vec<f64>], pairs: [(f64, f64); 2]) -> f64 {
        let mut s = 0.2;
        let mut a = [[0.0; 3]; 2];
        for (i, row) in m.iter().enumerate() {
            for (j, &e) in row.iter().enumerate() {
                s = s * 0.8 + e * (i * 3 + j) as f64;
                a[i % 2][j] += e * s;
            }
        }
        for row in a.iter_mut() {
            for e in row.iter_mut() {
                *e = *e * *e;
            }
            row[0] += row[2];
        }
        for &[a, b, c] in m {
            s += a * b * c;
        }
        for [a, b, c] in m {
            s += a * b - c;
        }
        for (row, other) in v.iter().zip(&a) {
            for (p, q) in row.iter().zip(other) {
                s += p * q;
            }
            for row in row.windows(2) {
                s += row[0] * row[1];
            }
        }
        for row in v {
            let mut longest = 0.0;
            for e in row {
                longest += e * e;
            }
            s += longest.sqrt();
        }
        for row in a {
            s += row[0] * row[1] * row[2];
        }
        for (p, q) in pairs {
            s += p * q;
        }
        for &(p, q) in &pairs {
            s = s * p + q;
        }
        for (p, q) in pairs.iter() {
            s = s * p.sin() + q;
        }
        s
    }
    let m = vec![[0.1, 0.2, 0.3], [0.5, 0.7, 1.1], [0.9, 0.4, 0.2]];
    let v = vec![data(3), data(5)[1..].to_vec(), vec![0.5]];
    scalar!(f f_grad f_value_and_grad f_pullback,
        [m: Vec<[f64; 3]> = m.clone(), v: Vec<Vec<f64>> = v.clone(), p: [(f64, f64); 2] = [(0.3, 0.4), (0.6, 0.9)]] (&m, &v, p));
    into!(f f_grad f_grad_into,
        [m: Vec<[f64; 3]> = m.clone(), v: Vec<Vec<f64>> = v.clone(), p: [(f64, f64); 2] = [(0.3, 0.4), (0.6, 0.9)]] (&m, &v, p));
}

#[test]
fn shadowed_names() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut i = 0.5;
        for x in x {
            for y in y {
                let x = x * y;
                i = i * 0.9 + x * y;
            }
            for (i, y) in y.iter().enumerate() {
                let i = i as f64;
                let y = y * i * x;
                let _ = y;
            }
            i += x * i;
        }
        for (x, y) in y.iter().zip(x) {
            i += x * x * y;
            println!("{x} {} {}", y, x);
            assert!(*x > -1e9 && *y > -1e9);
        }
        for (j, x) in x.iter().enumerate() {
            for (j, x) in y.iter().enumerate().take(j) {
                i += x * j as f64;
            }
            i *= 1.0 + 0.1 * x * j as f64;
        }
        i
    }
    two_slices!(f f_grad f_value_and_grad f_grad_into f_pullback);
}

#[test]
fn data_beside() {
    #[differentiate]
    fn f(w: &[f64], #[constant] rows: &[Vec<f64>], #[constant] targets: &[f64], classes: &[usize]) -> f64 {
        let mut s = 0.0;
        for ((row, t), &class) in rows.iter().zip(targets).zip(classes) {
            let mut z = w[0];
            for (w, x) in w[1..].iter().zip(row) {
                z += w * x;
            }
            let scale: f64 = row.iter().map(|x| x * x).sum();
            s += (z.tanh() - t).powi(2) * w[class] / scale;
        }
        for k in classes {
            s += w[*k];
        }
        for (k, weight) in [2, 0, 1].iter().zip([0.5, 0.25, 2.0]) {
            s += w[*k] * weight;
        }
        s
    }
    let rows = vec![vec![0.2, 0.9], vec![1.1, 0.3], vec![0.6, 0.7]];
    scalar!(f f_grad f_value_and_grad f_pullback, [w: Vec<f64> = data(3)] (&w, &rows, &[0.4, 0.8], &[2, 0, 1]));
    into!(f f_grad f_grad_into, [w: Vec<f64> = data(3)] (&w, &rows, &[0.4, 0.8], &[2, 0, 1]));
}

#[test]
fn single_precision_and_constant_sizes() {
    #[differentiate]
    fn f<const N: usize>(x: [f64; N], y: &[f64; N], z: &[f32]) -> f64 {
        let mut s = 0.0;
        for (a, b) in x.iter().zip(y) {
            s += a * b;
        }
        for (i, a) in x.iter().enumerate().take(2) {
            s *= a + y[N - 1 - i];
        }
        for &v in z {
            s += f64::from(v * v);
        }
        let mut t = 0.5;
        for v in z {
            t = t * v + 1.0;
        }
        s * f64::from(t)
    }
    let (x, y, z) = ([0.3, 0.5, 0.9], [0.6, 0.2, 0.7], [0.5f32, 0.25]);
    let (d_x, d_y, d_z) = f_grad(x, &y, &z);
    #[differentiate]
    fn g(x: [f64; 3], y: &[f64; 3], z: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            s += x[i] * y[i];
        }
        s *= x[0] + y[2];
        s *= x[1] + y[1];
        for i in 0..z.len() {
            s += z[i] * z[i];
        }
        let mut t = 0.5;
        for i in 0..z.len() {
            t = t * z[i] + 1.0;
        }
        s * t
    }
    let (want_x, want_y, want_z) = g_grad(x, &y, &[0.5, 0.25]);
    crate::harness::assert_close("d_x", &d_x, &want_x);
    crate::harness::assert_close("d_y", &d_y, &want_y);
    for (got, want) in d_z.iter().zip(&want_z) {
        assert!((f64::from(*got) - want).abs() < 1e-5);
    }
}

#[test]
fn extreme_numbers_of_turns() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut s = 0.1;
        for v in x.iter().skip(1).take(usize::MAX) {
            s += v * v;
        }
        for (i, v) in (0..=usize::MAX).zip(x) {
            s += v * i as f64;
        }
        for v in x.iter().skip(usize::MAX).skip(1) {
            s *= v;
        }
        for c in x.chunks(usize::MAX) {
            s += c[0] * c[c.len() - 1];
        }
        for w in x.windows(usize::MAX) {
            s *= w[0];
        }
        for v in x.iter().step_by(usize::MAX).rev() {
            s *= v;
        }
        s
    }
    for n in [1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n)] (&x));
    }
}
