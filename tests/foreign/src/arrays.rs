//! Arrays of one and of two dimensions.

use autodiff_runtime::prelude::*;
use ndarray::{Array1, Array2};

/// A layer, and its squared output.
#[differentiate(jvp)]
pub fn loss(w: &Array2<f64>, b: &Array1<f64>, #[constant] x: &Array1<f64>) -> f64 {
    let z: Array1<f64> = w.dot(x) + b;
    (&z * &z).sum()
}

/// A batch: the bias is broadcast over its rows.
#[differentiate(jvp)]
pub fn batch(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>, k: f64) -> f64 {
    let h: Array2<f64> = x.dot(w) + b;
    let curved: Array2<f64> = &h * &h - &h * k;
    let g: Array2<f64> = 2.0 * curved / (k + 3.0);
    let column: Array1<f64> = g.dot(b);
    let mut sum = column.sum();
    for i in 0..column.len() {
        sum += column[i] * h[[i, 0]];
    }
    sum
}

/// A column and a row make a matrix.
#[differentiate(jvp)]
pub fn crossed(column: &Array2<f64>, row: &Array2<f64>, b: Array1<f64>) -> f64 {
    let product: Array2<f64> = column * row;
    let quotient: Array2<f64> = column / row - b.clone();
    let rest: Array2<f64> = 1.0 / quotient + &product;
    let folded: Array1<f64> = b.dot(&product.dot(&rest));
    (folded - b).sum()
}

/// Steps in place.
#[differentiate(jvp)]
pub fn steps(x: Array1<f64>, velocity: &Array1<f64>, dt: f64) -> f64 {
    let mut x = x;
    let mut v: Array1<f64> = velocity.clone();
    for i in 0..3 {
        let a: Array1<f64> = -&x * 0.5;
        v += &(&a * dt);
        x += &(&v * dt);
        x *= 1.1;
        x *= &v;
        v /= dt + 2.0;
        v -= &x;
        if i == 1 {
            x[0] *= v[1];
        }
    }
    x.dot(&v)
}

/// Numbers that are held constant beside arrays that are not, and the other way round.
#[differentiate(jvp)]
pub fn half_constant(v: Array1<f64>, #[constant] w: &Array1<f64>, k: f64, #[constant] c: f64) -> f64 {
    let a: Array1<f64> = v.clone() * c + w * k;
    let b: Array1<f64> = w / c - c * &v;
    let mut d: Array1<f64> = -w.clone() + k;
    d += w;
    d *= &b;
    a.dot(w) + (w * &b).sum() + (d - c).sum()
}
