//! Products of the Hessian beside the gradient that they are the derivative of, which stands in the place of code by hand.

use std::array::from_fn;
use std::hint::black_box;

use super::elimination::{system, weighted_solution, weighted_solution_grad_into, weighted_solution_hvp};
use super::exponential::{matrix, weighted_exponential, weighted_exponential_grad_into, weighted_exponential_hvp};
use super::logistic_map::{STEPS as TRIPS, logistic_map, logistic_map_grad, logistic_map_hvp};
use super::lorenz::{STEPS, height_after, height_after_grad_into, height_after_hvp};
use super::rosenbrock::{rosenbrock, rosenbrock_grad_into, rosenbrock_hvp_into};
use super::{Case, wave};

pub(crate) fn cases() -> [Case; 5] {
    const N: usize = 16;
    let long = || wave(1000, 1.0);
    let [x, x1, x2, d_x] = from_fn(|_| long());
    let value = rosenbrock(&x);
    let (start, p) = ([1.0, 1.0, 1.0], [10.0, 28.0, 8.0 / 3.0]);
    let (d_start, d_p) = ([0.5, -1.0, 0.25], [1.0, 0.5, -0.25]);
    let height = height_after(&start, &p, STEPS);
    let settled = logistic_map(3.2, 0.4, TRIPS);
    let (a, b) = system::<N>();
    let d_a: [[f64; N]; N] = from_fn(|i| wave(N, 0.3 + i as f64).try_into().expect("N numbers"));
    let d_b: [f64; N] = wave(N, 9.0).try_into().expect("N numbers");
    let solved = weighted_solution(&a, &b);
    let (of, along, weights) = (matrix(1.0).map(|row| row.map(|x| 4.0 * x)), matrix(4.0), matrix(2.0));
    let weighted = weighted_exponential(&of, &weights);
    [
        Case {
            name: "Hessian product of Rosenbrock, beside its gradient",
            size: "1000 variables".into(),
            parameters: 1000,
            primal: Box::new(move || rosenbrock(black_box(&x))),
            by_hand: Box::new(move |out| rosenbrock_grad_into(black_box(&x1), out)),
            generated: Box::new(move |out| {
                rosenbrock_hvp_into(black_box(&x2), black_box(&d_x), out);
                value
            }),
            same: false,
        },
        Case {
            name: "Hessian product of the logistic map, beside its gradient",
            size: format!("{TRIPS} steps"),
            parameters: 2,
            primal: Box::new(move || logistic_map(black_box(3.2), black_box(0.4), TRIPS)),
            by_hand: Box::new(move |out| {
                (out[0], out[1]) = logistic_map_grad(black_box(3.2), black_box(0.4), TRIPS);
                settled
            }),
            generated: Box::new(move |out| {
                (out[0], out[1]) = logistic_map_hvp(black_box(3.2), 1.0, black_box(0.4), -0.5, TRIPS);
                settled
            }),
            same: false,
        },
        Case {
            name: "Hessian product of Lorenz, beside its gradient",
            size: format!("{STEPS} steps of Runge–Kutta"),
            parameters: 6,
            primal: Box::new(move || height_after(black_box(&start), black_box(&p), STEPS)),
            by_hand: Box::new(move |out| {
                let (mut by_start, mut by_p) = ([0.0; 3], [0.0; 3]);
                let value = height_after_grad_into(black_box(&start), black_box(&p), STEPS, &mut by_start, &mut by_p);
                out[..3].copy_from_slice(&by_start);
                out[3..].copy_from_slice(&by_p);
                value
            }),
            generated: Box::new(move |out| {
                let (by_start, by_p) = height_after_hvp(black_box(&start), &d_start, black_box(&p), &d_p, STEPS);
                out[..3].copy_from_slice(&by_start);
                out[3..].copy_from_slice(&by_p);
                height
            }),
            same: false,
        },
        Case {
            name: "Hessian product of LU with pivots, beside its gradient",
            size: format!("{N} by {N}"),
            parameters: N,
            primal: Box::new(move || weighted_solution(black_box(&a), black_box(&b))),
            by_hand: Box::new(move |out| {
                let (mut by_a, mut by_b) = ([[0.0; N]; N], [0.0; N]);
                let value = weighted_solution_grad_into(black_box(&a), black_box(&b), &mut by_a, &mut by_b);
                black_box(&by_a);
                out.copy_from_slice(&by_b);
                value
            }),
            generated: Box::new(move |out| {
                let (by_a, by_b) = weighted_solution_hvp(black_box(&a), &d_a, black_box(&b), &d_b);
                black_box(&by_a);
                out.copy_from_slice(&by_b);
                solved
            }),
            same: false,
        },
        Case {
            name: "Hessian product of the matrix exponential, beside its gradient",
            size: "4 by 4".into(),
            parameters: 16,
            primal: Box::new(move || weighted_exponential(black_box(&of), black_box(&weights))),
            by_hand: Box::new(move |out| {
                let mut by_a = [[0.0; 4]; 4];
                let value = weighted_exponential_grad_into(black_box(&of), black_box(&weights), &mut by_a);
                out.copy_from_slice(by_a.as_flattened());
                value
            }),
            generated: Box::new(move |out| {
                let by_a = weighted_exponential_hvp(black_box(&of), &along, black_box(&weights));
                out.copy_from_slice(by_a.as_flattened());
                weighted
            }),
            same: false,
        },
    ]
}
