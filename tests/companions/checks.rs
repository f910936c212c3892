//! `#[differentiate(check)]`: each of these has a test beside it, which runs with the others.

use autodiff_runtime::prelude::*;
use num_traits::Float;

#[differentiate(check)]
fn neuron_loss(w: f64, b: f64, #[constant] x: f64, #[constant] y: f64) -> f64 {
    (sigmoid(w * x + b) - y).powi(2)
}

#[differentiate(check(n = 3))]
fn scaled_in_place(a: f64, x: &[f64], y: &mut [f64], n: usize) {
    for i in 0..n {
        y[i] += a * x[i] * y[i];
    }
}

#[differentiate(check)]
fn value_and_output(a: f64, m: [[f64; 3]; 2], mut out: Vec<f64>, total: &mut f64) -> Vec<f64> {
    *total = *total * a + m[0][1] * m[1][2];
    for (out, m) in out.iter_mut().zip(&m[0]) {
        *out *= a * m.sin();
    }
    out
}

#[derive(Clone, Debug, Differentiable)]
struct Layer {
    w: Vec<f64>,
    b: f64,
    #[differentiable(skip)]
    name: &'static str,
}

#[differentiate(check(
    layer = &Layer { w: vec![0.5, 0.25], b: 0.1, name: "first" },
    x = &[1.0, -2.0],
    gain = |v: f64| v * 2.0,
))]
fn forward(layer: &Layer, x: &[f64], #[constant] gain: impl Fn(f64) -> f64 + Copy) -> f64 {
    assert_eq!(layer.name, "first");
    let weighted: f64 = layer.w.iter().zip(x).map(|(w, x)| w * x).sum();
    (weighted + layer.b).tanh() * gain(2.0)
}

#[differentiate(check)]
fn generic<T: Float>(x: T, y: &[T], #[constant] z: &[T]) -> T {
    let mut sum = x * x;
    for i in 0..y.len() {
        sum = sum + y[i] * z[i];
    }
    sum.exp()
}

#[differentiate(check)]
fn single(x: f32, y: Option<f32>, t: (f32, [f32; 2])) -> f32 {
    x.sin() * y.unwrap_or(1.0) + t.0 * t.1[1]
}

/// Names that the test has itself, and one that is not differentiated.
#[differentiate(check(value = &[1.0, 2.0, 3.0]), jvp, wrt(samples, d_value))]
fn check(samples: f64, at: f64, value: &[f64; 3], d_value: f64, pullback: f64) -> (f64, f64) {
    (samples * at * d_value, samples.sin() * value[0] + pullback)
}

#[differentiate(check)]
fn through_a_call(x: [f64; 2]) -> f64 {
    check(x[0], 2.0, &[1.0; 3], x[1], 0.5).0.exp()
}

#[test]
fn what_is_tested_is_used() {
    let layer = Layer { w: vec![0.5, 0.25], b: 0.1, name: "first" };
    assert_eq!(forward_grad(&layer, &[0.0, 0.0], |v| v / 2.0).0.b, 1.0 - 0.1_f64.tanh().powi(2));
    assert_eq!(neuron_loss_grad(0.0, 0.0, 1.0, 0.5), (0.0, 0.0));
    assert_eq!(single_grad(0.0, None, (1.0, [2.0, 3.0])), (1.0, None, (3.0, [0.0, 1.0])));
    assert_eq!(generic_grad(0.0_f32, &[0.0], &[2.0]), (0.0, vec![2.0]));
    assert_eq!(through_a_call_grad([0.0, 1.0]), [2.0, 0.0]);
    let (mut y, mut d_y) = ([1.0, 2.0], [1.0, 1.0]);
    assert_eq!(scaled_in_place_vjp(2.0, &[1.0, 3.0], &mut y, 2, &mut d_y), (7.0, vec![2.0, 4.0]));
    assert_eq!((y, d_y), ([3.0, 14.0], [3.0, 7.0]));
    let mut total = 2.0;
    let (value, pullback) = value_and_output_pullback(1.0, [[0.0; 3]; 2], vec![1.0], &mut total);
    let (mut d_a, mut d_m, mut d_out, mut d_total) = (0.0, [[0.0; 3]; 2], [0.0], 1.0);
    pullback(&[1.0], &mut d_a, &mut d_m, &mut d_out, &mut d_total);
    assert_eq!((value, total, d_a, d_m[0][0], d_total), (vec![0.0], 2.0, 2.0, 1.0, 1.0));
}
