//! Lorenz' system, by steps of Runge and Kutta's on a state in place.

use std::hint::black_box;

use autodiff_runtime::prelude::*;

use super::Case;

pub(super) const STEPS: usize = 1000;
pub(super) const DT: f64 = 2e-3;

#[differentiate(jvp, hvp)]
pub(super) fn slope(s: &[f64; 3], p: &[f64; 3]) -> [f64; 3] {
    [p[0] * (s[1] - s[0]), s[0] * (p[1] - s[2]) - s[1], s[0] * s[1] - p[2] * s[2]]
}

#[differentiate(jvp, hvp)]
pub(super) fn height_after(start: &[f64; 3], p: &[f64; 3], #[constant] steps: usize) -> f64 {
    let mut s = *start;
    for _ in 0..steps {
        let k1 = slope(&s, p);
        let mut probe = s;
        for i in 0..3 {
            probe[i] = s[i] + 0.5 * DT * k1[i];
        }
        let k2 = slope(&probe, p);
        for i in 0..3 {
            probe[i] = s[i] + 0.5 * DT * k2[i];
        }
        let k3 = slope(&probe, p);
        for i in 0..3 {
            probe[i] = s[i] + DT * k3[i];
        }
        let k4 = slope(&probe, p);
        for i in 0..3 {
            s[i] += DT / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    s[2]
}

/// What `d` of a slope at `s` is of `s`; what it is of the parameters is added.
#[inline]
fn slope_back(s: &[f64; 3], p: &[f64; 3], d: &[f64; 3], d_p: &mut [f64; 3]) -> [f64; 3] {
    d_p[0] += d[0] * (s[1] - s[0]);
    d_p[1] += d[1] * s[0];
    d_p[2] -= d[2] * s[2];
    [-d[0] * p[0] + d[1] * (p[1] - s[2]) + d[2] * s[1], d[0] * p[0] - d[1] + d[2] * s[0], -d[1] * s[0] - d[2] * p[2]]
}

/// The states are kept, one a step; what happens within a step is cheap to do again.
fn by_hand(start: &[f64; 3], p: &[f64; 3], steps: usize, d_start: &mut [f64; 3], d_p: &mut [f64; 3]) -> f64 {
    let moved = |s: &[f64; 3], by: f64, k: &[f64; 3]| -> [f64; 3] { std::array::from_fn(|i| s[i] + by * k[i]) };
    let mut states = Vec::with_capacity(steps);
    let mut s = *start;
    for _ in 0..steps {
        states.push(s);
        let k1 = slope(&s, p);
        let k2 = slope(&moved(&s, 0.5 * DT, &k1), p);
        let k3 = slope(&moved(&s, 0.5 * DT, &k2), p);
        let k4 = slope(&moved(&s, DT, &k3), p);
        for i in 0..3 {
            s[i] += DT / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    let mut d_s = [0.0, 0.0, 1.0];
    let mut total = [0.0; 3];
    for s in states.iter().rev() {
        let k1 = slope(s, p);
        let probe2 = moved(s, 0.5 * DT, &k1);
        let k2 = slope(&probe2, p);
        let probe3 = moved(s, 0.5 * DT, &k2);
        let k3 = slope(&probe3, p);
        let probe4 = moved(s, DT, &k3);

        let d_k4 = d_s.map(|d| DT / 6.0 * d);
        let d_probe4 = slope_back(&probe4, p, &d_k4, &mut total);
        let d_k3: [f64; 3] = std::array::from_fn(|i| DT / 3.0 * d_s[i] + DT * d_probe4[i]);
        let d_probe3 = slope_back(&probe3, p, &d_k3, &mut total);
        let d_k2: [f64; 3] = std::array::from_fn(|i| DT / 3.0 * d_s[i] + 0.5 * DT * d_probe3[i]);
        let d_probe2 = slope_back(&probe2, p, &d_k2, &mut total);
        let d_k1: [f64; 3] = std::array::from_fn(|i| DT / 6.0 * d_s[i] + 0.5 * DT * d_probe2[i]);
        let d_first = slope_back(s, p, &d_k1, &mut total);
        for i in 0..3 {
            d_s[i] += d_first[i] + d_probe2[i] + d_probe3[i] + d_probe4[i];
        }
    }
    *d_start = d_s;
    *d_p = total;
    s[2]
}

/// The start and the parameters, in a row.
fn halves(flat: &mut [f64]) -> (&mut [f64; 3], &mut [f64; 3]) {
    let (start, p) = flat.split_at_mut(3);
    (start.try_into().expect("three numbers"), p.try_into().expect("three numbers"))
}

pub(crate) fn case() -> Case {
    let (start, p) = ([1.0, 1.0, 1.0], [10.0, 28.0, 8.0 / 3.0]);
    Case {
        name: "Lorenz",
        size: format!("{STEPS} steps of Runge–Kutta"),
        parameters: 6,
        primal: Box::new(move || height_after(black_box(&start), black_box(&p), STEPS)),
        by_hand: Box::new(move |slopes| {
            let (d_start, d_p) = halves(slopes);
            by_hand(black_box(&start), black_box(&p), STEPS, d_start, d_p)
        }),
        generated: Box::new(move |slopes| {
            let (d_start, d_p) = halves(slopes);
            height_after_grad_into(black_box(&start), black_box(&p), STEPS, d_start, d_p)
        }),
        same: true,
    }
}
