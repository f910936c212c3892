//! Linear systems: elimination with pivoting, Cholesky's.

use super::dual::{assert_same_slopes, c, gradient};
use super::numbers;
use autodiff_runtime::prelude::*;
use num_dual::{Dual64, DualNum};

/// By elimination, the largest pivot of each column first.
#[differentiate]
fn solve(a: &[[f64; 4]; 4], b: &[f64; 4]) -> [f64; 4] {
    let mut a = *a;
    let mut x = *b;
    for k in 0..4 {
        let mut pivot = k;
        for i in k + 1..4 {
            if a[i][k].abs() > a[pivot][k].abs() {
                pivot = i;
            }
        }
        a.swap(k, pivot);
        x.swap(k, pivot);
        for i in k + 1..4 {
            let factor = a[i][k] / a[k][k];
            for j in k..4 {
                a[i][j] -= factor * a[k][j];
            }
            x[i] -= factor * x[k];
        }
    }
    for i in (0..4).rev() {
        for j in i + 1..4 {
            x[i] -= a[i][j] * x[j];
        }
        x[i] /= a[i][i];
    }
    x
}

#[test]
fn a_system_by_elimination_with_pivots() {
    let mut a: [[f64; 4]; 4] = [numbers(1.0), numbers(2.0), numbers(3.0), numbers(4.0)];
    // Large in the other diagonal, and zero where the first pivot would be.
    (0..4).for_each(|i| a[i][3 - i] += 2.0);
    a[0][0] = 0.0;
    let b = numbers(5.0);
    let (x, pullback) = solve_pullback(&a, &b);
    for i in 0..4 {
        let product: f64 = (0..4).map(|j| a[i][j] * x[j]).sum();
        assert!((product - b[i]).abs() < 1e-12);
    }
    let transposed = std::array::from_fn(|i| std::array::from_fn(|j| a[j][i]));
    for row in 0..4 {
        let mut cotangent = [0.0; 4];
        cotangent[row] = 1.0;
        let (mut d_a, mut d_b) = ([[0.0; 4]; 4], [0.0; 4]);
        pullback(cotangent, &mut d_a, &mut d_b);
        // d_b solves the transposed system, and d_a is −d_b ⊗ x.
        let want = solve(&transposed, &cotangent);
        assert_same_slopes(&d_b, &want);
        assert_same_slopes(&d_a.concat(), &want.map(|d| x.map(|x| -d * x)).concat());
    }
}

/// In place, in the lower triangle.
#[differentiate]
fn log_determinant(a: &[[f64; 4]; 4]) -> f64 {
    let mut l = *a;
    let mut log_det = 0.0;
    for j in 0..4 {
        for k in 0..j {
            for i in j..4 {
                l[i][j] -= l[i][k] * l[j][k];
            }
        }
        let pivot = l[j][j].sqrt();
        log_det += 2.0 * pivot.ln();
        for i in j..4 {
            l[i][j] /= pivot;
        }
    }
    log_det
}

#[test]
fn choleskys_log_determinant() {
    let rows: [[f64; 4]; 4] = [numbers(1.0), numbers(2.0), numbers(3.0), numbers(4.0)];
    let a: [[f64; 4]; 4] = std::array::from_fn(|i| {
        std::array::from_fn(|j| (0..4).map(|k| rows[i][k] * rows[j][k]).sum::<f64>() + f64::from(i == j))
    });
    let twin = |args: &[Dual64]| {
        let mut l = args.to_vec();
        let mut log_det = c(0.0);
        for j in 0..4 {
            for i in j..4 {
                for k in 0..j {
                    let product = l[4 * i + k] * l[4 * j + k];
                    l[4 * i + j] -= product;
                }
            }
            let pivot = l[5 * j].sqrt();
            log_det += pivot.ln() * 2.0;
            (j..4).for_each(|i| l[4 * i + j] /= pivot);
        }
        log_det
    };
    assert_same_slopes(&log_determinant_grad(&a).concat(), &gradient(twin, &a.concat()));
}
