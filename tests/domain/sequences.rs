//! Sums, recurrences and tables over sequences.

use super::dual::{assert_same_slopes, c, gradient};
use super::numbers;
use autodiff_runtime::prelude::*;
use num_dual::{Dual64, DualNum};

#[differentiate]
fn horner(coefficients: &[f64], x: f64) -> f64 {
    let mut p = 0.0;
    for &a in coefficients.iter().rev() {
        p = p * x + a;
    }
    p
}

/// A sum of Chebyshev polynomials.
#[differentiate]
fn clenshaw(coefficients: &[f64], x: f64) -> f64 {
    let (mut next, mut after) = (0.0, 0.0);
    for k in (1..coefficients.len()).rev() {
        let this = coefficients[k] + 2.0 * x * next - after;
        after = next;
        next = this;
    }
    coefficients[0] + x * next - after
}

#[test]
fn polynomials() {
    let coefficients: [f64; 7] = numbers(1.0);
    for x in [0.3_f64, -0.9, 1.7] {
        let at = [&coefficients[..], &[x]].concat();
        let (d_coefficients, d_x) = horner_grad(&coefficients, x);
        let powers: Vec<f64> = (0..7).map(|k| x.powi(k)).collect();
        assert_same_slopes(&d_coefficients, &powers);
        let slope: f64 = (1..7).map(|k| k as f64 * coefficients[k] * x.powi(k as i32 - 1)).sum();
        assert_same_slopes(&[d_x], &[slope]);

        let twin = |args: &[Dual64]| {
            let (mut next, mut after) = (c(0.0), c(0.0));
            for k in (1..7).rev() {
                (next, after) = (args[k] + args[7] * next * 2.0 - after, next);
            }
            args[0] + args[7] * next - after
        };
        let (d_coefficients, d_x) = clenshaw_grad(&coefficients, x);
        assert_same_slopes(&[&d_coefficients[..], &[d_x]].concat(), &gradient(twin, &at));
    }
}

#[differentiate]
fn ranked_sum(x: &[f64], weights: &[f64]) -> f64 {
    let mut sorted = x.to_vec();
    loop {
        let mut swapped = false;
        for i in 1..sorted.len() {
            if sorted[i - 1] > sorted[i] {
                sorted.swap(i - 1, i);
                swapped = true;
            }
        }
        if !swapped {
            break;
        }
    }
    let mut sum = 0.0;
    for (value, weight) in sorted.iter().zip(weights) {
        sum += weight * value;
    }
    sum
}

#[test]
fn a_weighted_sum_of_what_is_sorted() {
    let (x, weights): ([f64; 6], [f64; 6]) = (numbers(1.0), numbers(2.0));
    let (d_x, d_weights) = ranked_sum_grad(&x, &weights);
    let mut order: Vec<usize> = (0..6).collect();
    order.sort_by(|&i, &j| x[i].total_cmp(&x[j]));
    for (rank, &i) in order.iter().enumerate() {
        assert_eq!((d_x[i], d_weights[rank]), (weights[rank], x[i]));
    }
}

/// In one pass, whatever the largest is.
#[differentiate]
fn log_sum_exp(x: &[f64]) -> f64 {
    let mut largest = f64::NEG_INFINITY;
    let mut sum = 0.0;
    for &value in x {
        if value > largest {
            sum = sum * (largest - value).exp() + 1.0;
            largest = value;
        } else {
            sum += (value - largest).exp();
        }
    }
    largest + sum.ln()
}

#[test]
fn a_running_log_sum_exp() {
    for x in [vec![0.3, -0.2, 1.9, 1.1, 4.0, -3.0], vec![800.0, 801.0, 799.0], vec![0.5]] {
        let (value, gradient) = log_sum_exp_value_and_grad(&x);
        let softmax: Vec<f64> = x.iter().map(|x| (x - value).exp()).collect();
        assert_same_slopes(&gradient, &softmax);
    }
}

#[differentiate]
fn density(x: f64, width: f64) -> f64 {
    (-x * x / width).exp()
}

#[differentiate]
fn simpson(from: f64, to: f64, width: f64, #[constant] n: usize) -> f64 {
    let h = (to - from) / n as f64;
    let mut sum = density(from, width) + density(to, width);
    for i in 1..n {
        let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
        sum += weight * density(from + i as f64 * h, width);
    }
    sum * h / 3.0
}

#[test]
fn simpsons_rule() {
    let density = |x: Dual64, width: Dual64| (-x * x / width).exp();
    let twin = |args: &[Dual64]| {
        let h = (args[1] - args[0]) / 20.0;
        let mut sum = density(args[0], args[2]) + density(args[1], args[2]);
        for i in 1..20 {
            sum += density(args[0] + h * f64::from(i), args[2]) * if i % 2 == 1 { 4.0 } else { 2.0 };
        }
        sum * h / 3.0
    };
    let (d_from, d_to, d_width) = simpson_grad(-0.4, 1.3, 0.8, 20);
    assert_same_slopes(&[d_from, d_to, d_width], &gradient(twin, &[-0.4, 1.3, 0.8]));
}

#[differentiate]
fn weighted_prefixes(x: &[f64], w: &[f64]) -> f64 {
    let mut sums = Vec::with_capacity(x.len());
    let mut sum = 0.0;
    for value in x {
        sum += value;
        sums.push(sum);
    }
    let mut dot = 0.0;
    for i in 0..sums.len() {
        dot += sums[i] * w[i];
    }
    dot
}

#[test]
fn a_prefix_sum_and_a_dot_product() {
    let (x, w): ([f64; 8], [f64; 8]) = (numbers(1.0), numbers(2.0));
    let (d_x, d_w) = weighted_prefixes_grad(&x, &w);
    let suffixes: Vec<f64> = (0..8).map(|i| w[i..].iter().sum()).collect();
    let prefixes: Vec<f64> = (0..8).map(|i| x[..=i].iter().sum()).collect();
    assert_same_slopes(&d_x, &suffixes);
    assert_same_slopes(&d_w, &prefixes);
}

/// How far two sequences are apart where time may stretch.
#[differentiate]
fn warped_distance(a: &[f64], b: &[f64]) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut best = vec![vec![f64::INFINITY; m + 1]; n + 1];
    best[0][0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let cost = (a[i - 1] - b[j - 1]).powi(2);
            best[i][j] = cost + best[i - 1][j].min(best[i][j - 1]).min(best[i - 1][j - 1]);
        }
    }
    best[n][m]
}

#[test]
fn dynamic_time_warping() {
    let (a, b): ([f64; 5], [f64; 6]) = (numbers(1.0), numbers(1.3));
    let twin = |args: &[Dual64]| {
        let mut best = vec![vec![c(f64::INFINITY); 7]; 6];
        best[0][0] = c(0.0);
        for i in 1..=5 {
            for j in 1..=6 {
                let cost = (args[i - 1] - args[4 + j]).powi(2);
                let ways = [best[i - 1][j], best[i][j - 1], best[i - 1][j - 1]];
                let least = ways.into_iter().min_by(|a, b| a.re.total_cmp(&b.re)).unwrap();
                best[i][j] = cost + least;
            }
        }
        best[5][6]
    };
    let (d_a, d_b) = warped_distance_grad(&a, &b);
    assert_same_slopes(&[d_a, d_b].concat(), &gradient(twin, &[&a[..], &b[..]].concat()));
}
