//! Vectors and matrices of constant size.

use autodiff_runtime::prelude::*;
use nalgebra::{Matrix3, Vector2, Vector3};

/// A spring between two points, and what else one asks of vectors.
#[differentiate(jvp)]
pub fn spring(p: Vector3<f64>, q: Vector3<f64>, k: f64) -> f64 {
    let d = p - q;
    let r = d.norm();
    0.5 * k * (r - 1.0).powi(2) + d.dot(&p) * d.x + d[1] * q[2]
}

/// Around a center, by Euler's method: operators that assign, and an element that is written.
#[differentiate(jvp)]
pub fn orbit(start: Vector3<f64>, velocity: Vector3<f64>, dt: f64, n: usize) -> f64 {
    let mut p = start;
    let mut v = velocity;
    for _ in 0..n {
        let a = -p / p.norm().powi(3);
        v += a * dt;
        p += v * dt;
        p.x *= 1.01;
        v /= 1.0 + dt;
        v -= p * dt;
    }
    p.norm_squared()
}

/// Products of matrices, by reference and by value.
#[differentiate(jvp)]
pub fn rotated(m: &Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    let w = m * v;
    let u: Vector3<f64> = m * w;
    let mm: Matrix3<f64> = *m * m;
    u.sum() + w.component_mul(v).sum() + m[(0, 1)] * mm[(2, 2)]
}

/// A result that is a vector.
#[differentiate(jvp)]
pub fn made(x: f64, y: f64) -> Vector3<f64> {
    let v = Vector3::new(x * y, y.sin(), x);
    2.0 * v
}

/// What calls for it.
#[differentiate(jvp)]
pub fn of_made(x: f64, y: f64) -> f64 {
    let a: Vector3<f64> = made(x, y);
    let b = Vector2::new(a.x, a.y);
    b.norm() + a.dot(&a) / 3.0
}

/// A struct that holds vectors.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Body {
    /// Where it is.
    pub at: Vector3<f64>,
    /// Where it goes.
    pub velocity: Vector3<f64>,
    /// How heavy it is.
    pub mass: f64,
}

/// Of bodies that attract each other.
#[differentiate(jvp)]
pub fn energy(bodies: &[Body]) -> f64 {
    let mut energy = 0.0;
    for (i, a) in bodies.iter().enumerate() {
        energy += 0.5 * a.mass * a.velocity.norm_squared();
        for b in &bodies[..i] {
            let d: Vector3<f64> = a.at - b.at;
            energy -= a.mass * b.mass / d.norm();
        }
    }
    energy
}

/// The other float.
#[differentiate(jvp)]
pub fn single(v: Vector2<f32>, k: f32) -> f32 {
    let w: Vector2<f32> = k * v - v / 3.0;
    w.norm_squared()
}

/// Numbers that are held constant beside vectors that are not, and the other way round.
#[differentiate(jvp)]
pub fn half_constant(v: Vector3<f64>, #[constant] w: &Vector3<f64>, k: f64, #[constant] c: f64) -> f64 {
    let a = v * c + w * k;
    let b: Vector3<f64> = *w / c - c * v;
    a.dot(w) + w.component_mul(&b).sum() + (-w * k).norm()
}
