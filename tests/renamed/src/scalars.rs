//! Straight lines, branches, loops over scalars.

use gradients::prelude::*;

/// The square of what a neuron misses its target by.
#[differentiate(crate = gradients)]
#[must_use]
pub fn neuron_loss(weight: f64, bias: f64, #[constant] input: f64, #[constant] target: f64) -> f64 {
    let z = weight * input + bias;
    let activation = sigmoid(z);
    (activation - target).powi(2)
}

/// A branch in a loop, with a name bound anew, a constant, a cast, and a tuple.
#[differentiate(crate = gradients)]
#[must_use]
pub fn wandering(start: f64, step: f64, turns: u32) -> f64 {
    const DAMPING: f64 = 0.9;
    let (mut position, mut speed) = (start, step);
    let mut steepest = 0.0;
    for turn in 0..turns {
        let slope = (position * speed).sin() / f64::from(turn + 1);
        if slope > 0.1 {
            position += slope;
        } else {
            let slope = slope * slope;
            speed -= slope;
            steepest = slope.max(steepest);
        }
        speed *= DAMPING;
    }
    position * speed + steepest
}

/// In single precision.
#[differentiate(crate = gradients, wrt(base))]
#[must_use]
pub fn single(base: f32, exponent: f32) -> f32 {
    let logarithm = base.ln();
    (logarithm * exponent).exp() + base.powf(exponent)
}

/// What may be computed at compile time.
#[differentiate(crate = gradients)]
#[must_use]
pub const fn parabola(a: f64, x: f64) -> f64 {
    a * x * x
}

/// Values that carry nothing, and a parameter that is not used.
///
/// # Panics
///
/// If `y` is not a number.
#[differentiate(crate = gradients)]
#[must_use]
pub fn detached(x: f64, y: f64, _unused: f64) -> f64 {
    let held = stop_gradient(x);
    let floor = y.floor();
    assert!(floor <= y, "{floor} is above {y}");
    held * y + floor
}

/// Two results.
#[differentiate(crate = gradients)]
#[must_use]
pub fn polar(x: f64, y: f64) -> (f64, f64) {
    (x.hypot(y), y.atan2(x))
}

#[differentiate(crate = gradients)]
fn private(x: f64) -> f64 {
    x.abs().sqrt()
}

/// Of a private function, of which not every companion is used.
#[must_use]
pub fn slope_of_private(x: f64) -> f64 {
    private(x) + private_grad(x)
}
