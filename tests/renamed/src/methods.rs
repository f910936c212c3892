//! Methods, operators, loops that are left, recursion, and outputs.

use gradients::prelude::*;

/// A point in the plane.
#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
#[differentiable(crate = gradients)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
}

#[differentiate(crate = gradients)]
impl Point {
    /// How far from the origin.
    #[must_use]
    #[differentiate]
    pub fn norm(&self) -> f64 {
        self.x.hypot(self.y)
    }

    /// Further away.
    #[must_use]
    #[differentiate]
    pub fn scaled(self, by: f64) -> Self {
        Self { x: self.x * by, y: self.y * by }
    }

    /// To the right, and up.
    #[differentiate]
    pub fn shift(&mut self, by: f64) {
        self.x += by;
        self.y *= by;
    }
}

#[differentiate(crate = gradients)]
impl std::ops::Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}

/// What has an area.
pub trait Shape {
    /// Of the shape `scale` times as large.
    #[differentiate(crate = gradients)]
    fn area(&self, scale: f64) -> f64;
}

impl Shape for Point {
    #[differentiate(crate = gradients)]
    fn area(&self, scale: f64) -> f64 {
        self.x * self.y * scale
    }
}

/// Until it is far enough.
#[must_use]
#[differentiate(crate = gradients)]
pub fn walk(start: Point, steps: &[f64]) -> f64 {
    let mut point = start;
    for step in steps {
        point.shift(*step);
        if point.norm() > 100.0 {
            break;
        }
        point = point + start;
    }
    point.scaled(2.0).area(0.5) + point.norm()
}

/// `x` to the power of `n`.
#[must_use]
#[differentiate(crate = gradients)]
pub fn power(x: f64, n: u32) -> f64 {
    if n == 0 {
        1.0
    } else {
        x * power(x, n - 1)
    }
}

/// The square root, after Heron.
#[must_use]
#[differentiate(crate = gradients)]
pub fn root(a: f64) -> f64 {
    let mut x = a;
    for _ in 0..100 {
        let next = 0.5 * (x + a / x);
        if (next - x).abs() < 1e-12 {
            break;
        }
        x = next;
    }
    x
}

/// `y += a·x`
#[differentiate(crate = gradients)]
pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

/// `2·a·Σx + n`
#[must_use]
#[differentiate(crate = gradients)]
pub fn twice(a: f64, x: &[f64]) -> f64 {
    let mut y = vec![1.0; x.len()];
    axpy(a, x, &mut y);
    axpy(a, x, &mut y);
    y.iter().sum()
}

/// Every name that a companion would like to have.
#[must_use]
#[differentiate(crate = gradients)]
pub fn names(d_x: &[f64], x: &[f64], seed: f64, tape_x: f64, d_value: f64) -> f64 {
    let mut value = d_value;
    for (at, slot) in d_x.iter().zip(x) {
        let d_seed = (at * slot).sin();
        value += d_seed * seed;
        value *= value;
    }
    let pullback = value * tape_x;
    pullback.sin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gradients::check::assert_gradient;

    #[test]
    fn methods_and_operators() {
        let steps = [0.3, 1.2, -0.4];
        let start = Point { x: 0.5, y: -0.25 };
        let (d_start, d_steps) = walk_grad(start, &steps);
        let of = |&([x, y], steps): &([f64; 2], [f64; 3])| walk(Point { x, y }, &steps);
        let gradient = ([d_start.x, d_start.y], d_steps.try_into().unwrap());
        assert_gradient(of, &([start.x, start.y], steps), &gradient);
    }

    #[test]
    fn loops_recursion_and_outputs() {
        assert_gradient(|&x| power(x, 4), &3.0, &power_grad(3.0, 4));
        assert_gradient(|&a| root(a), &2.0, &root_grad(2.0));
        assert_eq!(twice_grad(2.0, &[1.0, 2.0]), (6.0, vec![4.0, 4.0]));
    }

    #[test]
    fn names_of_the_users_own() {
        let x = ([0.3, -0.4], [1.5, 0.7], [0.6, 0.8, -0.2]);
        let of = |&(d_x, x, [seed, tape, value]): &([f64; 2], [f64; 2], [f64; 3])| names(&d_x, &x, seed, tape, value);
        let (one, other, seed, tape, value) = names_grad(&x.0, &x.1, 0.6, 0.8, -0.2);
        let gradient = (one.try_into().unwrap(), other.try_into().unwrap(), [seed, tape, value]);
        assert_gradient(of, &x, &gradient);
    }
}
