//! Likelihoods.

use super::{array, numbers};
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;
use std::f64::consts::PI;

#[differentiate(wrt(mu, log_sigma))]
fn gaussian(mu: f64, log_sigma: f64, samples: &[f64]) -> f64 {
    let sigma = log_sigma.exp();
    let mut sum = 0.0;
    for i in 0..samples.len() {
        let z = (samples[i] - mu) / sigma;
        sum += -0.5 * z * z - log_sigma - 0.5 * (2.0 * PI).ln();
    }
    sum
}

/// Where the gradient vanishes are the mean and the standard deviation.
#[test]
fn a_normal_sample() {
    let samples: [f64; 8] = numbers(1.0);
    let gradient = gaussian_grad(0.1, 0.4, &samples);
    assert_gradient(|&(mu, s)| gaussian(mu, s, &samples), &(0.1, 0.4), &gradient);
    let mean = samples.iter().sum::<f64>() / 8.0;
    let variance = samples.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 8.0;
    let (d_mu, d_log_sigma) = gaussian_grad(mean, variance.sqrt().ln(), &samples);
    assert!(d_mu.abs() < 1e-12 && d_log_sigma.abs() < 1e-12);
}

/// A scalar Kalman filter: what its innovations say about the noise.
#[differentiate]
fn kalman_log_likelihood(q: f64, r: f64, #[constant] z: &[f64]) -> f64 {
    let mut mean = 0.0;
    let mut variance = 1.0;
    let mut log_likelihood = 0.0;
    for t in 0..z.len() {
        let predicted = variance + q;
        let s = predicted + r;
        let innovation = z[t] - mean;
        log_likelihood -= 0.5 * ((2.0 * PI * s).ln() + innovation * innovation / s);
        let gain = predicted / s;
        mean += gain * innovation;
        variance = (1.0 - gain) * predicted;
    }
    log_likelihood
}

#[differentiate]
fn mixture(weights: &[f64; 2], means: &[f64; 2], log_sigmas: &[f64; 2], #[constant] data: &[f64]) -> f64 {
    let z = weights[0].exp() + weights[1].exp();
    let mut loss = 0.0;
    for n in 0..data.len() {
        let mut p = 0.0;
        for k in 0..2 {
            let sigma = log_sigmas[k].exp();
            let u = (data[n] - means[k]) / sigma;
            p += weights[k].exp() / z * (-0.5 * u.powi(2)).exp() / (sigma * (2.0 * PI).sqrt());
        }
        loss -= p.ln();
    }
    loss
}

#[test]
fn filters_and_mixtures() {
    let z: [f64; 9] = numbers(2.0);
    let gradient = kalman_log_likelihood_grad(0.1, 0.4, &z);
    assert_gradient(|&(q, r)| kalman_log_likelihood(q, r, &z), &(0.1, 0.4), &gradient);
    let at = ([0.2, -0.1], [0.3, -0.5], [0.1, 0.4]);
    let gradient = mixture_grad(&at.0, &at.1, &at.2, &z);
    assert_gradient(|(w, m, s)| mixture(w, m, s, &z), &at, &gradient);
}

/// The forward algorithm of a hidden Markov model with two states, scaled at each step.
#[differentiate]
fn hidden_markov(stay: [f64; 2], emission: &[[f64; 3]; 2], #[constant] seen: &[usize]) -> f64 {
    let mut belief = [0.5, 0.5];
    let mut log_likelihood = 0.0;
    for t in 0..seen.len() {
        let mut next = [0.0; 2];
        next[0] = (belief[0] * stay[0] + belief[1] * (1.0 - stay[1])) * emission[0][seen[t]];
        next[1] = (belief[1] * stay[1] + belief[0] * (1.0 - stay[0])) * emission[1][seen[t]];
        let scale = next[0] + next[1];
        log_likelihood += scale.ln();
        for s in 0..2 {
            belief[s] = next[s] / scale;
        }
    }
    log_likelihood
}

/// The log of the gamma function by Lanczos' series, and the density of a beta distribution.
#[differentiate]
fn ln_gamma(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 6] = [
        76.18009172947146,
        -86.50532032941677,
        24.01409824083091,
        -1.231739572450155,
        0.1208650973866179e-2,
        -0.5395239384953e-5,
    ];
    let t = x + 5.5;
    let mut series = 1.000000000190015;
    for i in 0..6 {
        series += COEFFICIENTS[i] / (x + 1.0 + i as f64);
    }
    (x + 0.5) * t.ln() - t + (2.5066282746310005 * series / x).ln()
}

#[differentiate]
fn beta_log_density(x: f64, a: f64, b: f64) -> f64 {
    (a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)
}

#[test]
fn chains_and_densities() {
    let at = ([0.8, 0.6], [[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]]);
    let seen = [0, 0, 1, 2, 2, 0, 2];
    let gradient = hidden_markov_grad(at.0, &at.1, &seen);
    assert_gradient(|(stay, emission)| hidden_markov(*stay, emission, &seen), &at, &gradient);
    // ψ(1) = −γ
    assert!((ln_gamma_grad(1.0) + 0.577_215_664_901_532_9).abs() < 1e-8);
    let gradient = beta_log_density_grad(0.3, 2.5, 1.5);
    assert_gradient(|&(x, a, b)| beta_log_density(x, a, b), &(0.3, 2.5, 1.5), &gradient);
}

/// Soft dynamic time warping, whose every cell is a soft minimum of three.
#[differentiate]
fn soft_min(a: f64, b: f64, c: f64, gamma: f64) -> f64 {
    let m = a.min(b).min(c);
    m - gamma * ((-(a - m) / gamma).exp() + (-(b - m) / gamma).exp() + (-(c - m) / gamma).exp()).ln()
}

#[differentiate]
fn soft_dtw(x: &[f64], y: &[f64], gamma: f64) -> f64 {
    let (n, m) = (x.len(), y.len());
    let width = m + 1;
    let mut r = vec![1e6; (n + 1) * width];
    r[0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let d = (x[i - 1] - y[j - 1]).powi(2);
            let (up, left, both) = (r[(i - 1) * width + j], r[i * width + j - 1], r[(i - 1) * width + j - 1]);
            r[i * width + j] = d + soft_min(up, left, both, gamma);
        }
    }
    r[n * width + m]
}

#[test]
fn time_warping() {
    let at: ([f64; 4], [f64; 3], f64) = (numbers(1.0), numbers(2.0), 0.5);
    let (d_x, d_y, d_gamma) = soft_dtw_grad(&at.0, &at.1, at.2);
    assert_gradient(|(x, y, gamma)| soft_dtw(x, y, *gamma), &at, &(array(d_x), array(d_y), d_gamma));
}
