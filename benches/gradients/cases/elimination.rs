//! A linear system by elimination, with the largest pivot of each column first.

#![allow(clippy::needless_range_loop, reason = "matrices by their indices, as in the books")]

use std::hint::black_box;

use autodiff_runtime::prelude::*;

use super::{Case, wave};

/// A sum of the solution, in which each unknown has another weight.
#[differentiate(jvp, hvp)]
pub(super) fn weighted_solution<const N: usize>(a: &[[f64; N]; N], b: &[f64; N]) -> f64 {
    let mut a = *a;
    let mut x = *b;
    for k in 0..N {
        let mut pivot = k;
        for i in k + 1..N {
            if a[i][k].abs() > a[pivot][k].abs() {
                pivot = i;
            }
        }
        a.swap(k, pivot);
        x.swap(k, pivot);
        for i in k + 1..N {
            let factor = a[i][k] / a[k][k];
            for j in k + 1..N {
                a[i][j] -= factor * a[k][j];
            }
            x[i] -= factor * x[k];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            x[i] -= a[i][j] * x[j];
        }
        x[i] /= a[i][i];
    }
    let mut sum = 0.0;
    for i in 0..N {
        sum += (i + 1) as f64 * x[i];
    }
    sum
}

/// The elimination in reverse. Its factors stay below the diagonal, where it leaves room for them, so that nothing but the
/// order of the rows is kept. (Who knows that the gradient solves the transposed system needs no reverse mode.)
fn by_hand<const N: usize>(a: &[[f64; N]; N], b: &[f64; N], d_a: &mut [[f64; N]; N], d_b: &mut [f64; N]) -> f64 {
    let mut lu = *a;
    let mut c = *b;
    let mut pivots = [0; N];
    for k in 0..N {
        let mut pivot = k;
        for i in k + 1..N {
            if lu[i][k].abs() > lu[pivot][k].abs() {
                pivot = i;
            }
        }
        pivots[k] = pivot;
        lu.swap(k, pivot);
        c.swap(k, pivot);
        let (above, below) = lu.split_at_mut(k + 1);
        let pivot_row = &above[k];
        for (i, row) in below.iter_mut().enumerate() {
            let factor = row[k] / pivot_row[k];
            row[k] = factor;
            for j in k + 1..N {
                row[j] -= factor * pivot_row[j];
            }
            c[k + 1 + i] -= factor * c[k];
        }
    }
    let mut x = c;
    let mut sum = 0.0;
    for i in (0..N).rev() {
        for j in i + 1..N {
            x[i] -= lu[i][j] * x[j];
        }
        x[i] /= lu[i][i];
        sum += (i + 1) as f64 * x[i];
    }

    let mut d_x: [f64; N] = std::array::from_fn(|i| (i + 1) as f64);
    let mut d_lu = [[0.0; N]; N];
    for i in 0..N {
        let d = d_x[i] / lu[i][i];
        d_lu[i][i] = -d * x[i];
        for j in i + 1..N {
            d_lu[i][j] = -d * x[j];
            d_x[j] -= d * lu[i][j];
        }
        d_x[i] = d;
    }
    let d_c = &mut d_x;
    for k in (0..N).rev() {
        let (above, below) = d_lu.split_at_mut(k + 1);
        let d_pivot_row = &mut above[k];
        for (i, d_row) in below.iter_mut().enumerate() {
            let i = k + 1 + i;
            let factor = lu[i][k];
            let mut d_factor = d_c[i] * c[k];
            d_c[k] -= factor * d_c[i];
            for j in k + 1..N {
                d_factor += d_row[j] * lu[k][j];
                d_pivot_row[j] -= factor * d_row[j];
            }
            let d_quotient = d_factor / lu[k][k];
            d_row[k] = -d_quotient;
            d_pivot_row[k] += d_quotient * factor;
        }
        // The factors of earlier steps change places, too.
        lu.swap(k, pivots[k]);
        d_lu.swap(k, pivots[k]);
        d_c.swap(k, pivots[k]);
    }
    *d_a = d_lu;
    *d_b = *d_c;
    sum
}

/// The gradient of the matrix and of the right-hand side, in a row.
fn cut<const N: usize>(flat: &mut [f64]) -> (&mut [[f64; N]; N], &mut [f64; N]) {
    let (d_a, d_b) = flat.split_at_mut(N * N);
    let (rows, _) = d_a.as_chunks_mut();
    (rows.try_into().expect("as many rows as columns"), d_b.try_into().expect("as many numbers as rows"))
}

/// A matrix and a right-hand side.
pub(super) fn system<const N: usize>() -> ([[f64; N]; N], [f64; N]) {
    let a: [[f64; N]; N] = std::array::from_fn(|i| {
        let mut row: [f64; N] = wave(N, 1.3 * (i * i) as f64).try_into().expect("N numbers");
        // Large in the other diagonal, so that pivots matter.
        row[N - 1 - i] += 2.0;
        row
    });
    (a, wave(N, 5.0).try_into().expect("N numbers"))
}

pub(crate) fn case<const N: usize>(name: &'static str) -> Case {
    let (a, b) = system::<N>();
    Case {
        name,
        size: format!("{N} by {N}"),
        parameters: N * N + N,
        primal: Box::new(move || weighted_solution(black_box(&a), black_box(&b))),
        by_hand: Box::new(move |slopes| {
            let (d_a, d_b) = cut(slopes);
            by_hand(black_box(&a), black_box(&b), d_a, d_b)
        }),
        generated: Box::new(move |slopes| {
            let (d_a, d_b) = cut(slopes);
            weighted_solution_grad_into(black_box(&a), black_box(&b), d_a, d_b)
        }),
        same: true,
    }
}
