//! More functions along a direction, beside tangents by hand: an integrator, an elimination, a power series.

#![allow(clippy::needless_range_loop, reason = "matrices by their indices, as in the books")]

use std::array::from_fn;
use std::hint::black_box;

use super::directions::tangent;
use super::elimination::{system, weighted_solution, weighted_solution_jvp};
use super::exponential::{Matrix, TERMS, matrix, weighted_exponential, weighted_exponential_jvp};
use super::lorenz::{DT, STEPS, height_after, height_after_jvp, slope};
use super::{Case, wave};

type Point = [f64; 3];

fn slope_along(s: &Point, d_s: &Point, p: &Point, d_p: &Point) -> (Point, Point) {
    let d = [
        d_p[0] * (s[1] - s[0]) + p[0] * (d_s[1] - d_s[0]),
        d_s[0] * (p[1] - s[2]) + s[0] * (d_p[1] - d_s[2]) - d_s[1],
        d_s[0] * s[1] + s[0] * d_s[1] - d_p[2] * s[2] - p[2] * d_s[2],
    ];
    (slope(s, p), d)
}

fn lorenz(start: &Point, d_start: &Point, p: &Point, d_p: &Point) -> (f64, f64) {
    let moved = |s: &Point, by: f64, k: &Point| -> Point { from_fn(|i| s[i] + by * k[i]) };
    let (mut s, mut d_s) = (*start, *d_start);
    for _ in 0..STEPS {
        let (k1, d_k1) = slope_along(&s, &d_s, p, d_p);
        let (k2, d_k2) = slope_along(&moved(&s, 0.5 * DT, &k1), &moved(&d_s, 0.5 * DT, &d_k1), p, d_p);
        let (k3, d_k3) = slope_along(&moved(&s, 0.5 * DT, &k2), &moved(&d_s, 0.5 * DT, &d_k2), p, d_p);
        let (k4, d_k4) = slope_along(&moved(&s, DT, &k3), &moved(&d_s, DT, &d_k3), p, d_p);
        for i in 0..3 {
            s[i] += DT / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
            d_s[i] += DT / 6.0 * (d_k1[i] + 2.0 * d_k2[i] + 2.0 * d_k3[i] + d_k4[i]);
        }
    }
    (s[2], d_s[2])
}

fn elimination<const N: usize>(a: &[[f64; N]; N], d_a: &[[f64; N]; N], b: &[f64; N], d_b: &[f64; N]) -> (f64, f64) {
    let (mut a, mut d_a, mut x, mut d_x) = (*a, *d_a, *b, *d_b);
    for k in 0..N {
        let mut pivot = k;
        for i in k + 1..N {
            if a[i][k].abs() > a[pivot][k].abs() {
                pivot = i;
            }
        }
        a.swap(k, pivot);
        d_a.swap(k, pivot);
        x.swap(k, pivot);
        d_x.swap(k, pivot);
        let (row, d_row) = (a[k], d_a[k]);
        for i in k + 1..N {
            let factor = a[i][k] / row[k];
            let d_factor = (d_a[i][k] - factor * d_row[k]) / row[k];
            for j in k + 1..N {
                d_a[i][j] -= d_factor * row[j] + factor * d_row[j];
                a[i][j] -= factor * row[j];
            }
            d_x[i] -= d_factor * x[k] + factor * d_x[k];
            x[i] -= factor * x[k];
        }
    }
    let (mut sum, mut d_sum) = (0.0, 0.0);
    for i in (0..N).rev() {
        for j in i + 1..N {
            d_x[i] -= d_a[i][j] * x[j] + a[i][j] * d_x[j];
            x[i] -= a[i][j] * x[j];
        }
        x[i] /= a[i][i];
        d_x[i] = (d_x[i] - x[i] * d_a[i][i]) / a[i][i];
    }
    for i in 0..N {
        sum += (i + 1) as f64 * x[i];
        d_sum += (i + 1) as f64 * d_x[i];
    }
    (sum, d_sum)
}

