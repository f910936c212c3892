//! A scalar that is overwritten in terms of itself, a thousand times.

use std::hint::black_box;

use autodiff_runtime::prelude::*;

use super::Case;

pub(super) const STEPS: usize = 1000;

#[differentiate(jvp, hvp)]
pub(super) fn logistic_map(r: f64, start: f64, #[constant] steps: usize) -> f64 {
    let mut x = start;
    for _ in 0..steps {
        x = r * x * (1.0 - x);
    }
    x
}

fn by_hand(r: f64, start: f64, steps: usize) -> (f64, f64, f64) {
    let mut kept = Vec::with_capacity(steps);
    let mut x = start;
    for _ in 0..steps {
        kept.push(x);
        x = r * x * (1.0 - x);
    }
    let (mut d_x, mut d_r) = (1.0, 0.0);
    for x in kept.iter().rev() {
        d_r += d_x * x * (1.0 - x);
        d_x *= r * (1.0 - 2.0 * x);
    }
    (x, d_r, d_x)
}

pub(crate) fn case() -> Case {
    // Where the orbit settles, so that slopes are numbers of an ordinary size.
    let (r, start) = (3.2, 0.4);
    Case {
        name: "logistic map",
        size: format!("{STEPS} steps"),
        parameters: 2,
        primal: Box::new(move || logistic_map(black_box(r), black_box(start), STEPS)),
        by_hand: Box::new(move |slopes| {
            let (value, d_r, d_start) = by_hand(black_box(r), black_box(start), STEPS);
            slopes.copy_from_slice(&[d_r, d_start]);
            value
        }),
        generated: Box::new(move |slopes| {
            let (value, (d_r, d_start)) = logistic_map_value_and_grad(black_box(r), black_box(start), STEPS);
            slopes.copy_from_slice(&[d_r, d_start]);
            value
        }),
        same: true,
    }
}
