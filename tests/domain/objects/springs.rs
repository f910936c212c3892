//! A mesh of masses and springs that falls, and what it costs in the end.

use super::{assert_same_slopes, c, gradient, leaves};
use autodiff_runtime::prelude::*;
use num_dual::DualNum;
use std::ops::{Add, AddAssign, Mul, Sub, SubAssign};

#[derive(Clone, Copy, Debug, Differentiable)]
struct V {
    x: f64,
    y: f64,
}

#[differentiate]
impl Add for V {
    type Output = V;

    fn add(self, o: V) -> V {
        V { x: self.x + o.x, y: self.y + o.y }
    }
}

#[differentiate]
impl Sub for V {
    type Output = V;

    fn sub(self, o: V) -> V {
        V { x: self.x - o.x, y: self.y - o.y }
    }
}

#[differentiate]
impl Mul<f64> for V {
    type Output = V;

    fn mul(self, k: f64) -> V {
        V { x: self.x * k, y: self.y * k }
    }
}

#[differentiate]
impl AddAssign for V {
    fn add_assign(&mut self, o: V) {
        self.x += o.x;
        self.y += o.y;
    }
}

#[differentiate]
impl SubAssign for V {
    fn sub_assign(&mut self, o: V) {
        self.x -= o.x;
        self.y -= o.y;
    }
}

impl V {
    #[differentiate]
    fn length(self) -> f64 {
        self.x.hypot(self.y)
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Spring {
    ends: (usize, usize),
    rest: f64,
    stiffness: f64,
}

#[derive(Clone, Debug, Differentiable)]
struct Mesh {
    at: Vec<V>,
    speed: Vec<V>,
    springs: Vec<Spring>,
}

impl Spring {
    /// What it pulls the first of its ends with.
    #[differentiate]
    fn pull(&self, one: V, other: V) -> V {
        let apart = other - one;
        let length = apart.length();
        apart * (self.stiffness * (length - self.rest) / length)
    }
}

impl Mesh {
    #[differentiate]
    fn forces(&self) -> Vec<V> {
        let mut forces = vec![V { x: 0.0, y: -0.5 }; self.at.len()];
        for spring in &self.springs {
            let (one, other): (usize, usize) = (spring.ends.0, spring.ends.1);
            let pull = spring.pull(self.at[one], self.at[other]);
            forces[one] += pull;
            forces[other] -= pull;
        }
        forces
    }

    #[differentiate]
    fn step(&mut self, dt: f64) {
        let forces = self.forces();
        // The first is held.
        for i in 1..self.at.len() {
            let force: V = forces[i];
            self.speed[i] += force * dt;
            let speed: V = self.speed[i];
            self.at[i] += speed * dt;
        }
    }
}

#[differentiate]
fn fallen(mesh: &Mesh, dt: f64, steps: usize) -> f64 {
    let mut mesh = mesh.clone();
    for _ in 0..steps {
        mesh.step(dt);
    }
    let mut sum = 0.0;
    for (at, speed) in mesh.at.iter().zip(&mesh.speed) {
        sum += at.y * at.x + 0.5 * speed.length().powi(2);
    }
    sum
}

#[test]
fn a_mesh_falls() {
    let point = |x: f64, y: f64| V { x, y };
    let spring = |one, other, stiffness| Spring { ends: (one, other), rest: 1.0, stiffness };
    let mesh = Mesh {
        at: vec![point(0.0, 0.0), point(1.1, 0.1), point(0.4, -0.9)],
        speed: vec![point(0.0, 0.0), point(0.1, -0.2), point(0.3, 0.2)],
        springs: vec![spring(0, 1, 2.0), spring(1, 2, 3.0), spring(2, 0, 1.5)],
    };
    let (d_mesh, d_dt) = fallen_grad(&mesh, 0.1, 8);
    let at = [leaves(&mesh), vec![0.1]].concat();
    let truth = gradient(
        |p| {
            let mut at: Vec<_> = (0..3).map(|i| (p[2 * i], p[2 * i + 1])).collect();
            let mut speed: Vec<_> = (3..6).map(|i| (p[2 * i], p[2 * i + 1])).collect();
            for _ in 0..8 {
                let mut forces = [(c(0.0), c(-0.5)); 3];
                for (k, (one, other)) in [(0, 1), (1, 2), (2, 0)].into_iter().enumerate() {
                    let apart = (at[other].0 - at[one].0, at[other].1 - at[one].1);
                    let length = (apart.0 * apart.0 + apart.1 * apart.1).sqrt();
                    let pull = p[13 + 2 * k] * (length - p[12 + 2 * k]) / length;
                    forces[one] = (forces[one].0 + apart.0 * pull, forces[one].1 + apart.1 * pull);
                    forces[other] = (forces[other].0 - apart.0 * pull, forces[other].1 - apart.1 * pull);
                }
                for i in 1..3 {
                    speed[i] = (speed[i].0 + forces[i].0 * p[18], speed[i].1 + forces[i].1 * p[18]);
                    at[i] = (at[i].0 + speed[i].0 * p[18], at[i].1 + speed[i].1 * p[18]);
                }
            }
            (0..3).fold(c(0.0), |sum, i| {
                sum + at[i].0 * at[i].1 + (speed[i].0 * speed[i].0 + speed[i].1 * speed[i].1) * 0.5
            })
        },
        &at,
    );
    assert_same_slopes(&[leaves(&d_mesh), vec![d_dt]].concat(), &truth);
}
