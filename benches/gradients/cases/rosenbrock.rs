//! A sum over neighbours of a slice.

use std::hint::black_box;

use autodiff_runtime::prelude::*;

use super::{Case, wave};

#[allow(clippy::needless_range_loop, reason = "loops are over ranges: the form of loop that can be differentiated")]
#[differentiate(jvp, hvp)]
pub(super) fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
    }
    sum
}

/// One sweep. What a term adds to its right neighbour waits in a register, so that every slope is written once.
fn by_hand(x: &[f64], d_x: &mut [f64]) -> f64 {
    assert_eq!(x.len(), d_x.len());
    let mut sum = 0.0;
    let mut from_left = 0.0;
    for (pair, d_x) in x.windows(2).zip(&mut *d_x) {
        let a = pair[1] - pair[0] * pair[0];
        let b = 1.0 - pair[0];
        sum += 100.0 * a * a + b * b;
        let d_a = 200.0 * a;
        *d_x = from_left - 2.0 * (d_a * pair[0] + b);
        from_left = d_a;
    }
    if let Some(last) = d_x.last_mut() {
        *last = from_left;
    }
    sum
}

pub(crate) fn case() -> Case {
    const N: usize = 1000;
    let x = wave(N, 1.0);
    let (x1, x2) = (x.clone(), x.clone());
    Case {
        name: "Rosenbrock",
        size: format!("{N} variables"),
        parameters: N,
        primal: Box::new(move || rosenbrock(black_box(&x))),
        by_hand: Box::new(move |d_x| by_hand(black_box(&x1), d_x)),
        generated: Box::new(move |d_x| rosenbrock_grad_into(black_box(&x2), d_x)),
        same: true,
    }
}
