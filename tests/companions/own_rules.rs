//! `#[pullback]`: rules of the user's own, called from differentiated functions of every kind.

use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;
use std::cell::Cell;

/// By value. A step function whose rule has the slope of a line through its steps.
fn lookup(x: f64) -> f64 {
    [0.0, 1.0, 4.0, 9.0][x.floor().clamp(0.0, 3.0) as usize]
}

#[pullback]
fn lookup_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (lookup(x), move |d_value, d_x| *d_x += d_value * (2.0 * x.floor() + 1.0))
}

#[differentiate]
fn straight(x: f64, y: f64) -> f64 {
    y * lookup(x * y) + x
}

#[differentiate]
fn in_a_branch(x: f64, y: f64) -> f64 {
    let z = if x > 1.0 { lookup(x) } else { y };
    z * y
}

#[differentiate]
fn in_a_loop(x: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        sum += lookup(x + i as f64) * x;
    }
    sum
}

#[test]
fn a_rule_by_value() {
    // lookup(2.5) = 4, slope 5.
    assert_eq!(straight_grad(2.5, 1.0), (1.0 * 5.0 * 1.0 + 1.0, 4.0 + 1.0 * 5.0 * 2.5));
    assert_eq!(in_a_branch_grad(2.5, 3.0), (15.0, 4.0));
    assert_eq!(in_a_branch_grad(0.5, 3.0), (0.0, 6.0));
    // Turns with x + i = 0.5, 1.5, 2.5: values 0, 1, 4, slopes 1, 3, 5.
    assert_eq!(in_a_loop_grad(0.5, 3), 5.0 + 9.0 * 0.5);
    assert_eq!(in_a_loop_grad(0.5, 0), 0.0);
}

#[test]
fn the_pullback_itself_stays_callable() {
    let (value, pullback) = lookup_pullback(2.5);
    let mut d_x = 1.0;
    pullback(2.0, &mut d_x);
    assert_eq!((value, d_x), (4.0, 11.0));
}

/// By reference, with a buffer, an integer, and a constant that has no accumulator.
fn power_sum(x: &[f64], n: i32, weights: &[f64]) -> f64 {
    x.iter().zip(weights).map(|(x, w)| w * x.powi(n)).sum()
}

#[pullback]
fn power_sum_pullback<'a>(
    x: &'a [f64],
    n: i32,
    #[constant] weights: &'a [f64],
) -> (f64, impl Fn(f64, &mut [f64]) + use<'a>) {
    let pullback = move |d_value: f64, d_x: &mut [f64]| {
        for ((d_x, x), w) in d_x.iter_mut().zip(x).zip(weights) {
            *d_x += d_value * w * f64::from(n) * x.powi(n - 1);
        }
    };
    (power_sum(x, n, weights), pullback)
}

#[differentiate]
fn of_power_sums(x: &[f64], #[constant] weights: &[f64]) -> f64 {
    let mut total = 1.0;
    for n in 1..4 {
        let s = power_sum(x, n, weights);
        total *= s + 2.0;
    }
    total
}

#[differentiate]
fn of_a_local_buffer(x: &[f64], #[constant] weights: &[f64]) -> f64 {
    let mut y = [0.0; 2];
    for i in 0..2 {
        y[i] = x[i].sin();
    }
    let first = power_sum(&y, 2, weights);
    y[0] = y[1] * first;
    first + power_sum(&y, 3, weights) * x[0]
}

#[test]
fn a_rule_by_reference() {
    let weights = [0.5, 2.0];
    let at = [0.7, -0.4];
    assert_gradient(|x| of_power_sums(x, &weights), &at[..], &of_power_sums_grad(&at, &weights)[..]);
    assert_gradient(|x| of_a_local_buffer(x, &weights), &at[..], &of_a_local_buffer_grad(&at, &weights)[..]);
}

/// With a `Vec` as its result, whose cotangent is lent.
fn doubled(x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| 2.0 * x).collect()
}

