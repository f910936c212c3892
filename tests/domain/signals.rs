//! Filters, convolutions, polynomials.

use super::{array, numbers};
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

#[differentiate]
fn horner(coefficients: &[f64], x: f64) -> f64 {
    let n = coefficients.len();
    let mut p = 0.0;
    for i in 0..n {
        p = p * x + coefficients[n - 1 - i];
    }
    p
}

#[differentiate]
fn convolved(signal: &[f64], kernel: &[f64; 3]) -> Vec<f64> {
    let n = signal.len() - 2;
    let mut out = vec![0.0; n];
    for i in 0..n {
        let mut sum = 0.0;
        for k in 0..3 {
            sum += signal[i + k] * kernel[k];
        }
        out[i] = relu(sum);
    }
    out
}

#[differentiate]
fn energy(signal: &[f64], kernel: &[f64; 3]) -> f64 {
    let once = convolved(signal, kernel);
    let twice = convolved(&once, kernel);
    let mut sum = 0.0;
    for i in 0..twice.len() {
        sum += twice[i].powi(2);
    }
    sum / twice.len() as f64
}

#[differentiate]
fn biquad_power(b: [f64; 3], a: [f64; 2], #[constant] x: &[f64]) -> f64 {
    let (mut z1, mut z2) = (0.0, 0.0);
    let mut power = 0.0;
    for n in 0..x.len() {
        let y = b[0] * x[n] + z1;
        z1 = b[1] * x[n] - a[0] * y + z2;
        z2 = b[2] * x[n] - a[1] * y;
        power += y * y;
    }
    power
}

/// The power of one frequency, by Goertzel's recurrence.
#[differentiate]
fn goertzel(x: &[f64], frequency: f64) -> f64 {
    let c = 2.0 * frequency.cos();
    let (mut s1, mut s2) = (0.0, 0.0);
    for n in 0..x.len() {
        let s = x[n] + c * s1 - s2;
        s2 = s1;
        s1 = s;
    }
    s1 * s1 + s2 * s2 - c * s1 * s2
}

/// De Casteljau's scheme, in place.
#[differentiate]
fn bezier(points: &[[f64; 2]; 4], t: f64) -> [f64; 2] {
    let mut p = *points;
    for round in 1..4 {
        for i in 0..4 - round {
            for k in 0..2 {
                p[i][k] = (1.0 - t) * p[i][k] + t * p[i + 1][k];
            }
        }
    }
    p[0]
}

#[test]
fn polynomials_and_curves() {
    let coefficients: [f64; 5] = numbers(1.0);
    let (d_c, d_x) = horner_grad(&coefficients, 0.8);
    assert_gradient(|(c, x)| horner(c, *x), &(coefficients, 0.8), &(array(d_c), d_x));
    let at = ([numbers(1.0), numbers(2.0), numbers(3.0), numbers(4.0)], 0.3);
    let (_, pullback) = bezier_pullback(&at.0, at.1);
    let mut gradient = ([[0.0; 2]; 4], 0.0);
    pullback([1.0, -2.0], &mut gradient.0, &mut gradient.1);
    let along = |(points, t): &([[f64; 2]; 4], f64)| {
        let p = bezier(points, *t);
        p[0] - 2.0 * p[1]
    };
    assert_gradient(along, &at, &gradient);
}

#[test]
fn filters() {
    let at: ([f64; 9], [f64; 3]) = (numbers(1.0), [0.4, 0.8, -0.3]);
    let (d_signal, d_kernel) = energy_grad(&at.0, &at.1);
    assert_gradient(|(signal, kernel)| energy(signal, kernel), &at, &(array(d_signal), d_kernel));
    let x: [f64; 12] = numbers(3.0);
    let gradient = biquad_power_grad([0.2, 0.3, 0.1], [-0.5, 0.2], &x);
    assert_gradient(|(b, a)| biquad_power(*b, *a, &x), &([0.2, 0.3, 0.1], [-0.5, 0.2]), &gradient);
    let (d_x, d_frequency) = goertzel_grad(&x, 0.7);
    assert_gradient(|(x, frequency)| goertzel(x, *frequency), &(x, 0.7), &(array(d_x), d_frequency));
}
