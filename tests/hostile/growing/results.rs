//! What calls return, and pairs and arrays, pushed; what is pushed, lent to calls.

use crate::harness::{data, scalar};
use autodiff_runtime::prelude::*;

/// A callee that reads what is pushed onto between its calls.
#[test]
fn lent_to_a_callee_between_pushes() {
    #[differentiate]
    fn norm(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * x[i];
        }
        s.sqrt()
    }
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        for i in 0..n {
            let length = norm(&v);
            v.push(length * x[i % 2]);
            if i == 1 {
                v.swap(0, 2);
                let top = v.pop().unwrap();
                v[0] += norm(&v) * top;
            }
        }
        norm(&v) + v[0]
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}

#[differentiate]
fn scaled(x: &[f64], w: f64) -> Vec<f64> {
    let mut out = Vec::with_capacity(x.len());
    for i in 0..x.len() {
        out.push((w * x[i]).tanh());
    }
    out
}

#[differentiate]
fn product(a: f64, b: f64) -> f64 {
    a * b + b
}

/// What a call returns is pushed, and popped again: its type is nobody's but rustc's.
#[test]
fn results_of_calls_pushed() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut layers = Vec::new();
        layers.push(x.to_vec());
        for k in 0..n {
            let next = scaled(&layers[k], w);
            layers.push(next);
        }
        let last = layers.pop().unwrap();
        let mut numbers = Vec::new();
        for i in 0..last.len() {
            numbers.push(product(last[i], w));
        }
        let mut s = 0.0;
        for i in 0..numbers.len() {
            s += numbers[i] * numbers[0];
        }
        let one = numbers.pop().unwrap();
        let two = numbers.pop().unwrap();
        s + one * two
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w, n));
    }
}

#[test]
fn pairs_and_arrays_pushed() {
    #[differentiate]
    fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut pairs = vec![(x, y)];
        let mut points: Vec<[f64; 2]> = Vec::new();
        for k in 0..n {
            let (a, b) = pairs.pop().unwrap();
            pairs.push((a * b, a + b));
            pairs.push((b, 1.0));
            points.push([a, b * k as f64]);
            points[k / 2][0] *= b;
        }
        let mut s = 0.0;
        for k in 0..points.len() {
            points[k].swap(0, 1);
            s += points[k][0] * points[k][1];
        }
        let last = pairs.pop().unwrap();
        s + last.0 * last.1 + pairs[0].0
    }
    for n in 1..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.3] (x, y, n));
    }
}

#[differentiate]
fn three(x: f64) -> [f64; 3] {
    [x, x * x, 1.0]
}

/// Copies of what calls returned, and into other memory.
#[test]
fn copies_of_results() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let h = scaled(x, w);
        let mut g = h.clone();
        g[0] *= w;
        let p = product(w, g[0]);
        let q = p.clone();
        let mut all: Vec<f64> = g.clone();
        all.extend_from_slice(&scaled(&h, w));
        all.extend_from_slice(&three(q));
        all[..3].copy_from_slice(&three(w));
        let mut buckets = [Vec::new(), Vec::with_capacity(1)];
        let mut s = 0.0;
        for i in 0..all.len() {
            buckets[i % 2].push(all[i] * p);
            s += buckets[i % 2][i / 4];
        }
        s + h[0] * g[1] + p * q
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w));
}