#[pullback]
fn doubled_pullback(x: &[f64]) -> (Vec<f64>, impl Fn(&[f64], &mut [f64]) + use<>) {
    let pullback = |d_value: &[f64], d_x: &mut [f64]| {
        for (d_x, d_value) in d_x.iter_mut().zip(d_value) {
            *d_x += 2.0 * d_value;
        }
    };
    (doubled(x), pullback)
}

#[differentiate]
fn of_doubled(x: &[f64]) -> f64 {
    let once = doubled(x);
    let twice = doubled(&once);
    twice[0] * once[1]
}

#[test]
fn a_rule_with_a_vec() {
    assert_eq!(of_doubled_grad(&[3.0, 5.0]), [4.0 * 2.0 * 5.0, 4.0 * 3.0 * 2.0]);
}

/// With an array by value in and out.
fn swapped(x: [f64; 2]) -> [f64; 2] {
    [x[1], x[0]]
}

#[pullback]
fn swapped_pullback(x: [f64; 2]) -> ([f64; 2], impl Fn([f64; 2], &mut [f64; 2])) {
    (swapped(x), |d_value, d_x| {
        d_x[0] += d_value[1];
        d_x[1] += d_value[0];
    })
}

#[differentiate]
fn of_swapped(x: [f64; 2]) -> f64 {
    let y = swapped(x);
    y[0] * y[0] * y[1]
}

#[test]
fn a_rule_with_arrays() {
    assert_eq!(of_swapped_grad([3.0, 5.0]), [25.0, 30.0]);
}

thread_local! {
    static FORWARD: Cell<usize> = const { Cell::new(0) };
    static BACKWARD: Cell<usize> = const { Cell::new(0) };
}

fn counted(x: f64) -> f64 {
    x * x
}

#[pullback]
fn counted_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    FORWARD.set(FORWARD.get() + 1);
    let pullback = move |d_value: f64, d_x: &mut f64| {
        BACKWARD.set(BACKWARD.get() + 1);
        *d_x += 2.0 * x * d_value;
    };
    (counted(x), pullback)
}

#[differentiate]
fn of_counted(x: f64, n: usize) -> f64 {
    let mut a = x;
    for _ in 0..n {
        if a < 100.0 {
            a = counted(a);
        }
    }
    a
}

/// A forward pass runs each rule once, each backward pass once more, and none where the branch was not taken.
#[test]
fn a_rule_runs_as_often_as_its_function() {
    let (_, pullback) = of_counted_pullback(2.0, 6);
    // 2, 4, 16, 256
    assert_eq!((FORWARD.get(), BACKWARD.get()), (3, 0));
    let mut d_x = 0.0;
    pullback(1.0, &mut d_x);
    assert_eq!((FORWARD.get(), BACKWARD.get(), d_x), (3, 3, 8.0 * 2.0_f64.powi(7)));
    pullback(1.0, &mut d_x);
    assert_eq!((FORWARD.get(), BACKWARD.get(), d_x), (3, 6, 16.0 * 2.0_f64.powi(7)));
}

mod elsewhere {
    use autodiff_runtime::pullback;

    pub(super) fn cubed(x: f64) -> f64 {
        x * x * x
    }

    /// As visible as the pullback.
    #[pullback]
    pub(super) fn cubed_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
        (cubed(x), move |d_value, d_x| *d_x += d_value * 3.0 * x * x)
    }
}

#[differentiate]
fn by_path(x: f64) -> f64 {
    elsewhere::cubed(x) + self::elsewhere::cubed(2.0 * x)
}

mod imported {
    use super::elsewhere::{cubed, cubed_pullback_for};
    use autodiff_runtime::differentiate;

    #[differentiate]
    pub(super) fn by_name(x: f64) -> f64 {
        cubed(x) + cubed(2.0 * x)
    }
}

#[test]
fn a_rule_is_found_where_its_function_is() {
    assert_eq!(by_path_grad(2.0), 12.0 + 24.0 * 4.0);
    assert_eq!(imported::by_name_grad(2.0), by_path_grad(2.0));
}
