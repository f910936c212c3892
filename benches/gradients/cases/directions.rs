//! Along a direction: tangents by forward mode, and products of the Hessian with it, each beside code by hand.

use std::hint::black_box;

use super::logistic_map::{STEPS, logistic_map, logistic_map_hvp, logistic_map_jvp};
use super::rosenbrock::{rosenbrock, rosenbrock_hvp_into, rosenbrock_jvp};
use super::{Case, Gradient, wave};

fn rosenbrock_tangent(x: &[f64], d_x: &[f64]) -> (f64, f64) {
    assert_eq!(x.len(), d_x.len());
    let (mut sum, mut d_sum) = (0.0, 0.0);
    for (x, d) in x.windows(2).zip(d_x.windows(2)) {
        let a = x[1] - x[0] * x[0];
        let b = 1.0 - x[0];
        sum += 100.0 * a * a + b * b;
        d_sum += 200.0 * a * (d[1] - 2.0 * x[0] * d[0]) - 2.0 * b * d[0];
    }
    (sum, d_sum)
}

fn rosenbrock_product(x: &[f64], d_x: &[f64], product: &mut [f64]) {
    assert_eq!((x.len(), x.len()), (d_x.len(), product.len()));
    let mut from_left = 0.0;
    for ((x, d), out) in x.windows(2).zip(d_x.windows(2)).zip(&mut *product) {
        let a = x[1] - x[0] * x[0];
        let d_a = d[1] - 2.0 * x[0] * d[0];
        *out = from_left - 400.0 * (d_a * x[0] + a * d[0]) + 2.0 * d[0];
        from_left = 200.0 * d_a;
    }
    if let Some(last) = product.last_mut() {
        *last = from_left;
    }
}

fn logistic_map_tangent(r: f64, d_r: f64, start: f64, d_start: f64, steps: usize) -> (f64, f64) {
    let (mut x, mut d_x) = (start, d_start);
    for _ in 0..steps {
        d_x = d_r * x * (1.0 - x) + r * d_x * (1.0 - 2.0 * x);
        x = r * x * (1.0 - x);
    }
    (x, d_x)
}

fn logistic_map_product(r: f64, d_r: f64, start: f64, d_start: f64, steps: usize) -> (f64, f64) {
    let mut kept = Vec::with_capacity(steps);
    let (mut x, mut d_x) = (start, d_start);
    for _ in 0..steps {
        kept.push((x, d_x));
        d_x = d_r * x * (1.0 - x) + r * d_x * (1.0 - 2.0 * x);
        x = r * x * (1.0 - x);
    }
    let (mut of_x, mut of_d_x, mut of_r) = (0.0, 1.0, 0.0);
    for (x, d_x) in kept.into_iter().rev() {
        let slope = 1.0 - 2.0 * x;
        of_r += of_x * x * (1.0 - x) + of_d_x * d_x * slope;
        of_x = of_x * r * slope + of_d_x * (d_r * slope - 2.0 * r * d_x);
        of_d_x *= r * slope;
    }
    (of_r, of_x)
}

/// What returns a value and its tangent, as a contender.
pub(super) fn tangent(of: impl Fn() -> (f64, f64) + 'static) -> Gradient {
    Box::new(move |out| {
        let (value, tangent) = of();
        out[0] = tangent;
        value
    })
}

/// What returns a product over two numbers. Its value is not computed: it is known.
fn product(value: f64, of: impl Fn() -> (f64, f64) + 'static) -> Gradient {
    Box::new(move |out| {
        let (first, second) = of();
        out.copy_from_slice(&[first, second]);
        value
    })
}

pub(crate) fn cases() -> [Case; 4] {
    const N: usize = 1000;
    let (r, d_r, start, d_start) = (3.2, 1.0, 0.4, -0.5);
    let settled = logistic_map(r, start, STEPS);
    let both = || (wave(N, 1.0), wave(N, 2.0));
    let [(x, _), (x1, d_x1), (x2, d_x2), (x3, _), (x4, d_x4), (x5, d_x5)] = std::array::from_fn(|_| both());
    let value = rosenbrock(&x);
    [
        Case {
            name: "tangent of Rosenbrock, beside code by hand",
            size: format!("{N} variables"),
            parameters: 1,
            primal: Box::new(move || rosenbrock(black_box(&x))),
            by_hand: tangent(move || rosenbrock_tangent(black_box(&x1), black_box(&d_x1))),
            generated: tangent(move || rosenbrock_jvp(black_box(&x2), black_box(&d_x2))),
            same: true,
        },
        Case {
            name: "Hessian product of Rosenbrock, beside code by hand",
            size: format!("{N} variables"),
            parameters: N,
            primal: Box::new(move || rosenbrock(black_box(&x3))),
            by_hand: Box::new(move |out| {
                rosenbrock_product(black_box(&x4), black_box(&d_x4), out);
                value
            }),
            generated: Box::new(move |out| {
                rosenbrock_hvp_into(black_box(&x5), black_box(&d_x5), out);
                value
            }),
            same: true,
        },
        Case {
            name: "tangent of the logistic map, beside code by hand",
            size: format!("{STEPS} steps"),
            parameters: 1,
            primal: Box::new(move || logistic_map(black_box(r), black_box(start), STEPS)),
            by_hand: tangent(move || logistic_map_tangent(black_box(r), d_r, black_box(start), d_start, STEPS)),
            generated: tangent(move || logistic_map_jvp(black_box(r), d_r, black_box(start), d_start, STEPS)),
            same: true,
        },
        Case {
            name: "Hessian product of the logistic map, beside code by hand",
            size: format!("{STEPS} steps"),
            parameters: 2,
            primal: Box::new(move || logistic_map(black_box(r), black_box(start), STEPS)),
            by_hand: product(settled, move || {
                logistic_map_product(black_box(r), d_r, black_box(start), d_start, STEPS)
            }),
            generated: product(settled, move || logistic_map_hvp(black_box(r), d_r, black_box(start), d_start, STEPS)),
            same: true,
        },
    ]
}
