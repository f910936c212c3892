//! Memory that changes places: numbers, elements, rows, whole buffers.

use crate::harness::{data, into, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn bubble_sort_then_a_weighted_sum() {
    #[differentiate]
    fn f(x: &[f64], w: &[f64]) -> f64 {
        let mut a = x.to_vec();
        let n = a.len();
        for i in 0..n {
            for j in 0..n - 1 - i {
                if a[j] > a[j + 1] {
                    a.swap(j, j + 1);
                }
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            s += a[i] * a[i] * w[i];
        }
        s
    }
    for n in [0, 1, 2, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: Vec<f64> = data(n + 3)] (&x, &w));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(n), w: Vec<f64> = data(n + 3)] (&x, &w));
    }
}

#[test]
fn elements_swapped_at_equal_indices() {
    #[differentiate]
    fn f(x: [f64; 4], i: usize, j: usize) -> f64 {
        let mut a = x;
        a[i] = a[i] * a[j];
        a.swap(i, j);
        a[j] = a[j].sin() * x[0];
        a.swap(j, i);
        a.swap(0, 3);
        a[0] * a[1] + 2.0 * a[2] * a[3]
    }
    for (i, j) in [(0, 0), (1, 2), (3, 0), (2, 2)] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 4] = [0.5, 0.9, -0.4, 1.2]] (x, i, j));
    }
}

#[test]
fn lu_with_partial_pivoting_on_rows() {
    #[differentiate]
    fn solve(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let n = b.len();
        let mut m = a.to_vec();
        let mut y = b.to_vec();
        for k in 0..n {
            let mut pivot = k;
            for i in k + 1..n {
                if m[i][k].abs() > m[pivot][k].abs() {
                    pivot = i;
                }
            }
            m.swap(k, pivot);
            y.swap(k, pivot);
            for i in k + 1..n {
                let factor = m[i][k] / m[k][k];
                for j in k..n {
                    m[i][j] -= factor * m[k][j];
                }
                y[i] -= factor * y[k];
            }
        }
        let mut s = 0.0;
        for i in (0..n).rev() {
            for j in i + 1..n {
                y[i] -= m[i][j] * y[j];
            }
            y[i] = y[i] / m[i][i];
            s += y[i] * (i + 1) as f64;
        }
        s
    }
    let a = vec![
        vec![0.1, 2.0, -0.5, 0.3],
        vec![1.5, 0.2, 0.9, -0.7],
        vec![-0.4, 1.1, 0.2, 2.2],
        vec![0.8, -0.6, 1.7, 0.4],
    ];
    scalar!(solve solve_grad solve_value_and_grad solve_pullback,
        [a: Vec<Vec<f64>> = a.clone(), b: Vec<f64> = data(4)] (&a, &b));

    #[differentiate]
    fn determinant(mut m: [[f64; 3]; 3]) -> f64 {
        let mut d = 1.0;
        for k in 0..3 {
            let mut pivot = k;
            for i in k + 1..3 {
                if m[i][k].abs() > m[pivot][k].abs() {
                    pivot = i;
                }
            }
            if pivot != k {
                m.swap(k, pivot);
                d = -d;
            }
            d *= m[k][k];
            for i in k + 1..3 {
                let factor = m[i][k] / m[k][k];
                for j in 0..3 {
                    m[i][j] -= factor * m[k][j];
                }
            }
        }
        d
    }
    scalar!(determinant determinant_grad determinant_value_and_grad determinant_pullback,
        [m: [[f64; 3]; 3] = [[0.1, 2.0, -0.5], [1.5, 0.2, 0.9], [-0.4, 1.1, 0.2]]] (m));
}

#[test]
fn two_buffers_swapped_in_a_loop() {
    #[differentiate]
    fn f(x: &[f64], steps: usize) -> f64 {
        let n = x.len();
        let mut old = x.to_vec();
        let mut new = vec![0.0; n];
        for _ in 0..steps {
            for i in 0..n {
                new[i] = old[i] * old[(i + 1) % n] + 0.1 * x[i];
            }
            std::mem::swap(&mut old, &mut new);
        }
        let mut s = 0.0;
        for i in 0..n {
            s += old[i] + new[i] * new[i];
        }
        s
    }
    for steps in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, steps));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(3)] (&x, steps));
    }
}

