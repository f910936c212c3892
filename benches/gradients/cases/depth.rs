//! What calls cost: the same work flat, and as the innermost of 1, 4 and 16 functions that call one another; and a network
//! whose input is data beside one whose input is asked for. In the place of code by hand stands what it is compared with.
//!
//! Of exponentials the derivative is made of the value, which the callee keeps; of sines it is another function of the
//! angle, which flat code computes together with the sine.

use std::hint::black_box;

use autodiff_runtime::prelude::*;

use super::{Case, wave};

#[differentiate]
fn work(x: &[f64], k: f64) -> f64 {
    let mut sum = 0.0;
    for x in x {
        sum += (k * x).exp() * x;
    }
    sum
}

#[differentiate]
fn waves(x: &[f64], k: f64) -> f64 {
    let mut sum = 0.0;
    for x in x {
        sum += (k * x).sin() * x;
    }
    sum
}

/// `outer(x, k)` calls `inner(x, k)`, and adds nothing to it that would cost.
macro_rules! around {
    ($($outer:ident $inner:ident;)+) => {$(
        #[differentiate]
        fn $outer(x: &[f64], k: f64) -> f64 {
            $inner(x, k) * 0.5
        }
    )+};
}

around! {
    w1 waves;
    d1 work;
    d2 d1;
    d3 d2;
    d4 d3;
    d5 d4;
    d6 d5;
    d7 d6;
    d8 d7;
    d9 d8;
    d10 d9;
    d11 d10;
    d12 d11;
    d13 d12;
    d14 d13;
    d15 d14;
    d16 d15;
}

/// Scaled as the nested ones are, in one function.
#[differentiate]
fn flat(x: &[f64], k: f64, #[constant] scale: f64) -> f64 {
    let mut sum = 0.0;
    for x in x {
        sum += (k * x).exp() * x;
    }
    sum * scale
}

#[differentiate]
fn flat_waves(x: &[f64], k: f64, #[constant] scale: f64) -> f64 {
    let mut sum = 0.0;
    for x in x {
        sum += (k * x).sin() * x;
    }
    sum * scale
}

type Into = fn(&[f64], f64, &mut [f64], &mut f64) -> f64;

type Flat = fn(&[f64], f64, f64, &mut [f64], &mut f64) -> f64;

fn nested(name: &'static str, depth: i32, primal: fn(&[f64], f64) -> f64, flat: Flat, into: Into) -> Case {
    const N: usize = 64;
    let x = wave(N, 1.0);
    let (x1, x2) = (x.clone(), x.clone());
    let scale = 0.5_f64.powi(depth);
    Case {
        name,
        size: format!("{N} numbers"),
        parameters: N + 1,
        primal: Box::new(move || primal(black_box(&x), black_box(0.7))),
        by_hand: Box::new(move |d| {
            let (d_x, d_k) = d.split_at_mut(N);
            flat(black_box(&x1), black_box(0.7), scale, d_x, &mut d_k[0])
        }),
        generated: Box::new(move |d| {
            let (d_x, d_k) = d.split_at_mut(N);
            into(black_box(&x2), black_box(0.7), d_x, &mut d_k[0])
        }),
        same: true,
    }
}

const INPUTS: usize = 64;
const HIDDEN: usize = 16;

#[differentiate]
fn layer(x: &[f64], w: &[f64]) -> Vec<f64> {
    let mut h = Vec::with_capacity(HIDDEN);
    for row in w.chunks_exact(x.len()) {
        let mut z = 0.0;
        for (w, x) in row.iter().zip(x) {
            z += w * x;
        }
        h.push(z.tanh());
    }
    h
}

#[differentiate]
fn of_data(#[constant] x: &[f64], w: &[f64], v: &[f64]) -> f64 {
    let h = layer(x, w);
    let y = layer(&h, v);
    y[0] * y[0]
}

#[differentiate]
fn of_anything(x: &[f64], w: &[f64], v: &[f64]) -> f64 {
    let h = layer(x, w);
    let y = layer(&h, v);
    y[0] * y[0]
}

fn network() -> Case {
    let (x, w, v) = (wave(INPUTS, 2.0), wave(INPUTS * HIDDEN, 3.0), wave(HIDDEN, 4.0));
    let of = [(x.clone(), w.clone(), v.clone()), (x.clone(), w.clone(), v.clone())];
    let [(x1, w1, v1), (x2, w2, v2)] = of;
    let d_x = std::cell::RefCell::new(vec![0.0; INPUTS]);
    Case {
        name: "input that is data, beside one that is asked for",
        size: format!("{INPUTS}-{HIDDEN}-1"),
        parameters: w.len() + v.len(),
        primal: Box::new(move || of_data(black_box(&x), &w, &v)),
        by_hand: Box::new(move |d| {
            let (d_w, d_v) = d.split_at_mut(w1.len());
            of_anything_grad_into(black_box(&x1), &w1, &v1, &mut d_x.borrow_mut(), d_w, d_v)
        }),
        generated: Box::new(move |d| {
            let (d_w, d_v) = d.split_at_mut(w2.len());
            of_data_grad_into(black_box(&x2), &w2, &v2, d_w, d_v)
        }),
        same: true,
    }
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        nested("one call deep, beside flat", 1, d1, flat_grad_into, d1_grad_into),
        nested("4 calls deep, beside flat", 4, d4, flat_grad_into, d4_grad_into),
        nested("16 calls deep, beside flat", 16, d16, flat_grad_into, d16_grad_into),
        nested("one call deep, of sines, beside flat", 1, w1, flat_waves_grad_into, w1_grad_into),
        network(),
    ]
}
