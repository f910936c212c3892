//! Hessians of test functions of optimisation, against their closed forms.
//!
//! Source: Moré, Garbow and Hillstrom, *Testing Unconstrained Optimization Software* (ACM TOMS 7, 1981): problems 1, 13, 14,
//! 7 and 5.

use autodiff_runtime::prelude::*;
use std::f64::consts::PI;

/// Equal to twelve digits of the largest second derivative.
#[track_caller]
fn assert_close<const N: usize>(got: [[f64; N]; N], want: [[f64; N]; N]) {
    let size = want.iter().flatten().fold(1.0_f64, |size, h| size.max(h.abs()));
    for (i, (got, want)) in got.iter().zip(&want).enumerate() {
        for (j, (got, want)) in got.iter().zip(want).enumerate() {
            assert!((got - want).abs() <= 1e-12 * size, "({i}, {j}): got {got}, want {want}");
        }
    }
    for i in 0..N {
        for j in 0..i {
            assert!((got[i][j] - got[j][i]).abs() <= 1e-14 * size, "not symmetric at ({i}, {j})");
        }
    }
}

#[differentiate(hessian)]
fn rosenbrock(x: f64, y: f64) -> f64 {
    100.0 * (y - x * x).powi(2) + (1.0 - x).powi(2)
}

#[test]
fn rosenbrocks_valley() {
    for [x, y] in [[-1.2, 1.0], [1.0, 1.0], [0.3, -0.7]] {
        let want = [[1200.0 * x * x - 400.0 * y + 2.0, -400.0 * x], [-400.0 * x, 200.0]];
        assert_close(rosenbrock_hessian(x, y), want);
        let diagonal = rosenbrock_hessian_diagonal(x, y);
        assert!((0..2).all(|i| (diagonal[i] - want[i][i]).abs() <= 1e-12 * want[0][0].abs().max(200.0)));
    }
}

#[differentiate(hessian)]
fn powell(x: [f64; 4]) -> f64 {
    let [a, b, c, d] = x;
    (a + 10.0 * b).powi(2) + 5.0 * (c - d).powi(2) + (b - 2.0 * c).powi(4) + 10.0 * (a - d).powi(4)
}

#[test]
fn powells_singular_function() {
    for x in [[3.0, -1.0, 0.0, 1.0], [0.0; 4], [0.5, 1.5, -0.25, 2.0]] {
        let [a, b, c, d] = x;
        let (s, t): (f64, f64) = (b - 2.0 * c, a - d);
        let (s, t) = (12.0 * s * s, 120.0 * t * t);
        let want = [
            [2.0 + t, 20.0, 0.0, -t],
            [20.0, 200.0 + s, -2.0 * s, 0.0],
            [0.0, -2.0 * s, 10.0 + 4.0 * s, -10.0],
            [-t, 0.0, -10.0, 10.0 + t],
        ];
        assert_close(powell_hessian(x), want);
    }
}

#[differentiate(hessian)]
fn wood(x: &[f64; 4]) -> f64 {
    let f1 = 10.0 * (x[1] - x[0] * x[0]);
    let f2 = 1.0 - x[0];
    let f3 = 90.0_f64.sqrt() * (x[3] - x[2] * x[2]);
    let f4 = 1.0 - x[2];
    let f5 = 10.0_f64.sqrt() * (x[1] + x[3] - 2.0);
    let f6 = (x[1] - x[3]) / 10.0_f64.sqrt();
    [f1, f2, f3, f4, f5, f6].iter().map(|f| f * f).sum()
}

#[test]
fn woods_function() {
    for x in [[-3.0, -1.0, -3.0, -1.0], [1.0; 4], [0.4, 1.1, -0.6, 2.3]] {
        let want = [
            [1200.0 * x[0] * x[0] - 400.0 * x[1] + 2.0, -400.0 * x[0], 0.0, 0.0],
            [-400.0 * x[0], 200.0 + 20.2, 0.0, 19.8],
            [0.0, 0.0, 1080.0 * x[2] * x[2] - 360.0 * x[3] + 2.0, -360.0 * x[2]],
            [0.0, 19.8, -360.0 * x[2], 180.0 + 20.2],
        ];
        assert_close(wood_hessian(&x), want);
    }
}

#[differentiate(hessian)]
fn helical_valley(x: f64, y: f64, z: f64) -> f64 {
    let turn = y.atan2(x) / (2.0 * PI);
    100.0 * ((z - 10.0 * turn).powi(2) + (x.hypot(y) - 1.0).powi(2)) + z * z
}

#[test]
fn the_helical_valley() {
    for [x, y, z] in [[-1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.6, -0.8, 1.5]] {
        // Of the angle and of the radius: slopes, and second derivatives.
        let square = x * x + y * y;
        let r = f64::sqrt(square);
        let turn = [-y / square / (2.0 * PI), x / square / (2.0 * PI), 0.0];
        let (bend, twist) = (2.0 * x * y / square.powi(2) / (2.0 * PI), (y * y - x * x) / square.powi(2) / (2.0 * PI));
        let turns = [[bend, twist, 0.0], [twist, -bend, 0.0], [0.0; 3]];
        let radius = [x / r, y / r, 0.0];
        let radii =
            [[y * y / r.powi(3), -x * y / r.powi(3), 0.0], [-x * y / r.powi(3), x * x / r.powi(3), 0.0], [0.0; 3]];
        let (f, g) = (z - 10.0 * f64::atan2(y, x) / (2.0 * PI), r - 1.0);
        let mut want = [[0.0; 3]; 3];
        for i in 0..3 {
            for j in 0..3 {
                let slope = |k: usize| f64::from(u8::from(k == 2)) - 10.0 * turn[k];
                want[i][j] = 200.0 * (slope(i) * slope(j) - 10.0 * f * turns[i][j])
                    + 200.0 * (radius[i] * radius[j] + g * radii[i][j]);
            }
        }
        want[2][2] += 2.0;
        assert_close(helical_valley_hessian(x, y, z), want);
    }
}

/// Problem 5, in a loop over data.
#[differentiate(hessian)]
fn beale(x: &[f64], #[constant] data: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut power = 1.0;
    for y in data {
        power *= x[1];
        let f = y - x[0] * (1.0 - power);
        sum += f * f;
    }
    sum
}

#[test]
fn beales_function() {
    let data = [1.5, 2.25, 2.625];
    for [x, y] in [[1.0, 1.0], [3.0, 0.5], [-0.4, 1.3]] {
        let mut want = [[0.0; 2]; 2];
        for (i, d) in data.iter().enumerate() {
            let n = i as i32 + 1;
            let f = d - x * (1.0 - f64::powi(y, n));
            let (slope, bend) = (f64::from(n) * y.powi(n - 1), f64::from(n * (n - 1)) * y.powi(n - 2));
            let (f_x, f_y) = (y.powi(n) - 1.0, x * slope);
            want[0][0] += 2.0 * f_x * f_x;
            want[0][1] += 2.0 * (f_x * f_y + f * slope);
            want[1][1] += 2.0 * (f_y * f_y + f * x * bend);
        }
        want[1][0] = want[0][1];
        let hessian = beale_hessian(&[x, y], &data);
        assert_eq!(hessian.len(), 2);
        assert_close(std::array::from_fn(|i| std::array::from_fn(|j| hessian[i][j])), want);
    }
}
