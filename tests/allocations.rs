//! Who allocates, and how often. A `main` without a test harness, since the allocator counts for all threads.
#![allow(clippy::needless_range_loop, reason = "loops over indices are the kind that is differentiated")]

use autodiff_runtime::prelude::*;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How often `run` allocates or grows something.
fn allocations<R>(run: impl FnOnce() -> R) -> (usize, R) {
    let region = Region::new(ALLOCATOR);
    let result = std::hint::black_box(run());
    let change = region.change();
    (change.allocations + change.reallocations, result)
}

#[differentiate]
fn neuron_loss(w: f64, b: f64, #[constant] x: f64, #[constant] y: f64) -> f64 {
    let a = sigmoid(w * x + b);
    if a > y { (a - y).powi(2) } else { y - a }
}

#[differentiate]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        sum += 100.0 * a * a + (1.0 - x[i]).powi(2);
    }
    sum
}

#[differentiate]
fn cosines(x: &[f64; 3]) -> [f64; 3] {
    let mut y = [0.0; 3];
    for i in 0..3 {
        y[i] = x[i] * x[(i + 1) % 3];
    }
    y
}

/// One dear value a turn, which is kept.
#[differentiate]
fn log_sum_exp(x: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (scale * x[i]).exp();
    }
    sum.ln()
}

#[differentiate]
fn layer(x: &[f64], w: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for o in 0..x.len() {
        for i in 0..x.len() {
            y[o] += w[o * x.len() + i] * x[i];
        }
    }
    y
}

fn main() {
    // A straight line and a branch: nobody, neither for the value, nor for the gradient, nor for the pullback.
    assert_eq!(allocations(|| neuron_loss_grad(0.5, 0.1, 1.5, 1.0)).0, 0);
    assert_eq!(allocations(|| neuron_loss_value_and_grad(0.5, 0.1, 1.5, 1.0)).0, 0);
    let (count, pullback) = allocations(|| neuron_loss_pullback(0.5, 0.1, 1.5, 1.0).1);
    assert_eq!(count, 0);
    let (mut d_w, mut d_b) = (0.0, 0.0);
    assert_eq!(allocations(|| pullback(1.0, &mut d_w, &mut d_b)).0, 0);

    // A sum over a slice: the gradient, where it is returned; nothing, where the buffers are the caller's.
    let x: Vec<f64> = (0..100).map(f64::from).collect();
    let mut d_x = vec![0.0; 100];
    assert_eq!(allocations(|| rosenbrock_grad_into(&x, &mut d_x)).0, 0);
    assert_eq!(allocations(|| rosenbrock_grad(&x)).0, 1);
    assert_eq!(allocations(|| rosenbrock_value_and_grad(&x)).0, 1);
    let (count, pullback) = allocations(|| rosenbrock_pullback(&x).1);
    assert_eq!(count, 0);
    assert_eq!(allocations(|| pullback(1.0, &mut d_x)).0, 0);

    // Arrays need no allocator.
    let (count, pullback) = allocations(|| cosines_pullback(&[1.0, 2.0, 3.0]).1);
    assert_eq!(count, 0);
    assert_eq!(allocations(|| pullback([1.0; 3], &mut [0.0; 3])).0, 0);

    // A tape is one allocation, however many turns it holds; going back through it is none.
    assert_eq!(allocations(|| log_sum_exp_grad_into(&x, 0.3, &mut d_x, &mut 0.0)).0, 1);
    let (count, pullback) = allocations(|| log_sum_exp_pullback(&x, 0.3).1);
    assert_eq!(count, 1);
    for _ in 0..3 {
        assert_eq!(allocations(|| pullback(1.0, &mut d_x, &mut 0.0)).0, 0);
    }

    // A `Vec` is its function's own affair: the forward pass allocates what the function does.
    let w = vec![0.1; 100];
    let (of_the_function, _) = allocations(|| layer(&x[..10], &w));
    let (count, pullback) = allocations(|| layer_pullback(&x[..10], &w).1);
    assert_eq!(count, of_the_function);
    let (d_y, mut d_w) = ([1.0; 10], vec![0.0; 100]);
    assert!(allocations(|| pullback(&d_y, &mut d_x[..10], &mut d_w)).0 <= 1);
}
