//! Algorithms that keep and overwrite: elimination, dynamic programming, iterations.

use super::{array, numbers};
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

/// Thomas' elimination.
#[differentiate]
fn tridiagonal(lower: &[f64], diag: &[f64], upper: &[f64], rhs: &[f64]) -> Vec<f64> {
    let n = diag.len();
    let mut c = vec![0.0; n];
    let mut d = vec![0.0; n];
    c[0] = upper[0] / diag[0];
    d[0] = rhs[0] / diag[0];
    for i in 1..n {
        let m = diag[i] - lower[i - 1] * c[i - 1];
        if i < n - 1 {
            c[i] = upper[i] / m;
        }
        d[i] = (rhs[i] - lower[i - 1] * d[i - 1]) / m;
    }
    for i in (0..n - 1).rev() {
        d[i] -= c[i] * d[i + 1];
    }
    d
}

#[differentiate]
fn energy_of_solution(diag: &[f64], rhs: &[f64]) -> f64 {
    let off = vec![-1.0; diag.len() - 1];
    let u = tridiagonal(&off, diag, &off, rhs);
    let mut e = 0.0;
    for i in 0..u.len() {
        e += u[i] * rhs[i];
    }
    e / u.len() as f64
}

/// Viterbi's best path: the largest sum, and the choices that lead to it.
#[differentiate]
fn best_path(scores: &[[f64; 3]], transition: &[[f64; 3]; 3]) -> f64 {
    let mut best = scores[0];
    for t in 1..scores.len() {
        let mut next = [f64::NEG_INFINITY; 3];
        for to in 0..3 {
            for from in 0..3 {
                let candidate = best[from] + transition[from][to] + scores[t][to];
                if candidate > next[to] {
                    next[to] = candidate;
                }
            }
        }
        best = next;
    }
    best[0].max(best[1]).max(best[2])
}

/// Implicit Euler for three reactions, by a fixed number of Newton steps.
#[differentiate]
fn robertson(k: [f64; 3], #[constant] steps: usize) -> f64 {
    let dt = 0.1;
    let mut y = [1.0, 0.0, 0.0];
    for _ in 0..steps {
        let mut z = y;
        for _ in 0..4 {
            let f0 = z[0] - y[0] - dt * (-k[0] * z[0] + k[1] * z[1] * z[2]);
            let f1 = z[1] - y[1] - dt * (k[0] * z[0] - k[1] * z[1] * z[2] - k[2] * z[1] * z[1]);
            z[0] -= f0 / (1.0 + dt * k[0]);
            z[1] -= f1 / (1.0 + dt * (k[1] * z[2] + 2.0 * k[2] * z[1]));
            z[2] = 1.0 - z[0] - z[1];
        }
        y = z;
    }
    y[2]
}

/// How far a descent with momentum comes, by its rate: a gradient through the optimiser.
#[differentiate]
fn log_loss_after_descent(lr: f64, momentum: f64, #[constant] target: &[f64; 3]) -> f64 {
    let mut w = [0.0; 3];
    let mut v = [0.0; 3];
    for step in 0..10 {
        for i in 0..3 {
            let g = 2.0 * (w[i] - target[i]);
            v[i] = momentum * v[i] + g;
            w[i] -= lr * v[i] / (1.0 + 0.1 * step as f64);
        }
    }
    let mut loss = 0.0;
    for i in 0..3 {
        loss += (w[i] - target[i]).powi(2);
    }
    loss.ln()
}

/// Welford's one-pass deviation.
#[differentiate]
fn welford(x: &[f64]) -> f64 {
    let (mut mean, mut m2) = (0.0, 0.0);
    for i in 0..x.len() {
        let delta = x[i] - mean;
        mean += delta / (i + 1) as f64;
        m2 += delta * (x[i] - mean);
    }
    (m2 / (x.len() - 1) as f64).sqrt()
}

#[differentiate]
fn potential(cx: f64, cy: f64) -> f64 {
    let (mut zx, mut zy) = (0.0, 0.0);
    let mut n = 0;
    for _ in 0..20 {
        if zx * zx + zy * zy < 1e6 {
            (zx, zy) = (zx * zx - zy * zy + cx, 2.0 * zx * zy + cy);
            n += 1;
        }
    }
    (zx * zx + zy * zy).ln() / 2.0_f64.powi(n)
}

#[differentiate]
fn batch_norm(x: &[Vec<f64>], gamma: f64, beta: f64) -> f64 {
    let (rows, cols) = (x.len(), x[0].len());
    let mut loss = 0.0;
    for c in 0..cols {
        let mut mean = 0.0;
        for r in 0..rows {
            mean += x[r][c];
        }
        mean /= rows as f64;
        let mut var = 0.0;
        for r in 0..rows {
            var += (x[r][c] - mean) * (x[r][c] - mean);
        }
        let inv = (var / rows as f64 + 1e-5).sqrt().recip();
        for r in 0..rows {
            loss += relu(gamma * (x[r][c] - mean) * inv + beta) * (r + 1) as f64;
        }
    }
    loss
}

#[test]
fn elimination() {
    let at: ([f64; 4], [f64; 4]) = ([3.0, 2.9, 3.1, 2.8], numbers(1.0));
    let (d_diag, d_rhs) = energy_of_solution_grad(&at.0, &at.1);
    assert_gradient(|(diag, rhs)| energy_of_solution(diag, rhs), &at, &(array(d_diag), array(d_rhs)));
}

#[test]
fn the_best_path() {
    let at: ([[f64; 3]; 4], [[f64; 3]; 3]) =
        ([numbers(1.0), numbers(2.0), numbers(3.0), numbers(4.0)], [numbers(5.0), numbers(6.0), numbers(7.0)]);
    let (d_scores, d_transition) = best_path_grad(&at.0, &at.1);
    let gradient = (d_scores.try_into().unwrap(), d_transition);
    assert_gradient(|(scores, transition): &([[f64; 3]; 4], _)| best_path(scores, transition), &at, &gradient);
    // One state at each time.
    let visits: Vec<f64> = gradient.0.iter().map(|row| row.iter().sum()).collect();
    assert_eq!(visits, [1.0; 4]);
}

#[test]
fn iterations() {
    let rates = [0.4, 1.1, 3.0];
    assert_gradient(|&k| robertson(k, 10), &rates, &robertson_grad(rates, 10));
    let target = numbers(1.0);
    let gradient = log_loss_after_descent_grad(0.03, 0.5, &target);
    assert_gradient(|&(rate, momentum)| log_loss_after_descent(rate, momentum, &target), &(0.03, 0.5), &gradient);
    assert_gradient(|&(x, y)| potential(x, y), &(0.7, 0.9), &potential_grad(0.7, 0.9));
}

#[test]
fn statistics_in_passing() {
    let x: [f64; 5] = numbers(1.0);
    assert_gradient(|x| welford(x), &x, &array(welford_grad(&x)));
    let rows = [0.0, 1.0, 2.0].map(|row| numbers::<2>(1.0 + row).to_vec());
    let (d_x, d_gamma, d_beta) = batch_norm_grad(&rows, 1.5, 0.2);
    let flat: [f64; 6] = rows.concat().try_into().unwrap();
    let value = |(x, gamma, beta): &([f64; 6], f64, f64)| {
        batch_norm(&[x[..2].to_vec(), x[2..4].to_vec(), x[4..].to_vec()], *gamma, *beta)
    };
    assert_gradient(value, &(flat, 1.5, 0.2), &(d_x.concat().try_into().unwrap(), d_gamma, d_beta));
}
