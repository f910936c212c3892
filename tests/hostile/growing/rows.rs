//! Rows that are pushed, cut off, given away and replaced.

use crate::harness::{data, into, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn rows_pushed() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> Vec<Vec<f64>> {
        let mut rows = Vec::new();
        for i in 0..n {
            let mut row = Vec::with_capacity(x.len());
            for j in 0..x.len() {
                row.push(x[j] * x[(i + j) % x.len()] * (i + 1) as f64);
            }
            rows.push(row);
        }
        rows
    }
    let x = data(3);
    for n in 0..3 {
        let value = f(&x, n);
        let truth = crate::harness::jacobian(|x: &Vec<f64>| f(x, n), &x);
        let (same, pullback) = f_pullback(&x, n);
        assert_eq!(same, value);
        let mut at = 0;
        for i in 0..n {
            for j in 0..3 {
                let mut cotangent = vec![vec![0.0; 3]; n];
                cotangent[i][j] = 1.0;
                let mut d_x = vec![0.0; 3];
                pullback(&cotangent, &mut d_x);
                crate::harness::assert_close("row", &d_x, &truth[at]);
                at += 1;
            }
        }
    }

    #[differentiate]
    fn g(x: &[f64], w: f64, n: usize) -> f64 {
        let mut rows: Vec<Vec<f64>> = vec![];
        let mut s = 0.0;
        for i in 0..n {
            rows.push(vec![w * x[i]; i + 1]);
            rows[i][0] *= w;
            let row = rows[i / 2].clone();
            rows.push(row);
            let mut last = rows.pop().unwrap();
            last.push(s);
            s += last[0] * last[last.len() - 1] + last[0];
            rows[i].push(s);
        }
        total(s, &rows)
    }
    #[differentiate]
    fn total(s: f64, rows: &[Vec<f64>]) -> f64 {
        let mut t = s;
        for i in 0..rows.len() {
            for j in 0..rows[i].len() {
                t += rows[i][j] * rows[i][j] * (i + 2 * j) as f64;
            }
        }
        t
    }
    for n in 0..4 {
        scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = data(4), w: f64 = 0.7] (&x, w, n));
    }
}

/// Buckets that start empty, and are taken away from under their names.
#[test]
fn buckets() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut buckets = vec![Vec::new(); 3];
        for i in 0..n {
            buckets[i % 3].push(x[i] * x[i]);
        }
        let mut s = 0.0;
        for k in 0..3 {
            let mut taken = std::mem::take(&mut buckets[k]);
            for i in 0..taken.len() {
                s += taken[i] * (i + k) as f64 + s * taken[i];
            }
            taken.push(s);
            buckets[(k + 1) % 3].push(taken[0]);
        }
        s
    }
    for n in 0..6 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(6)] (&x, n));
    }
}

/// A `Vec` that is made anew in each turn, and one that outlives it.
#[test]
fn made_in_a_loop() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut state = x.to_vec();
        let mut s = 0.0;
        for k in 0..n {
            let mut next = Vec::new();
            for i in 0..state.len() {
                next.push(state[i] * state[(i + 1) % state.len()] * 0.9);
                if i == k {
                    next.push(s + 0.1);
                }
            }
            s += next[next.len() - 1];
            state = next;
        }
        for i in 0..state.len() {
            s += state[i];
        }
        s
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(3)] (&x, n));
    }
}

/// Given away in a branch, and made anew.
#[test]
fn rows_given_away_now_and_then() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut rows = Vec::new();
        let mut row = vec![x[0]];
        for k in 0..n {
            row.push(x[k % x.len()] * row[0]);
            if k % 3 == 1 {
                rows.push(row);
                row = vec![x[1], x[k % 2] * x[1]];
            } else {
                row[0] *= 1.1;
            }
        }
        rows.push(row);
        let mut s = 0.0;
        for k in 0..rows.len() {
            let last = rows[k].len() - 1;
            s += rows[k][0] * rows[k][last] * (k + 1) as f64;
        }
        s
    }
    for n in 0..7 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}

/// Rows that are replaced by longer and by shorter ones.
#[test]
fn rows_of_changing_length() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut m = vec![x.to_vec(), vec![x[0]; 2]];
        let mut s = 0.0;
        for k in 0..n {
            let i = k % 2;
            let last = m[i].len() - 1;
            s += m[i][last] * m[i][0];
            m[i] = vec![s; 1 + k];
            m[1 - i][0] *= s;
            if k == 2 {
                m = vec![m[i].clone(), vec![s, x[1], 2.0]];
            }
        }
        s + m[0][0] * m[1][0]
    }
    for n in 0..6 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}

#[test]
fn rows_cut_off_and_added() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut rows = vec![x.to_vec(), vec![x[0]; 2]];
        let mut s = 0.0;
        for k in 0..n {
            let more = [vec![x[1]; k + 1], rows[0].clone()];
            rows.extend_from_slice(&more);
            let last = rows.len() - 1;
            rows[last][0] *= x[0];
            s += rows[last][0] * rows[last - 1][k] * rows[0][0];
            rows.truncate(2 + k / 2);
            rows[k % 2].push(s);
            s += rows[1][1];
        }
        let count = rows.len() as f64;
        rows.clear();
        rows.push(vec![s]);
        rows[0][0] * count
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}
