//! Straight-line code: one neuron with squared error, at many points, since one call is too short to be timed.

use std::hint::black_box;

use autodiff_runtime::prelude::*;

use super::{Case, Gradient, wave};

#[differentiate]
fn neuron_loss(w: f64, b: f64, #[constant] x: f64, #[constant] y: f64) -> f64 {
    let z = w * x + b;
    let a = sigmoid(z);
    (a - y).powi(2)
}

fn by_hand(w: f64, b: f64, x: f64, y: f64) -> (f64, (f64, f64)) {
    let a = sigmoid(w * x + b);
    let error = a - y;
    let d_z = 2.0 * error * a * (1.0 - a);
    (error * error, (d_z * x, d_z))
}

/// The sum over all points. Generic in the gradient, so that each one is compiled into a loop of its own.
fn summed(points: &[[f64; 4]], gradient: impl Fn(f64, f64, f64, f64) -> (f64, (f64, f64)) + 'static) -> Gradient {
    let points = points.to_vec();
    Box::new(move |sums| {
        let (mut sum, mut sum_w, mut sum_b) = (0.0, 0.0, 0.0);
        for &[w, b, x, y] in black_box(&points[..]) {
            let (value, (d_w, d_b)) = gradient(w, b, x, y);
            sum += value;
            sum_w += d_w;
            sum_b += d_b;
        }
        sums.copy_from_slice(&[sum_w, sum_b]);
        sum
    })
}

pub(crate) fn case() -> Case {
    const POINTS: usize = 1000;
    let points: Vec<[f64; 4]> = wave(4 * POINTS, 1.0).as_chunks().0.to_vec();
    Case {
        name: "neuron",
        size: format!("{POINTS} neurons of one input"),
        parameters: 2,
        by_hand: summed(&points, by_hand),
        generated: summed(&points, neuron_loss_value_and_grad),
        primal: Box::new(move || black_box(&points[..]).iter().map(|&[w, b, x, y]| neuron_loss(w, b, x, y)).sum()),
        same: true,
    }
}
