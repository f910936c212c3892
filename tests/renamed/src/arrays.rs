//! Slices, arrays, and local buffers.

use gradients::prelude::*;

/// The mean square of a slice.
#[differentiate(crate = gradients)]
#[must_use]
pub fn mean_square(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
    }
    sum / x.len() as f64
}

/// The energy of a chain of springs, of which the gradient is differentiated in its turn.
#[differentiate(crate = gradients, of(grad(jvp)))]
#[must_use]
pub fn springs(x: &[f64], stiffness: f64) -> f64 {
    let mut energy = 0.0;
    for i in 1..x.len() {
        energy += stiffness * (x[i] - x[i - 1]).powi(2).abs();
    }
    energy
}

/// One layer, `σ(W·x + b)`.
#[differentiate(crate = gradients)]
#[must_use]
pub fn dense<const N: usize>(x: &[f64; N], weights: &[[f64; N]], biases: &[f64]) -> Vec<f64> {
    let mut outputs = vec![0.0; biases.len()];
    for o in 0..biases.len() {
        let mut z = biases[o];
        for i in 0..N {
            z += weights[o][i] * x[i];
        }
        outputs[o] = if z > 0.0 { z.tanh() } else { 0.1 * z };
    }
    outputs
}

/// An array by value, copied and written in place.
#[differentiate(crate = gradients)]
#[must_use]
pub fn relaxed(start: [f64; 3], #[constant] turns: usize) -> [f64; 3] {
    let mut state = start;
    for turn in 0..turns {
        let at = turn % 2;
        state[at + 1] = 0.5 * (state[at] + state[at + 1]);
    }
    state
}

/// With lifetimes.
#[differentiate(crate = gradients)]
#[must_use]
pub fn dot<'x, 'y>(x: &'x [f32], y: &'y [f32]) -> f32
where
    'x: 'y,
{
    let mut sum = 0.0;
    for i in (0..x.len()).rev() {
        sum += x[i] * y[i];
    }
    sum
}
