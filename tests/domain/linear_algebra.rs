//! Matrices by flat indices and by rows.

use super::{array, numbers};
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

#[differentiate]
fn times(a: &[f64], x: &[f64]) -> Vec<f64> {
    let m = x.len();
    let n = a.len() / m;
    let mut y = vec![0.0; n];
    for i in 0..n {
        for j in 0..m {
            y[i] += a[i * m + j] * x[j];
        }
    }
    y
}

#[differentiate]
fn quadratic_form(a: &[f64], x: &[f64]) -> f64 {
    let y = times(a, x);
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * y[i];
    }
    sum
}

/// The largest eigenvalue, by power iteration.
#[differentiate]
fn dominant_eigenvalue(a: &[f64], #[constant] n: usize) -> f64 {
    let mut x = vec![1.0; n];
    let mut norm = 0.0;
    for _ in 0..60 {
        let y = times(a, &x);
        norm = 0.0;
        for i in 0..n {
            norm += y[i] * y[i];
        }
        norm = norm.sqrt();
        for i in 0..n {
            x[i] = y[i] / norm;
        }
    }
    norm
}

#[test]
fn products() {
    let at: ([f64; 9], [f64; 3]) = (numbers(1.0), numbers(2.0));
    let (d_a, d_x) = quadratic_form_grad(&at.0, &at.1);
    assert_gradient(|(a, x)| quadratic_form(a, x), &at, &(array(d_a), array(d_x)));
    let a = [4.0, 1.0, 0.5, 1.0, 3.0, 0.2, 0.5, 0.2, 2.0];
    let gradient = array(dominant_eigenvalue_grad(&a, 3));
    assert_gradient(|a| dominant_eigenvalue(a, 3), &a, &gradient);
}

#[differentiate]
fn determinant(m: &[[f64; 3]; 3]) -> f64 {
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
}

/// By Cholesky's decomposition, in place of a zero matrix.
#[differentiate]
fn log_determinant(a: &[[f64; 3]; 3]) -> f64 {
    let mut l = [[0.0; 3]; 3];
    let mut log_det = 0.0;
    for i in 0..3 {
        for j in 0..=i {
            let mut sum = a[i][j];
            for k in 0..j {
                sum -= l[i][k] * l[j][k];
            }
            if i == j {
                l[i][i] = sum.sqrt();
                log_det += 2.0 * l[i][i].ln();
            } else {
                l[i][j] = sum / l[j][j];
            }
        }
    }
    log_det
}

/// Gauss' elimination without pivoting, then back substitution.
#[differentiate]
fn solve(a: &[[f64; 3]; 3], b: [f64; 3]) -> [f64; 3] {
    let mut m = *a;
    let mut x = b;
    for column in 0..3 {
        for row in column + 1..3 {
            let factor = m[row][column] / m[column][column];
            for k in column..3 {
                m[row][k] -= factor * m[column][k];
            }
            x[row] -= factor * x[column];
        }
    }
    for row in (0..3).rev() {
        for k in row + 1..3 {
            x[row] -= m[row][k] * x[k];
        }
        x[row] /= m[row][row];
    }
    x
}

#[test]
fn determinants_and_equations() {
    let a = [[2.1, 0.2, 0.3], [0.5, 3.7, -0.2], [1.0, 0.4, 1.5]];
    assert_gradient(determinant, &a, &determinant_grad(&a));
    assert_gradient(log_determinant, &a, &log_determinant_grad(&a));
    let at = (a, numbers::<3>(1.0));
    let (x, pullback) = solve_pullback(&at.0, at.1);
    for row in 0..3 {
        let residual: f64 = (0..3).map(|k| a[row][k] * x[k]).sum::<f64>() - at.1[row];
        assert!(residual.abs() < 1e-14);
        let mut gradient = ([[0.0; 3]; 3], [0.0; 3]);
        let mut seed = [0.0; 3];
        seed[row] = 1.0;
        pullback(seed, &mut gradient.0, &mut gradient.1);
        assert_gradient(|(a, b)| solve(a, *b)[row], &at, &gradient);
    }
}
