//! Memory that the function gives away: to its caller, to a name inside of a piece that stays as it is written, to a loop.

#![allow(dead_code, unused_variables, reason = "as they were found")]

use crate::harness::{into, outputs, rows, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn a_vector_that_is_read_and_returned() {
    #[differentiate]
    fn f(v: Vec<f64>, y: &mut [f64]) -> Vec<f64> {
        y[0] *= v[1];
        v
    }
    outputs!(f f_vjp f_pullback, [v: Vec<f64> = vec![0.6, 0.7]], [y / d_y: Vec<f64> = vec![0.4, -0.3]],
        (v.clone(), &mut y), returns s: Vec<f64> => &s);
    #[differentiate]
    fn g(x: f64, w: f64) -> Vec<f64> {
        let v = vec![x.sin(); 2];
        let mut u = vec![w; 2];
        u[1] = v[1] * w;
        u[0] = v[0] * u[1];
        if u[0] > 9.0 { v } else { u }
    }
    rows!(g g_pullback, [x: f64 = 0.6, w: f64 = 0.7] (x, w), by reference);
    rows!(g g_pullback, [x: f64 = 0.6, w: f64 = 17.0] (x, w), by reference);
}

#[test]
fn a_vector_that_is_made_read_and_returned() {
    #[differentiate]
    fn f(m: Vec<Vec<f64>>, y: &mut [f64]) -> Vec<f64> {
        let made = vec![m[0][0] * m[0][1]; y.len()];
        let tail = &mut y[1..];
        tail[0] *= made[2].abs();
        made
    }
    outputs!(f f_vjp f_pullback, [m: Vec<Vec<f64>> = vec![vec![0.6, -0.7]]], [y / d_y: Vec<f64> = vec![0.4, -0.3, 0.9]],
        (m.clone(), &mut y), returns s: Vec<f64> => &s);
}

#[test]
fn a_loop_over_a_vector_that_carries_nothing() {
    #[differentiate]
    fn f(v: Vec<f64>, w: f64) -> f64 {
        let mut s = w * v[1];
        for x in v {
            let z = x * w;
        }
        s *= w;
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [v: Vec<f64> = vec![0.6, 0.7], w: f64 = 0.8] (v.clone(), w));
    into!(f f_grad f_grad_into, [v: Vec<f64> = vec![0.6, 0.7], w: f64 = 0.8] (v.clone(), w));
}

#[test]
fn a_vector_that_is_taken_away_in_a_piece_that_carries_nothing() {
    #[differentiate]
    fn f(v: Vec<f64>, w: f64, k: usize) -> f64 {
        let s = v[0].sin() * w;
        match k {
            some @ 3..=5 => {
                let taken = v;
                for i in 1..some {}
            }
            other => {}
        }
        s
    }
    for k in [0, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [v: Vec<f64> = vec![0.6, 0.7], w: f64 = 0.8] (v.clone(), w, k));
    }
    #[differentiate]
    fn g(v: Vec<f64>, w: f64, k: usize) -> f64 {
        let s = w * v[1];
        match k {
            k => {
                let (a, b): (f64, f64) = {
                    let either: Vec<f64> = if k > 3 { vec![0.5; v.len()] } else { v };
                    (0.5, 0.5)
                };
            }
        }
        s * w
    }
    for k in [0, 4] {
        scalar!(g g_grad g_value_and_grad g_pullback, [v: Vec<f64> = vec![0.6, 0.7], w: f64 = 0.8] (v.clone(), w, k));
    }
}

#[test]
fn a_vector_of_rows_that_is_taken_away() {
    #[differentiate]
    fn f(m: Vec<Vec<f64>>, w: f64) -> f64 {
        let s = m[0][1] * w * m[1][0];
        let rows = m.into_iter().count();
        s * w * rows as f64
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [m: Vec<Vec<f64>> = vec![vec![0.6, 0.7], vec![-0.4]], w: f64 = 0.8]
        (m.clone(), w));
    into!(f f_grad f_grad_into, [m: Vec<Vec<f64>> = vec![vec![0.6, 0.7], vec![-0.4]], w: f64 = 0.8] (m.clone(), w));
}

#[test]
fn indices_that_are_taken_away() {
    #[differentiate]
    fn f(x: &[f64], at: Vec<usize>) -> f64 {
        let mut s = x[at[0]];
        for k in 0..at.len() {
            s *= x[at[k]].sin();
        }
        let count = {
            let taken = at;
            taken.len()
        };
        s * count as f64
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.6, 0.7, 0.9]] (&x, vec![2, 0, 2]));
}

#[test]
fn a_vector_that_some_ways_return_and_others_replace() {
    #[differentiate]
    fn f(mut v: Vec<f64>, x: f64) -> Vec<f64> {
        if x > 2.0 {
            return v;
        }
        for k in 0..v.len() {
            if v[k] * x < 0.1 {
                return v;
            }
        }
        for k in 1..3 {
            v = vec![x * x * k as f64; 2];
        }
        v
    }
    for x in [0.7, 0.1, 2.5] {
        rows!(f f_pullback, [v: Vec<f64> = vec![0.6, 0.7], x: f64 = x] (v.clone(), x), by reference);
    }
}

#[test]
fn halves_of_data() {
    #[differentiate]
    fn f(#[constant] data: &[f64], x: f64) -> f64 {
        let (low, high) = data.split_at(2);
        let (first, _) = low.split_at(1);
        let mut s = x;
        for (&a, b) in low.iter().zip(high) {
            s *= (a * x).sin() + b;
        }
        s * first[0] * high[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (&[0.4, 0.9, -0.3, 1.2], x));
    #[differentiate]
    fn g(at: &[usize], x: &[f64]) -> f64 {
        let (low, high) = at.split_at(2);
        let mut s = 1.0;
        for k in low {
            s *= x[*k] * x[high[0]];
        }
        s * x[high[0] / 2]
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = vec![0.6, 0.7, 0.9]] (&[0, 1, 2, 0], &x));
}

#[differentiate]
fn four(x: f64) -> [f64; 4] {
    [x, x * x, 1.0, 2.0]
}

#[test]
fn a_binding_without_a_type_that_is_given_its_value_before_it_is_left() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) {
        for k in 0..2 {
            let made;
            if x > y[k] {
                made = four(2.0 * x);
            } else {
                made = four(x);
                if y[k] > 3.0 {
                    return;
                }
            }
            y[0] *= made[1];
        }
    }
    for at in [0.4, 1.4, 3.4] {
        outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = vec![0.4, at]], (x, &mut y));
    }
    #[differentiate]
    fn g(x: f64, y: &mut [f64]) {
        let made: [f64; 4];
        if x > 1.0 {
            made = four(2.0 * x);
        } else {
            let s = loop {
                if x > 0.5 {
                    break x * x;
                }
                return;
            };
            made = four(s);
        }
        y[0] *= made[1];
    }
    for x in [1.4, 0.7, 0.3] {
        outputs!(g g_vjp g_pullback, [x: f64 = x], [y / d_y: Vec<f64> = vec![0.4]], (x, &mut y));
    }
}
