//! Numbers from tables: quadrature, stencils, interpolation.

use super::{array, numbers};
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

const NODES: [f64; 3] = [-0.774596669241483, 0.0, 0.774596669241483];
const WEIGHTS: [f64; 3] = [5.0 / 9.0, 8.0 / 9.0, 5.0 / 9.0];
static LAPLACE: [[f64; 3]; 3] = [[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]];

/// Gauss' quadrature.
#[differentiate]
fn integral(a: f64, b: f64, p: f64) -> f64 {
    let (mid, half) = (0.5 * (a + b), 0.5 * (b - a));
    let mut sum = 0.0;
    for k in 0..NODES.len() {
        let t = mid + half * NODES[k];
        sum += WEIGHTS[k] * (-p * t * t).exp();
    }
    sum * half
}

#[differentiate]
fn curvature(image: &[f64], #[constant] width: usize) -> f64 {
    let height = image.len() / width;
    let mut total = 0.0;
    for y in 1..height - 1 {
        for x in 1..width - 1 {
            let mut value = 0.0;
            for dy in 0..3 {
                for dx in 0..3 {
                    value += LAPLACE[dy][dx] * image[(y + dy - 1) * width + x + dx - 1];
                }
            }
            total += value * value;
        }
    }
    total.sqrt()
}

/// The cell is found from the value, and held.
#[differentiate]
fn interpolate(table: &[f64], x: f64) -> f64 {
    let scaled = x * (table.len() - 1) as f64;
    let i = (scaled.floor() as usize).min(table.len() - 2);
    let t = scaled - i as f64;
    (1.0 - t) * table[i] + t * table[i + 1]
}

/// Neighbours in a ring, by signed offsets.
#[differentiate]
fn ring(u: &[f64; 4], #[constant] shift: isize) -> f64 {
    let mut e = 0.0;
    for i in 0..4 {
        let j = (i as isize + shift).rem_euclid(4) as usize;
        e += (u[i] - u[j]).powi(2) * (1 + i) as f64;
    }
    e
}

#[differentiate]
fn spectrum(x: &[f64; 8], k: usize) -> f64 {
    use std::f64::consts::TAU;
    let (mut re, mut im) = (0.0, 0.0);
    for n in 0..8 {
        let (s, c) = (TAU * (k * n) as f64 / 8.0).sin_cos();
        re += x[n] * c;
        im -= x[n] * s;
    }
    re.powi(2) + im.powi(2)
}

#[test]
fn quadrature() {
    let gradient = integral_grad(0.1, 1.3, 0.7);
    assert_gradient(|&(a, b, p)| integral(a, b, p), &(0.1, 1.3, 0.7), &gradient);
    // The fundamental theorem, to the precision of three nodes.
    assert!((gradient.1 - (-0.7 * 1.3_f64 * 1.3).exp()).abs() < 1e-3);
}

#[test]
fn stencils_and_rings() {
    let image: [f64; 12] = numbers(1.0);
    assert_gradient(|image| curvature(image, 4), &image, &array(curvature_grad(&image, 4)));
    for shift in [-1, 2, -7] {
        assert_gradient(|u| ring(u, shift), &numbers(2.0), &ring_grad(&numbers(2.0), shift));
    }
    let x: [f64; 8] = numbers(3.0);
    assert_gradient(|x| spectrum(x, 3), &x, &spectrum_grad(&x, 3));
}

#[test]
fn interpolation() {
    let table: [f64; 4] = numbers(1.0);
    for x in [0.1, 0.45, 0.95] {
        let (d_table, d_x) = interpolate_grad(&table, x);
        assert_gradient(|(table, x)| interpolate(table, *x), &(table, x), &(array(d_table), d_x));
    }
}
