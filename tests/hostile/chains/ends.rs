//! What chains come to, to the bit.

use crate::harness::{assert_same, data, into, rows, scalar};
use autodiff_runtime::prelude::*;

#[differentiate]
fn squashed(x: f64) -> f64 {
    x.tanh() * x
}

#[test]
fn sums_and_products() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let total: f64 = x.iter().sum();
        let product = x.iter().map(|v| v * w).product::<f64>();
        total * w + product + x.iter().copied().map(|v| v * v).sum::<f64>() / 2.0
    }
    for n in [0, 1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.0, 2.0, 0.5], w: f64 = 0.7] (&x, w));
}

#[test]
fn empty_sums_have_the_sign_of_std() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        x.iter().sum()
    }
    #[differentiate]
    fn g(x: &[f32]) -> f32 {
        x.iter().map(|v| v * 2.0).sum::<f32>()
    }
    #[differentiate]
    fn h(x: &[f64]) -> f64 {
        x.iter().filter(|v| **v > 100.0).product()
    }
    for x in [vec![], vec![-0.0], vec![0.0], vec![1.0, -1.0]] {
        let (value, slope) = f_value_and_grad(&x);
        assert_same("sum", &[value], &[f(&x)]);
        assert_same("sum", &[value], &[x.iter().sum::<f64>()]);
        assert_eq!(slope, vec![1.0; x.len()]);
        assert_same("product", &[h_value_and_grad(&x).0], &[h(&x)]);
    }
    assert_eq!(g_value_and_grad(&[]).0.to_bits(), g(&[]).to_bits());
    assert_eq!(g_value_and_grad(&[0.1, 0.2, 0.3]).0.to_bits(), g(&[0.1, 0.2, 0.3]).to_bits());
}

#[test]
fn folds() {
    #[differentiate]
    fn f(c: &[f64], x: f64) -> f64 {
        let horner = c.iter().rev().fold(0.0, |acc, c| acc * x + c);
        let (s, q) = c.iter().fold((0.0, 1.0), |(s, q), v| (s + v * q, q * x + v));
        let (older, newer) = c.iter().fold((x, 1.0), |(a, b), v| (b, a * v));
        let block = c.iter().enumerate().fold(x, |mut acc, (i, &v)| {
            if i % 2 == 0 {
                acc = acc * v;
            }
            acc += v;
            acc
        });
        let early = c.iter().fold(1.0, |acc, v| {
            if *v > 1.0 {
                return acc * x;
            }
            acc - v
        });
        horner + s * q + older * newer + block * early
    }
    for n in [0, 1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [c: Vec<f64> = data(n), x: f64 = 0.7] (&c, x));
    }
}

#[test]
fn folds_of_memory_and_numbers() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let bins = x.iter().enumerate().fold(vec![0.0; 3], |mut bins, (i, v)| {
            bins[i % 3] += v * a;
            bins
        });
        let count = x.iter().fold(0, |k, v| if *v > 0.72 { k + 1 } else { k });
        bins[0] * bins[1] + bins[2] * count as f64
    }
    for n in [0, 1, 7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}

#[test]
fn maxima() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let m = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lowest = x.iter().fold(f64::INFINITY, |a, b| a.min(*b));
        let lse = x.iter().map(|v| (v - m).exp()).sum::<f64>().ln() + m;
        lse * lowest + x.iter().copied().reduce(f64::max).unwrap() + x.iter().copied().reduce(|a, b| a * b).unwrap()
    }
    for n in [1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n)] (&x));
    }
    #[differentiate]
    fn g(x: &[f64]) -> f64 {
        x.iter().copied().fold(f64::NAN, f64::max)
    }
    // A tie is halved each time that it is met, and a NaN is passed over.
    scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = vec![2.0, 3.0, 3.0]] (&x), exactly [0.0, 0.5, 0.5]);
    scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = vec![1.0, f64::NAN, 0.5]] (&x), exactly [1.0, 0.0, 0.0]);
}

#[test]
fn collected() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> Vec<f64> {
        let scaled = x.iter().map(|v| v * a).collect::<Vec<_>>();
        let positive: Vec<f64> = scaled.iter().filter(|v| **v > 0.3).cloned().collect();
        let table: Vec<Vec<f64>> = (0..positive.len()).map(|i| positive.iter().map(|v| v * x[i]).collect()).collect();
        let mut sums: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
        sums.push(a);
        sums.iter().chain(&scaled).map(|v| v * v).collect()
    }
    for n in [0, 1, 3] {
        rows!(f f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a), by reference);
    }
}

#[test]
fn functions_by_their_names() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        fn unused() {}
        unused();
        let half = |v: f64| v * 0.5 + x[0];
        x.iter().copied().map(squashed).map(half).map(f64::sqrt).map(sigmoid).sum::<f64>()
            + x.iter().copied().map(f64::abs).fold(0.0, f64::max)
    }
    for n in [1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n)] (&x));
    }
}

#[test]
fn flags_and_counts_stay_as_they_are() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let above = |t: f64| x.iter().filter(|v| **v > t * a).count();
        let any = x.iter().any(|v| *v > 1.2);
        let all = x.iter().all(|v| v.is_finite() && *v > -a);
        let first = x.iter().position(|v| *v > 1.0).unwrap_or(0);
        let s: f64 = x.iter().map(|v| v * above(*v) as f64).sum();
        if any && all { s * x[first] } else { s + x[first] * a }
    }
    for n in [1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}