/// `b` turns active by the second trip, `c` by the third.
#[test]
fn a_buffer_that_turns_active_by_being_swapped() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        use std::mem;
        let mut a = [1.0, 2.0];
        let mut b = [3.0, 5.0];
        let mut c = [0.5, 0.25];
        let mut s = 0.0;
        for k in 0..n {
            s += c[0] * c[1] + b[1];
            mem::swap(&mut b, &mut c);
            core::mem::swap(&mut a, &mut b);
            a[k % 2] = a[k % 2] * x;
        }
        s * a[0]
    }
    for n in 0..6 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, n));
    }
}

#[test]
fn an_active_buffer_swapped_with_a_constant_one() {
    #[differentiate]
    fn f(x: &[f64], #[constant] mut c: Vec<f64>, flip: bool) -> f64 {
        let mut a = x.to_vec();
        let mut s = 0.0;
        if flip {
            std::mem::swap(&mut a, &mut c);
        }
        for i in 0..3 {
            s += a[i] * a[i] + 3.0 * c[i];
        }
        a[0] = s;
        std::mem::swap(&mut c, &mut a);
        c[0] * a[1] + c[2]
    }
    for flip in [false, true] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, vec![0.3, 0.2, 0.1], flip));
    }
}

/// Buffers of different lengths: whose adjoint is how long changes with them.
#[test]
fn buffers_of_different_lengths() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut a = x.to_vec();
        let mut b = vec![x[0] * x[1]; 1];
        let mut s = 0.0;
        for k in 0..n {
            s += a[a.len() - 1] * b[0];
            if k % 2 == 0 {
                std::mem::swap(&mut a, &mut b);
            }
            a[0] *= s;
        }
        for i in 0..a.len() {
            s += a[i];
        }
        s
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4)] (&x, n));
    }
}

#[test]
fn numbers_and_elements_that_change_places() {
    #[differentiate]
    fn f(x: f64, y: f64, v: &[f64]) -> f64 {
        let (mut a, mut b) = (x * y, y);
        std::mem::swap(&mut a, &mut b);
        let mut w = v.to_vec();
        let mut u = [x, a];
        std::mem::swap(&mut w[1], &mut u[0]);
        std::mem::swap(&mut a, &mut w[0]);
        (a, b) = (b, a * b);
        (w[0], w[1]) = (w[1], w[0]);
        let old = std::mem::replace(&mut w[1], a * a);
        let taken = std::mem::take(&mut b);
        let pair = std::mem::take(&mut u);
        u[0] = pair[0] + u[1];
        let _ = std::mem::replace(&mut u[1], taken * old);
        a * w[0] + w[1] * u[0] * u[1] + b + taken
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.3, v: Vec<f64> = data(2)] (x, y, &v));
}

#[test]
fn rows_that_change_places() {
    #[differentiate]
    fn f(x: &[Vec<f64>], y: &[f64]) -> f64 {
        let mut m = x.to_vec();
        let mut spare = y.to_vec();
        let mut arrays = [[y[0], y[1]], [1.0, y[0] * y[1]]];
        let mut s = 0.0;
        for i in 0..m.len() {
            std::mem::swap(&mut m[i], &mut spare);
            s += m[i][0] * spare[spare.len() - 1];
            m[i][0] = s;
            arrays.swap(0, i % 2);
            arrays[0][1] *= s;
        }
        m[0].swap(0, 1);
        let row = std::mem::replace(&mut m[1], vec![s; 2]);
        let none = std::mem::take(&mut m[0]);
        s + row[0] * none[0] + m[1][1] * arrays[0][0] * arrays[1][1]
    }
    let x = vec![vec![0.4, 0.6], vec![0.9, -0.3, 0.2], vec![1.1, 0.7]];
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<Vec<f64>> = x.clone(), y: Vec<f64> = data(3)] (&x, &y));
}

/// What the call returns is an array, which the swap does not tell.
#[test]
fn elements_of_results_swapped_in_branches() {
    #[differentiate]
    fn both(x: f64) -> [f64; 2] {
        [x * x, x.sin()]
    }
    #[differentiate]
    fn f(x: f64, w: f64) -> f64 {
        let mut s = [x, w];
        if x > 0.5 {
            let mut v = both(w * x);
            std::mem::swap(&mut s[0], &mut v[1]);
            s[1] *= v[0] + v[1];
        }
        s[0] * s[1]
    }
    for x in [0.3, 0.8] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, w: f64 = 1.2] (x, w));
    }
}
