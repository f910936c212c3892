//! Eight directions at once, beside the same eight one by one, which stand in the place of code by hand.

#![allow(clippy::needless_range_loop, reason = "matrices by their indices, as in the books")]

use std::array::from_fn;
use std::hint::black_box;

use autodiff_runtime::{Tangents, prelude::*};

use super::Case;
use super::elimination::system;

const N: usize = 8;

/// A model of least squares: what comes of four decays, at many times.
#[differentiate(jacobian)]
fn decays(p: [f64; N], #[constant] times: &[f64]) -> Vec<f64> {
    let mut all = Vec::with_capacity(times.len());
    for t in times {
        let mut sum = 0.0;
        for k in 0..4 {
            sum += p[2 * k] * (-p[2 * k + 1] * t).exp();
        }
        all.push(sum);
    }
    all
}

/// Eight coupled maps, each of which depends on all starts in the end.
#[differentiate(jacobian)]
fn coupled(start: [f64; N], #[constant] steps: usize) -> [f64; N] {
    let mut x = start;
    for _ in 0..steps {
        let mut next = [0.0; N];
        for i in 0..N {
            let mean = 0.5 * (x[i] + x[(i + 1) % N]);
            next[i] = 3.2 * mean * (1.0 - mean);
        }
        x = next;
    }
    x
}

/// A linear system, for its right-hand side.
#[differentiate(jacobian)]
fn solution(#[constant] a: &[[f64; N]; N], b: [f64; N]) -> [f64; N] {
    let mut a = *a;
    let mut x = b;
    for k in 0..N {
        for i in k + 1..N {
            let factor = a[i][k] / a[k][k];
            for j in k + 1..N {
                a[i][j] -= factor * a[k][j];
            }
            x[i] -= factor * x[k];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            x[i] -= a[i][j] * x[j];
        }
        x[i] /= a[i][i];
    }
    x
}

fn units() -> [Tangents<f64, N>; N] {
    from_fn(|i| Tangents(from_fn(|lane| f64::from(u8::from(lane == i)))))
}

fn unit(at: usize) -> [f64; N] {
    from_fn(|i| f64::from(u8::from(i == at)))
}

/// The last of the numbers, for a value; the tangents of a column after the other.
fn columns(out: &mut [f64], column: impl Fn([f64; N]) -> Vec<f64>) {
    let rows = out.len() / N;
    for (lane, out) in out.chunks_exact_mut(rows).enumerate() {
        out.copy_from_slice(&column(unit(lane)));
    }
}

fn lay(out: &mut [f64], group: &[Tangents<f64, N>]) {
    for (row, tangents) in group.iter().enumerate() {
        for lane in 0..N {
            out[lane * group.len() + row] = tangents.0[lane];
        }
    }
}

pub(crate) fn cases() -> [Case; 3] {
    const STEPS: usize = 200;
    let p = [1.0, 0.5, 2.0, 0.25, 3.0, 0.1, 0.3, 0.7];
    let times: Vec<f64> = (0..1000).map(|k| 0.003 * f64::from(k)).collect();
    let (times1, times2) = (times.clone(), times.clone());
    let last = |values: &[f64]| values.last().copied().unwrap_or_default();
    let start: [f64; N] = from_fn(|i| 0.3 + 0.05 * i as f64);
    let (mut a, b) = system::<N>();
    a.reverse();
    let values = [last(&decays(p, &times)), last(&coupled(start, STEPS)), last(&solution(&a, b))];
    [
        Case {
            name: "eight tangents of decays, beside one by one",
            size: "8 numbers to 1000".into(),
            parameters: 8000,
            primal: Box::new(move || last(&decays(black_box(p), black_box(&times)))),
            by_hand: Box::new(move |out| {
                columns(out, |d| decays_jvp(black_box(p), d, black_box(&times1)).1);
                values[0]
            }),
            generated: Box::new(move |out| {
                lay(out, &decays_jvp_group(black_box(p), units(), black_box(&times2)));
                values[0]
            }),
            same: true,
        },
        Case {
            name: "eight tangents of coupled maps, beside one by one",
            size: format!("8 numbers to 8, {STEPS} steps"),
            parameters: 64,
            primal: Box::new(move || last(&coupled(black_box(start), STEPS))),
            by_hand: Box::new(move |out| {
                columns(out, |d| coupled_jvp(black_box(start), d, STEPS).1.to_vec());
                values[1]
            }),
            generated: Box::new(move |out| {
                lay(out, &coupled_jvp_group(black_box(start), units(), STEPS));
                values[1]
            }),
            same: true,
        },
        Case {
            name: "eight tangents of a linear system, beside one by one",
            size: "8 numbers to 8".into(),
            parameters: 64,
            primal: Box::new(move || last(&solution(black_box(&a), black_box(b)))),
            by_hand: Box::new(move |out| {
                columns(out, |d| solution_jvp(black_box(&a), black_box(b), d).1.to_vec());
                values[2]
            }),
            generated: Box::new(move |out| {
                lay(out, &solution_jvp_group(black_box(&a), black_box(b), units()));
                values[2]
            }),
            same: true,
        },
    ]
}
