use autodiff_runtime::prelude::*;
use std::ops::{Add, Mul};

#[derive(Clone, Copy, Differentiable)]
struct Vec2(f64, f64);

impl Add for Vec2 {
    type Output = Vec2;
    fn add(self, other: Vec2) -> Vec2 {
        Vec2(self.0 + other.0, self.1 + other.1)
    }
}

#[differentiate]
impl Mul<i32> for Vec2 {
    type Output = Vec2;
    fn mul(self, k: i32) -> Vec2 {
        Vec2(self.0 * k as f64, self.1 * k as f64)
    }
}

#[differentiate]
fn not_differentiated(a: Vec2, b: Vec2) -> f64 {
    let c = a + b;
    c.0
}

#[derive(Clone, Copy, Differentiable)]
struct Body {
    v: Vec2,
}

#[differentiate]
fn not_seen(body: Body) -> f64 {
    let c = body.v + body.v;
    c.0
}

fn main() {
    let _ = not_differentiated(Vec2(1.0, 2.0), Vec2(1.0, 2.0) * 2) + not_seen(Body { v: Vec2(1.0, 2.0) });
}
