//! Lengths that change between reads, and what asks for them.

use crate::harness::{data, scalar};
use autodiff_runtime::prelude::*;

/// The last statement of a branch changes a length that nothing behind the branch asks for.
#[test]
fn a_length_that_a_branch_alone_changes() {
    #[differentiate]
    fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut v = vec![x, y, x * y];
        let mut s = v[2] * v[2];
        if n > 0 {
            s += v[2] * v[0];
            let _ = v.pop();
        }
        if n > 1 {
            s += v[0] * v[1];
            v.push(s);
            s += v[0];
        }
        if n > 2 {
            s += v[1] * v[2];
            v = vec![s; 1];
        }
        if n > 3 {
            s += v[0];
            v.clear();
        }
        s
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.3] (x, y, n));
    }
}

/// The last read comes before the last change of length.
#[test]
fn read_for_the_last_time_before_it_changes() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for i in 0..n {
            s += v[v.len() - 1] * v[i % 2];
            v.push(s);
            v.push(1.0);
            v.pop();
        }
        v.truncate(1);
        v.push(2.0);
        s
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}

#[test]
fn lengths_before_and_after() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for i in 0..v.len() {
            v.push(v[i] * w);
        }
        for i in 0..v.len() {
            s += v[i] * (i + v.len()) as f64;
        }
        let n = v.len();
        v.push(s * w);
        for i in n - 1..v.len() {
            s += v[i] * v[i];
        }
        if v.len() > n {
            v.truncate(n / 2);
            s *= v[v.len() / 2];
        }
        s
    }
    for n in [1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
}

#[test]
fn cut_and_grown() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut v = x.to_vec();
        let mut s = w;
        for k in 0..n {
            v.extend_from_slice(x);
            s += v[k] * v[v.len() - 1];
            v.resize(2 + k, s * w);
            s += v[v.len() - 1] * v[0];
            v.truncate(k + 1);
            v[0] *= w;
            v.extend_from_slice(&[s, w * s, 1.0]);
            s += v[v.len() - 2];
            if k == 2 {
                v.clear();
                v.resize(5, w);
            }
        }
        s * v[0]
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w, n));
    }
}

#[test]
fn by_the_names_of_its_ends() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut v = vec![*x.first().unwrap() * w];
        for i in 0..x.len() {
            v.push(v.last().copied().unwrap() * x[i] + *v.first().expect("never empty"));
            *v.last_mut().unwrap() *= w;
            *v.first_mut().unwrap() += v[i];
        }
        let mut rows = vec![v.clone()];
        rows.last_mut().unwrap().push(w);
        let first = v.first().unwrap();
        let all = rows.last().unwrap();
        let s = first * v.last().unwrap() + all[0];
        let row = rows.last_mut().unwrap();
        row[0] = *first * w + s;
        let last = *v.last().unwrap();
        last * rows[0][0] + *x.last().unwrap()
    }
    for n in 1..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
}
