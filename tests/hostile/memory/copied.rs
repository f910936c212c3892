//! Memory that is filled, copied and overwritten.

use crate::harness::{data, into, rows, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn filled_over_what_was_active() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut a = x.to_vec();
        let mut m = [[w, 2.0], [x[0], x[1] * w]];
        let mut s = a[0] * a[1];
        for k in 0..n {
            a[k] *= w;
            s += a[0] * a[k];
            if k == 1 {
                a.fill(s * w);
            }
            m[k % 2].fill(0.5);
            m[k % 2][0] = s;
            s += m[0][0] * m[1][1] + a[2];
        }
        a.fill(1.0);
        m.fill([s, w]);
        s * a[0] + m[0][0] * m[1][1]
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = 0.6] (&x, w, n));
    }
}

#[test]
fn copied_from_a_buffer_that_is_overwritten_later() {
    #[differentiate]
    fn f(x: &[f64], y: [f64; 3]) -> f64 {
        let mut a = [x[0] * x[1]; 3];
        let mut b = vec![0.0; 3];
        let s = a[0] * a[1];
        b.copy_from_slice(&a);
        a.copy_from_slice(x);
        a[0] = b[0] * b[1] + s;
        b[1] = a[0] * a[2];
        b.clone_from_slice(&[a[1], s * a[1], a[0]]);
        a[2] = b[2] * a[2];
        let mut c = y;
        c.copy_from_slice(&b);
        let mut m = vec![vec![0.0; 3]; 2];
        m[1].copy_from_slice(&c);
        m[0].copy_from_slice(&y);
        c[0] = m[1][0];
        a[0] * b[0] + a[1] * b[1] * c[2] + a[2] * b[2] * y[0] + m[0][1] * c[0]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), y: [f64; 3] = [0.2, 0.4, 0.7]] (&x, y));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(3), y: [f64; 3] = [0.2, 0.4, 0.7]] (&x, y));
}

#[test]
#[should_panic(expected = "copy_from_slice: source slice length (3) does not match destination slice length (2)")]
fn copied_from_a_longer_one() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut a = [0.0; 2];
        a.copy_from_slice(x);
        a[0] * a[1]
    }
    let _ = f_grad(&data(3));
}

#[test]
fn a_copy_and_then_its_original_written() {
    #[differentiate]
    fn f(x: &[f64], y: [f64; 2], z: &Vec<f64>) -> f64 {
        let mut a = x.to_vec();
        let b = a.clone();
        a[0] = a[1] * b[0];
        let mut c = b.to_vec();
        c[1] = a[0];
        let mut d = y.clone();
        d[0] *= c[1];
        let e = y.to_vec();
        let mut rows = vec![a.clone(), z.clone(), e.clone()];
        rows[1][0] = rows[0][0] * rows[2][1];
        a = rows[1].clone();
        let mut s = 0.0;
        for row in 0..3 {
            s += rows[row][0] * (row + 1) as f64;
        }
        s + a[0] * b[1] + c[0] * c[1] + d[0] * d[1] + z.to_owned()[1] * e[0]
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [x: Vec<f64> = data(2), y: [f64; 2] = [0.2, 0.4], z: Vec<f64> = data(3)] (&x, y, &z));
}

#[test]
fn lists() {
    #[differentiate]
    fn f(x: f64, y: f64) -> Vec<f64> {
        let mut a = vec![x, 2.0, x * y];
        let b = vec![[x, y], [a[2], 1.0]];
        a[1] = a[0] * b[1][0] + b[0][1];
        let c = vec![vec![a[1]], vec![x, a[0]]];
        let empty: Vec<f64> = vec![];
        a[0] = c[1][1] * c[0][0] + empty.len() as f64;
        a
    }
    rows!(f f_pullback, [x: f64 = 0.8, y: f64 = 1.3] (x, y), by reference);
}

#[test]
fn parts_of_memory() {
    #[differentiate]
    fn f(x: &[f64], w: f64, k: usize) -> f64 {
        let n = x.len();
        let mut a = x.to_vec();
        let mut b = [w; 6];
        a[1..n].fill(w * x[0]);
        a[..k].copy_from_slice(&b[k..2 * k]);
        b[k..].clone_from_slice(&x[..6 - k]);
        let mut s = a[0] * b[1] + a[n - 1] * b[5];
        b[1..=k].swap(0, k - 1);
        b[2..2].fill(s);
        let tail = a[k..].to_vec();
        a[k..].fill(0.0);
        for i in 0..tail.len() {
            s += tail[i] * a[i] * b[i];
        }
        let mut m = [[w, s], [x[1], x[2]]];
        m[k - 1][..1].fill(s * w);
        m[1..].fill([w, 1.0]);
        s + m[0][0] * m[1][0] + b[k] * b[1]
    }
    for k in 1..3 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(6), w: f64 = 0.7] (&x, w, k));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(6), w: f64 = 0.7] (&x, w, k));
    }
}

/// By another name.
#[test]
fn through_exclusive_references() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut m = vec![x.to_vec(), vec![w; 4]];
        let row = &mut m[0];
        row.swap(0, 2);
        row[1] = row[0] * w;
        row.push(w * row[1]);
        let (left, right) = m.split_at_mut(1);
        left[0][..2].copy_from_slice(&right[0][1..3]);
        std::mem::swap(&mut left[0][0], &mut right[0][3]);
        let one = &mut left[0];
        let mut spare = vec![w, 1.0, w * w, x[0]];
        std::mem::swap(one, &mut spare);
        let mut grid = [[w, 1.0], [x[1], x[0]]];
        let (upper, lower) = grid.split_at_mut(1);
        std::mem::swap(&mut upper[0], &mut lower[0]);
        m[0].push(spare[1] * grid[0][1] * grid[1][0]);
        let last = m[0].pop().unwrap();
        last * m[0][0] + m[1][0] * m[0][2] + m[0].len() as f64 * m[1][3]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = 0.7] (&x, w));
}

#[test]
fn one_row_in_every_place() {
    #[differentiate]
    fn f(x: f64, y: &[f64], n: usize) -> f64 {
        let mut m = vec![vec![x; 2]; n];
        let a = [[x, 2.0]; 3];
        let row = y.to_vec();
        let rows = [row.clone(), y.to_vec()];
        let mut r = vec![row; n];
        let mut s = a[0][0] * a[2][0] + rows[0][1] * rows[1][0];
        for k in 0..n {
            m[k][k % 2] *= s;
            r[k][0] *= x;
            s += m[k][0] * r[k][1] + r[k][0] * m[0][1];
        }
        s
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: Vec<f64> = data(2)] (x, &y, n));
    }
}

/// Whose old value is kept while it is overwritten by something that is made of it.
#[test]
fn overwritten_by_a_copy_of_itself() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut a = Vec::with_capacity(2);
        a.push(x[2]);
        a.push(x[0]);
        for k in 0..n {
            a[k % 2] *= a[0];
            a = a.clone();
            a = a[..2].to_vec();
            a[1] *= x[1];
        }
        a[0] * a[1]
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}

#[test]
fn owned_rows_as_a_parameter() {
    #[differentiate]
    fn f(x: Vec<Vec<f64>>, w: f64) -> f64 {
        x[1][0] * x[0][1] * w
    }
    let x = vec![vec![0.5, 0.7], vec![1.1]];
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<Vec<f64>> = x.clone(), w: f64 = 0.8] (x.clone(), w));
    into!(f f_grad f_grad_into, [x: Vec<Vec<f64>> = x.clone(), w: f64 = 0.8] (x.clone(), w));
}
