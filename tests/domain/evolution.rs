//! States that are stepped in place: an orbit of Lorenz', a filter of Kalman's.

use super::dual::{assert_same_slopes, gradient};
use autodiff_runtime::prelude::*;
use num_dual::{Dual64, DualNum};

#[differentiate]
fn lorenz(s: &[f64; 3], p: &[f64; 3]) -> [f64; 3] {
    [p[0] * (s[1] - s[0]), s[0] * (p[1] - s[2]) - s[1], s[0] * s[1] - p[2] * s[2]]
}

/// Steps of Runge and Kutta's, in place.
#[differentiate]
fn height_after(start: [f64; 3], p: &[f64; 3], #[constant] dt: f64, #[constant] steps: usize) -> f64 {
    let mut s = start;
    for _ in 0..steps {
        let k1 = lorenz(&s, p);
        let mut probe = s;
        for i in 0..3 {
            probe[i] += 0.5 * dt * k1[i];
        }
        let k2 = lorenz(&probe, p);
        for i in 0..3 {
            probe[i] = s[i] + 0.5 * dt * k2[i];
        }
        let k3 = lorenz(&probe, p);
        for i in 0..3 {
            probe[i] = s[i] + dt * k3[i];
        }
        let k4 = lorenz(&probe, p);
        for i in 0..3 {
            s[i] += dt / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    s[2]
}

#[test]
fn lorenz_orbit_of_a_thousand_steps() {
    let slope =
        |s: [Dual64; 3], p: &[Dual64]| [p[0] * (s[1] - s[0]), s[0] * (p[1] - s[2]) - s[1], s[0] * s[1] - p[2] * s[2]];
    let dt = 2e-3;
    let twin = |args: &[Dual64]| {
        let (mut s, p) = ([args[0], args[1], args[2]], &args[3..]);
        for _ in 0..1000 {
            let moved = |k: [Dual64; 3], by: f64| std::array::from_fn(|i| s[i] + k[i] * by);
            let k1 = slope(s, p);
            let k2 = slope(moved(k1, 0.5 * dt), p);
            let k3 = slope(moved(k2, 0.5 * dt), p);
            let k4 = slope(moved(k3, dt), p);
            s = std::array::from_fn(|i| s[i] + (k1[i] + k2[i] * 2.0 + k3[i] * 2.0 + k4[i]) * (dt / 6.0));
        }
        s[2]
    };
    let (start, p) = ([1.0, 1.0, 1.0], [10.0, 28.0, 8.0 / 3.0]);
    let (d_start, d_p) = height_after_grad(start, &p, dt, 1000);
    assert_same_slopes(&[d_start, d_p].concat(), &gradient(twin, &[start, p].concat()));
}

/// How likely measured positions are, of something that moves steadily but for noise: predict, compare, correct.
#[differentiate]
fn kalman_log_likelihood(process: f64, measurement: f64, #[constant] positions: &[f64]) -> f64 {
    let mut state = [0.0, 0.0];
    let mut cov = [[1.0, 0.0], [0.0, 1.0]];
    let mut log_likelihood = 0.0;
    for z in positions {
        state[0] += state[1];
        cov[0][0] += cov[0][1] + cov[1][0] + cov[1][1] + process;
        cov[0][1] += cov[1][1];
        cov[1][0] += cov[1][1];
        cov[1][1] += process;

        let residual = z - state[0];
        let variance = cov[0][0] + measurement;
        let gain = [cov[0][0] / variance, cov[1][0] / variance];
        for i in 0..2 {
            state[i] += gain[i] * residual;
        }
        let row = cov[0];
        for i in 0..2 {
            for j in 0..2 {
                cov[i][j] -= gain[i] * row[j];
            }
        }
        log_likelihood -= 0.5 * (variance.ln() + residual * residual / variance);
    }
    log_likelihood
}

#[test]
fn steps_of_a_kalman_filter() {
    let positions = [0.9, 2.2, 2.8, 4.1, 5.3, 5.8, 7.1];
    let twin = |args: &[Dual64]| {
        let (q, r) = (args[0], args[1]);
        let [mut x, mut v] = [q * 0.0, q * 0.0];
        let [mut a, mut b, mut d] = [q * 0.0 + 1.0, q * 0.0, q * 0.0 + 1.0];
        let mut log_likelihood = q * 0.0;
        for z in positions {
            x += v;
            (a, b, d) = (a + b * 2.0 + d + q, b + d, d + q);
            let (residual, variance) = (-x + z, a + r);
            x += a / variance * residual;
            v += b / variance * residual;
            (a, b, d) = (a - a * a / variance, b - a * b / variance, d - b * b / variance);
            log_likelihood -= (variance.ln() + residual * residual / variance) * 0.5;
        }
        log_likelihood
    };
    let (d_process, d_measurement) = kalman_log_likelihood_grad(0.05, 0.4, &positions);
    assert_same_slopes(&[d_process, d_measurement], &gradient(twin, &[0.05, 0.4]));
}
