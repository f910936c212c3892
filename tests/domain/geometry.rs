//! Distances, rotations, shading.

use super::numbers;
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

#[differentiate]
fn great_circle(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let (phi1, phi2) = (lat1.to_radians(), lat2.to_radians());
    let d_phi = (lat2 - lat1).to_radians() / 2.0;
    let d_lambda = (lon2 - lon1).to_radians() / 2.0;
    let a = d_phi.sin().powi(2) + phi1.cos() * phi2.cos() * d_lambda.sin().powi(2);
    2.0 * EARTH_RADIUS_KM * a.sqrt().asin()
}

#[differentiate]
fn smoothstep(edge0: f64, edge1: f64, x: f64) -> f64 {
    let t = ((x - edge0) / (edge1 - edge0)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A vector turned by a quaternion, which is normalised first.
#[differentiate]
fn rotated(q: [f64; 4], v: [f64; 3]) -> [f64; 3] {
    let norm = (q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]).sqrt();
    let (w, x, y, z) = (q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm);
    let t = [2.0 * (y * v[2] - z * v[1]), 2.0 * (z * v[0] - x * v[2]), 2.0 * (x * v[1] - y * v[0])];
    [
        v[0] + w * t[0] + y * t[2] - z * t[1],
        v[1] + w * t[1] + z * t[0] - x * t[2],
        v[2] + w * t[2] + x * t[1] - y * t[0],
    ]
}

#[differentiate]
fn reprojection(pose: &[f64; 7], point: [f64; 3], #[constant] seen: [f64; 2]) -> f64 {
    let turned = rotated([pose[0], pose[1], pose[2], pose[3]], point);
    let depth = turned[2] + pose[6];
    let dx = (turned[0] + pose[4]) / depth - seen[0];
    let dy = (turned[1] + pose[5]) / depth - seen[1];
    let distance = dx.hypot(dy);
    if distance < 0.1 { 0.5 * distance * distance } else { 0.1 * (distance - 0.05) }
}

/// The signed area of a polygon, by the shoelace formula.
#[differentiate]
fn area(corners: &[[f64; 2]]) -> f64 {
    let n = corners.len();
    let mut twice = 0.0;
    for i in 0..n {
        let j = (i + 1) % n;
        twice += corners[i][0] * corners[j][1] - corners[j][0] * corners[i][1];
    }
    twice / 2.0
}

#[test]
fn distances_and_steps() {
    let gradient = great_circle_grad(52.5, 13.4, 48.1, 11.6);
    assert_gradient(|&(a, b, c, d)| great_circle(a, b, c, d), &(52.5, 13.4, 48.1, 11.6), &gradient);
    for x in [0.1, 0.6, 1.5] {
        assert_gradient(|&(a, b, x)| smoothstep(a, b, x), &(0.2, 1.4, x), &smoothstep_grad(0.2, 1.4, x));
    }
}

#[test]
fn rotations_and_areas() {
    let at = ([0.9, 0.2, -0.3, 0.1, 0.2, -0.1, 3.0], numbers::<3>(1.0));
    for seen in [[0.0, 0.1], [0.2, -0.1]] {
        let gradient = reprojection_grad(&at.0, at.1, seen);
        assert_gradient(|(pose, point)| reprojection(pose, *point, seen), &at, &gradient);
        // A quaternion's length does not matter, so its gradient is at a right angle to it.
        let along: f64 = (0..4).map(|i| gradient.0[i] * at.0[i]).sum();
        assert!(along.abs() < 1e-15);
    }
    let corners = [[0.0, 0.0], [2.0, 0.5], [2.5, 2.0], [0.3, 1.7]];
    let gradient = area_grad(&corners).try_into().unwrap();
    assert_gradient(|corners: &[[f64; 2]; 4]| area(corners), &corners, &gradient);
}
