//! Energies of particles: what pulls on each.

use super::numbers;
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

#[differentiate]
fn lennard_jones(positions: &[[f64; 3]], epsilon: f64, sigma: f64) -> f64 {
    let n = positions.len();
    let mut energy = 0.0;
    for i in 0..n {
        for j in i + 1..n {
            let mut r2 = 0.0;
            for k in 0..3 {
                let d = positions[i][k] - positions[j][k];
                r2 += d * d;
            }
            let s6 = (sigma * sigma / r2).powi(3);
            energy += 4.0 * epsilon * (s6 * s6 - s6);
        }
    }
    energy
}

#[differentiate]
fn springs(x: &[[f64; 2]], stiffness: f64, #[constant] rest: f64) -> f64 {
    let mut energy = 0.0;
    for i in 0..x.len() - 1 {
        let dx = x[i + 1][0] - x[i][0];
        let dy = x[i + 1][1] - x[i][1];
        let stretch = dx.hypot(dy) - rest;
        energy += 0.5 * stiffness * stretch.powi(2);
    }
    energy
}

/// The angle at the middle one of three atoms.
#[differentiate]
fn bond_angle(a: &[f64; 3], b: &[f64; 3], c: &[f64; 3]) -> f64 {
    let (mut dot, mut u2, mut v2) = (0.0, 0.0, 0.0);
    for k in 0..3 {
        let (u, v) = (a[k] - b[k], c[k] - b[k]);
        dot += u * v;
        u2 += u * u;
        v2 += v * v;
    }
    (dot / (u2 * v2).sqrt()).acos()
}

/// Newton's third law: the forces of a closed system sum to zero.
#[test]
fn forces() {
    let at = ([[0.0, 0.1, 0.2], [1.0, 0.4, 0.9], [0.7, 2.0, -1.0], [-0.9, -0.3, 0.8]], 1.5, 1.1);
    let (d_x, d_epsilon, d_sigma) = lennard_jones_grad(&at.0, at.1, at.2);
    for k in 0..3 {
        let total: f64 = d_x.iter().map(|d| d[k]).sum();
        let size: f64 = d_x.iter().map(|d| d[k].abs()).sum();
        assert!(total.abs() < 1e-14 * size);
    }
    let gradient = (d_x.try_into().unwrap(), d_epsilon, d_sigma);
    assert_gradient(|(x, epsilon, sigma): &([[f64; 3]; 4], _, _)| lennard_jones(x, *epsilon, *sigma), &at, &gradient);

    let at = ([[0.0, 0.1], [1.0, 0.4], [0.7, 2.0]], 3.0);
    let (d_x, d_stiffness) = springs_grad(&at.0, at.1, 0.3);
    let gradient = (d_x.try_into().unwrap(), d_stiffness);
    assert_gradient(|(x, stiffness): &([[f64; 2]; 3], f64)| springs(x, *stiffness, 0.3), &at, &gradient);
}

#[test]
fn angles() {
    let at: ([f64; 3], [f64; 3], [f64; 3]) = (numbers(1.0), numbers(2.0), numbers(3.5));
    let gradient = bond_angle_grad(&at.0, &at.1, &at.2);
    assert_gradient(|(a, b, c)| bond_angle(a, b, c), &at, &gradient);
}
