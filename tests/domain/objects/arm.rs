//! A robot arm: joint after joint, until the hand is there.

use super::{assert_same_slopes, c, gradient, leaves};
use autodiff_runtime::prelude::*;
use num_dual::DualNum;
use std::ops::Sub;

#[derive(Clone, Copy, Debug, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiate]
impl Sub for Point {
    type Output = Point;

    fn sub(self, other: Point) -> Point {
        Point { x: self.x - other.x, y: self.y - other.y }
    }
}

impl Point {
    #[differentiate]
    fn squared(self) -> f64 {
        self.x * self.x + self.y * self.y
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Pose {
    at: Point,
    heading: f64,
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Joint {
    length: f64,
    angle: f64,
}

impl Joint {
    #[differentiate]
    fn after(&self, pose: Pose) -> Pose {
        let heading = pose.heading + self.angle;
        let (sin, cos) = heading.sin_cos();
        let at = Point { x: pose.at.x + self.length * cos, y: pose.at.y + self.length * sin };
        Pose { at, heading }
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Arm {
    base: Point,
    joints: Vec<Joint>,
}

impl Arm {
    #[differentiate]
    fn hand(&self) -> Pose {
        let mut pose = Pose { at: self.base, heading: 0.0 };
        for joint in &self.joints {
            pose = joint.after(pose);
        }
        pose
    }

    #[differentiate]
    fn miss(&self, target: Point) -> f64 {
        let hand = self.hand();
        (hand.at - target).squared() + 0.1 * hand.heading.powi(2)
    }
}

fn check(joints: &[(f64, f64)]) {
    let joints = joints.iter().map(|&(length, angle)| Joint { length, angle }).collect();
    let (arm, target) = (Arm { base: Point { x: 0.1, y: -0.2 }, joints }, Point { x: 1.2, y: 0.9 });
    let at = [leaves(&arm), leaves(&target)].concat();
    let truth = gradient(
        |p| {
            let (mut x, mut y, mut heading) = (p[0], p[1], c(0.0));
            for joint in p[2..p.len() - 2].chunks_exact(2) {
                heading += joint[1];
                x += joint[0] * heading.cos();
                y += joint[0] * heading.sin();
            }
            let (to_x, to_y) = (p[p.len() - 2], p[p.len() - 1]);
            (x - to_x) * (x - to_x) + (y - to_y) * (y - to_y) + heading * heading * 0.1
        },
        &at,
    );
    let (d_arm, d_target) = arm.miss_grad(target);
    assert_same_slopes(&[leaves(&d_arm), leaves(&d_target)].concat(), &truth);
}

#[test]
fn two_joints_and_three() {
    check(&[(1.0, 0.4), (0.7, -0.9)]);
    check(&[(1.0, 0.4), (0.7, -0.9), (0.5, 1.3)]);
    check(&[]);
}