fn times_along(a: &Matrix, d_a: &Matrix, b: &Matrix, d_b: &Matrix) -> (Matrix, Matrix) {
    let (mut product, mut d_product) = ([[0.0; 4]; 4], [[0.0; 4]; 4]);
    for i in 0..4 {
        for j in 0..4 {
            for k in 0..4 {
                product[i][j] += a[i][k] * b[k][j];
                d_product[i][j] += d_a[i][k] * b[k][j] + a[i][k] * d_b[k][j];
            }
        }
    }
    (product, d_product)
}

fn exponential(a: &Matrix, d_a: &Matrix, weights: &Matrix) -> (f64, f64) {
    let mut norm: f64 = 0.0;
    for row in a {
        norm = norm.max(row[0].abs() + row[1].abs() + row[2].abs() + row[3].abs());
    }
    let mut scale = 1.0;
    let mut squarings = 0;
    while norm * scale > 0.5 {
        scale *= 0.5;
        squarings += 1;
    }
    let [scaled, d_scaled] = [a, d_a].map(|of| of.map(|row| row.map(|x| scale * x)));
    let (mut sum, mut d_sum) = ([[0.0; 4]; 4], [[0.0; 4]; 4]);
    (0..4).for_each(|i| sum[i][i] = 1.0);
    let (mut term, mut d_term) = (sum, d_sum);
    for k in 1..=TERMS {
        (term, d_term) = times_along(&term, &d_term, &scaled, &d_scaled);
        for i in 0..4 {
            for j in 0..4 {
                term[i][j] /= k as f64;
                d_term[i][j] /= k as f64;
                sum[i][j] += term[i][j];
                d_sum[i][j] += d_term[i][j];
            }
        }
    }
    for _ in 0..squarings {
        (sum, d_sum) = times_along(&sum, &d_sum, &sum, &d_sum);
    }
    let (mut weighted, mut d_weighted) = (0.0, 0.0);
    for i in 0..4 {
        for j in 0..4 {
            weighted += weights[i][j] * sum[i][j];
            d_weighted += weights[i][j] * d_sum[i][j];
        }
    }
    (weighted, d_weighted)
}

pub(crate) fn cases() -> [Case; 3] {
    const N: usize = 16;
    let (start, p) = ([1.0, 1.0, 1.0], [10.0, 28.0, 8.0 / 3.0]);
    let (d_start, d_p) = ([0.5, -1.0, 0.25], [1.0, 0.5, -0.25]);
    let (a, b) = system::<N>();
    let d_a: [[f64; N]; N] = from_fn(|i| wave(N, 0.3 + i as f64).try_into().expect("N numbers"));
    let d_b: [f64; N] = wave(N, 9.0).try_into().expect("N numbers");
    let (of, along, weights) = (matrix(1.0).map(|row| row.map(|x| 4.0 * x)), matrix(4.0), matrix(2.0));
    [
        Case {
            name: "tangent of Lorenz, beside code by hand",
            size: format!("{STEPS} steps of Runge–Kutta"),
            parameters: 1,
            primal: Box::new(move || height_after(black_box(&start), black_box(&p), STEPS)),
            by_hand: tangent(move || lorenz(black_box(&start), &d_start, black_box(&p), &d_p)),
            generated: tangent(move || height_after_jvp(black_box(&start), &d_start, black_box(&p), &d_p, STEPS)),
            same: true,
        },
        Case {
            name: "tangent of LU with pivots, beside code by hand",
            size: format!("{N} by {N}"),
            parameters: 1,
            primal: Box::new(move || weighted_solution(black_box(&a), black_box(&b))),
            by_hand: tangent(move || elimination(black_box(&a), &d_a, black_box(&b), &d_b)),
            generated: tangent(move || weighted_solution_jvp(black_box(&a), &d_a, black_box(&b), &d_b)),
            same: true,
        },
        Case {
            name: "tangent of the matrix exponential, beside code by hand",
            size: "4 by 4".into(),
            parameters: 1,
            primal: Box::new(move || weighted_exponential(black_box(&of), black_box(&weights))),
            by_hand: tangent(move || exponential(black_box(&of), &along, black_box(&weights))),
            generated: tangent(move || weighted_exponential_jvp(black_box(&of), &along, black_box(&weights))),
            same: true,
        },
    ]
}
