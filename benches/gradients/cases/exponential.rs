//! The exponential of a matrix: halved until it is small, as a power series, squared as often.

#![allow(clippy::needless_range_loop, reason = "matrices by their indices, as in the books")]

use std::hint::black_box;

use autodiff_runtime::prelude::*;

use super::{Case, wave};

pub(super) const TERMS: usize = 12;

pub(super) type Matrix = [[f64; 4]; 4];

#[differentiate(jvp, hvp)]
pub(super) fn times(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let mut product = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..4 {
            for k in 0..4 {
                product[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    product
}

/// A sum of its entries, in which each has another weight.
#[differentiate(jvp, hvp)]
pub(super) fn weighted_exponential(a: &[[f64; 4]; 4], #[constant] weights: &[[f64; 4]; 4]) -> f64 {
    let mut norm: f64 = 0.0;
    for i in 0..4 {
        norm = norm.max(a[i][0].abs() + a[i][1].abs() + a[i][2].abs() + a[i][3].abs());
    }
    let mut scale = 1.0;
    let mut squarings = 0;
    while norm * scale > 0.5 {
        scale *= 0.5;
        squarings += 1;
    }
    let mut scaled = [[0.0; 4]; 4];
    let mut sum = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..4 {
            scaled[i][j] = scale * a[i][j];
        }
        sum[i][i] = 1.0;
    }
    let mut term = sum;
    for k in 1..=TERMS {
        term = times(&term, &scaled);
        for i in 0..4 {
            for j in 0..4 {
                term[i][j] /= k as f64;
                sum[i][j] += term[i][j];
            }
        }
    }
    for _ in 0..squarings {
        sum = times(&sum, &sum);
    }
    let mut weighted = 0.0;
    for i in 0..4 {
        for j in 0..4 {
            weighted += weights[i][j] * sum[i][j];
        }
    }
    weighted
}

/// What `d` of a product adds to the first factor, `d·bᵀ`, and to the second, `aᵀ·d`.
#[inline]
fn times_back(a: &Matrix, b: &Matrix, d: &Matrix, d_a: &mut Matrix, d_b: &mut Matrix) {
    for i in 0..4 {
        for k in 0..4 {
            for j in 0..4 {
                d_a[i][k] += d[i][j] * b[k][j];
                d_b[k][j] += a[i][k] * d[i][j];
            }
        }
    }
}

/// The terms and the squares are kept: each is a factor of the next one.
fn by_hand(a: &Matrix, weights: &Matrix, d_a: &mut Matrix) -> f64 {
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
    let scaled = a.map(|row| row.map(|x| scale * x));
    let mut sum = [[0.0; 4]; 4];
    (0..4).for_each(|i| sum[i][i] = 1.0);
    let mut terms = [sum; TERMS];
    let mut term = sum;
    for k in 1..=TERMS {
        terms[k - 1] = term;
        term = times(&term, &scaled);
        for i in 0..4 {
            for j in 0..4 {
                term[i][j] /= k as f64;
                sum[i][j] += term[i][j];
            }
        }
    }
    let mut squares = Vec::with_capacity(squarings);
    for _ in 0..squarings {
        squares.push(sum);
        sum = times(&sum, &sum);
    }
    let mut weighted = 0.0;
    for i in 0..4 {
        for j in 0..4 {
            weighted += weights[i][j] * sum[i][j];
        }
    }

    let mut d_sum = *weights;
    for square in squares.iter().rev() {
        let (mut left, mut right) = ([[0.0; 4]; 4], [[0.0; 4]; 4]);
        times_back(square, square, &d_sum, &mut left, &mut right);
        for i in 0..4 {
            for j in 0..4 {
                d_sum[i][j] = left[i][j] + right[i][j];
            }
        }
    }
    let mut d_scaled = [[0.0; 4]; 4];
    let mut d_term = [[0.0; 4]; 4];
    for k in (1..=TERMS).rev() {
        for i in 0..4 {
            for j in 0..4 {
                d_term[i][j] = (d_term[i][j] + d_sum[i][j]) / k as f64;
            }
        }
        let mut d_before = [[0.0; 4]; 4];
        times_back(&terms[k - 1], &scaled, &d_term, &mut d_before, &mut d_scaled);
        d_term = d_before;
    }
    *d_a = d_scaled.map(|row| row.map(|d| scale * d));
    weighted
}

fn as_matrix(flat: &mut [f64]) -> &mut Matrix {
    flat.as_chunks_mut().0.try_into().expect("four rows")
}

pub(super) fn matrix(start: f64) -> Matrix {
    std::array::from_fn(|i| wave(4, start + 7.0 * i as f64).try_into().expect("four numbers"))
}

pub(crate) fn case() -> Case {
    let (a, weights) = (matrix(1.0).map(|row| row.map(|x| 4.0 * x)), matrix(2.0));
    Case {
        name: "matrix exponential",
        size: "4 by 4".into(),
        parameters: 16,
        primal: Box::new(move || weighted_exponential(black_box(&a), black_box(&weights))),
        by_hand: Box::new(move |slopes| by_hand(black_box(&a), black_box(&weights), as_matrix(slopes))),
        generated: Box::new(move |slopes| {
            weighted_exponential_grad_into(black_box(&a), black_box(&weights), as_matrix(slopes))
        }),
        same: true,
    }
}
