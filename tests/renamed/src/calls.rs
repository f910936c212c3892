//! Calls of other differentiated functions, and of rules of one's own.

use crate::arrays::{dense, dense_pullback_for};
use crate::scalars;
use gradients::prelude::*;

/// The largest whole number below.
#[must_use]
pub fn stairs(x: f64) -> f64 {
    x.floor()
}

/// As if the stairs were a ramp.
#[pullback(crate = gradients)]
pub fn stairs_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (stairs(x), move |d_value, d_x| *d_x += d_value)
}

/// Calls in a straight line, in a branch, and in a loop.
#[differentiate(crate = gradients)]
#[must_use]
pub fn network(weights: &[[f64; 2]], biases: &[f64], #[constant] x: [f64; 2]) -> f64 {
    let hidden = dense(&x, weights, biases);
    let (radius, angle) = scalars::polar(hidden[0], hidden[1]);
    let mut total = stairs(radius);
    for i in 0..2 {
        if hidden[i] > 0.2 {
            total += scalars::wandering(hidden[i], angle, 3);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::{network, network_grad};
    use crate::{arrays, scalars};
    use gradients::check::assert_gradient;

    #[test]
    fn a_renamed_runtime_is_found() {
        let (d_weight, d_bias) = scalars::neuron_loss_grad(0.5, 0.1, 1.5, 1.0);
        let loss = |&(w, b): &(f64, f64)| scalars::neuron_loss(w, b, 1.5, 1.0);
        assert_gradient(loss, &(0.5, 0.1), &(d_weight, d_bias));
        assert_gradient(|&(x, y)| scalars::wandering(x, y, 5), &(0.7, 0.4), &scalars::wandering_grad(0.7, 0.4, 5));
        assert_gradient(|&x| scalars::single(x, 1.5), &0.7_f32, &scalars::single_grad(0.7, 1.5));
        assert_gradient(arrays::mean_square, &[0.5, -1.0][..], &arrays::mean_square_grad(&[0.5, -1.0])[..]);
        assert_gradient(|&x| scalars::slope_of_private(x), &0.7, &(0.5 / 0.7_f64.sqrt() - 0.25 / 0.7_f64.powf(1.5)));
    }

    #[test]
    fn a_constant_gradient() {
        const SLOPE: (f64, f64) = scalars::parabola_grad(2.0, 3.0);
        assert_eq!(SLOPE, (9.0, 12.0));
    }

    #[test]
    fn a_detached_value_carries_nothing() {
        assert_eq!(scalars::detached_grad(2.0, 3.5, 1.0), (0.0, 2.0, 0.0));
    }

    #[test]
    fn arrays_and_vecs() {
        assert_eq!(arrays::dot_grad(&[1.0, 2.0], &[3.0, 4.0]), (vec![3.0, 4.0], vec![1.0, 2.0]));
        let (value, pullback) = arrays::relaxed_pullback([1.0, 2.0, 4.0], 2);
        let mut d_start = [0.0; 3];
        pullback([0.0, 0.0, 1.0], &mut d_start);
        assert_eq!((value, d_start), ([1.0, 1.5, 2.75], [0.25, 0.25, 0.5]));
    }

    /// `stairs` counts with the slope of its ramp: so it is left out of the numbers, and put into the derivative.
    #[test]
    fn a_network_of_calls() {
        let (w, b, x) = ([[0.6, -0.2], [0.3, 0.4]], [0.1, 0.2], [0.7, 0.5]);
        let (d_w, d_b) = network_grad(&w, &b, x);
        let smooth = |(w, b): &([[f64; 2]; 2], [f64; 2])| {
            let hidden = arrays::dense(&x, w, b);
            let radius = scalars::polar(hidden[0], hidden[1]).0;
            network(w, b, x) - radius.floor() + radius
        };
        let gradient = (d_w.try_into().unwrap(), d_b.try_into().unwrap());
        assert_gradient(smooth, &(w, b), &gradient);
    }
}
