//! Rows and elements that a loop reads while it writes others of the same array.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

const A: [[f64; 3]; 3] = [[0.2, 1.3, -0.4], [2.1, 0.3, 0.8], [0.7, -0.6, 1.9]];

#[test]
fn elimination() {
    #[differentiate]
    fn f(mut a: [[f64; 3]; 3], b: &[f64; 3]) -> f64 {
        let mut x = *b;
        for k in 0..3 {
            let mut pivot = k;
            for i in k + 1..3 {
                if a[i][k].abs() > a[pivot][k].abs() {
                    pivot = i;
                }
            }
            a.swap(k, pivot);
            x.swap(k, pivot);
            for i in k + 1..3 {
                let factor = a[i][k] / a[k][k];
                for j in k + 1..3 {
                    a[i][j] -= factor * a[k][j];
                }
                x[i] -= factor * x[k];
            }
        }
        for i in (0..3).rev() {
            for j in i + 1..3 {
                x[i] -= a[i][j] * x[j];
            }
            x[i] /= a[i][i];
        }
        x[0] + 2.0 * x[1] * x[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: [[f64; 3]; 3] = A, b: [f64; 3] = [0.3, -0.7, 1.1]] (a, &b));
}

#[test]
fn rows_above_and_rows_that_are_written_after_all() {
    #[differentiate]
    fn f(mut a: [[f64; 3]; 3], w: f64) -> f64 {
        for k in 0..3 {
            // Rows above, from the last one up.
            for i in (0..k).rev() {
                for j in 0..3 {
                    a[i][j] += w * a[k][j] * a[i][(j + 1) % 3];
                }
            }
            // Row `k` itself is among those written.
            for i in k..3 {
                for j in 0..3 {
                    a[i][j] = a[i][j] * w + a[k][j] * a[k][j];
                }
            }
            // The same, where an index comes from elsewhere.
            let other = (k * 2) % 3;
            for i in k + 1..3 {
                for j in 0..3 {
                    a[other][j] *= 0.9 + w * a[k][j];
                }
                a[i][0] += a[k][k];
            }
        }
        a[0][0] * a[1][1] + a[2][2] * a[0][2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: [[f64; 3]; 3] = A, w: f64 = 0.6] (a, w));
}

#[test]
fn a_row_that_a_branch_or_a_call_writes() {
    #[differentiate]
    fn f(mut a: [[f64; 3]; 3], w: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for k in 0..3 {
            for i in k + 1..3 {
                if i == n {
                    a[k] = [w, s, w * s];
                }
                for j in 0..3 {
                    s += w * a[k][j] * a[i][j];
                    a[i][j] = s.sin();
                }
                if s > 5.0 {
                    break;
                }
            }
            for i in k + 1..3 {
                a.swap(k, i);
                for j in 0..3 {
                    a[i][j] -= w * a[k][j] * s;
                }
            }
        }
        s + a[0][1] * a[2][2]
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: [[f64; 3]; 3] = A, w: f64 = 0.6] (a, w, n));
    }
}

#[test]
fn loops_that_do_not_run_and_indices_that_are_outside() {
    #[differentiate]
    fn f(x: &[f64; 2], n: usize, m: usize, w: f64) -> f64 {
        let mut y = *x;
        for k in 0..n {
            for i in k + 1..m {
                y[i] -= w * y[k];
            }
        }
        y[0] * y[1]
    }
    // `k` reaches past the end, where the inner loop has no trips.
    for (n, m) in [(0, 2), (1, 2), (5, 2), (5, 0)] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 2] = [0.7, 1.2], w: f64 = 0.6] (&x, n, m, w));
    }
}

#[test]
fn a_counter_that_is_changed_and_one_that_is_shadowed() {
    #[differentiate]
    fn f(x: &[f64; 4], w: f64) -> f64 {
        let mut y = *x;
        let mut k = 0;
        while k < 3 {
            let fixed = k;
            for i in k + 1..4 {
                y[i] += w * y[fixed] * y[k];
            }
            k += 1;
        }
        for k in 0..4 {
            for k in k + 1..4 {
                y[k] -= w * y[k] * y[0];
            }
        }
        y[1] * y[3]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 4] = [0.7, 1.2, 0.4, -0.3], w: f64 = 0.6] (&x, w));
}
