//! Methods: by value, by reference and to write; associated functions; in traits and generic blocks; calling one another.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

mod effects;
mod generic;
mod operators;
mod receivers;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

impl Vec3 {
    #[differentiate]
    fn dot(self, other: Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    #[differentiate]
    fn norm(self) -> f64 {
        self.dot(self).sqrt()
    }

    #[differentiate]
    fn plus(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y, z: self.z + other.z }
    }

    #[differentiate]
    fn times(&self, k: f64) -> Vec3 {
        Vec3 { x: self.x * k, y: self.y * k, z: self.z * k }
    }

    #[differentiate]
    fn ramp(k: f64) -> Self {
        Self { x: k, y: 2.0 * k, z: k * k }
    }
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Layer {
    w: Vec<f64>,
    b: f64,
}

impl Layer {
    #[differentiate]
    fn forward(&self, x: &[f64]) -> f64 {
        let mut z = self.b;
        for (w, x) in self.w.iter().zip(x) {
            z += w * x;
        }
        sigmoid(z)
    }

    #[differentiate]
    fn penalty(&self, #[constant] rate: f64) -> f64 {
        let mut s = 0.0;
        for w in &self.w {
            s += w * w;
        }
        rate * s
    }

    #[differentiate]
    fn loss(&self, x: &[f64], y: f64) -> f64 {
        let d = self.forward(x) - y;
        d * d + self.penalty(0.1)
    }

    /// How many weights: not differentiated.
    fn count(&self) -> usize {
        self.w.len()
    }
}

flat!(Vec3, Layer);

const V: Vec3 = Vec3 { x: 0.7, y: -1.2, z: 0.4 };
const W: Vec3 = Vec3 { x: 1.1, y: 0.3, z: -0.8 };

fn layer() -> Layer {
    Layer { w: vec![0.4, -0.9, 1.7], b: 0.3 }
}

#[test]
fn a_method_has_companions_that_are_called_like_it() {
    let (layer, x) = (layer(), [0.5, 1.5, -0.5]);
    let (value, (d_layer, d_x, d_y)) = layer.loss_value_and_grad(&x, 0.8);
    assert_eq!(value, layer.loss(&x, 0.8));
    assert_eq!(layer.loss_grad(&x, 0.8), (d_layer.clone(), d_x.clone(), d_y));

    let (mut into, mut into_x, mut into_y) = (layer.clone(), vec![7.0; 3], 7.0);
    assert_eq!(layer.loss_grad_into(&x, 0.8, &mut into, &mut into_x, &mut into_y), value);
    assert_eq!((&into, &into_x, into_y), (&d_layer, &d_x, d_y));

    let (again, pullback) = layer.loss_pullback(&x, 0.8);
    assert_eq!(again, value);
    pullback(1.0, &mut into, &mut into_x, &mut into_y);
    assert_eq!((into.b, into_x[1], into_y), (2.0 * d_layer.b, 2.0 * d_x[1], 2.0 * d_y));

    let (value, pullback) = V.plus_pullback(W);
    assert_eq!(value, V.plus(W));
    let (mut d_v, mut d_w) = (V, V);
    pullback(W, &mut d_v, &mut d_w);
    assert_eq!((d_v, d_w), (V.plus(W), V.plus(W)));
}

#[test]
fn methods_call_methods() {
    #[differentiate]
    fn f(layer: &Layer, x: &[f64], y: f64) -> f64 {
        layer.loss(x, y) * layer.forward(x) + layer.b * layer.count() as f64
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [layer: Layer = layer(), x: Vec<f64> = vec![0.5, 1.5, -0.5], y: f64 = 0.8] (&layer, &x, y));
}

#[test]
fn by_a_dot_and_by_a_path() {
    #[differentiate]
    fn f(a: Vec3, k: f64) -> f64 {
        let b = Vec3::ramp(k);
        let c = a.plus(b).times(k);
        Vec3::dot(c, a) + Vec3::norm(b) * Vec3::times(&c, k).norm()
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: Vec3 = V, k: f64 = 0.9] (a, k));
}

#[test]
fn a_value_is_handed_to_itself() {
    #[differentiate]
    fn f(a: Vec3) -> f64 {
        let b = a.plus(a);
        b.dot(b) + a.dot(b)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: Vec3 = V] (a));
}

#[test]
fn methods_in_loops_and_branches() {
    #[differentiate]
    fn f(a: Vec3, k: f64, n: usize) -> f64 {
        let mut p = a;
        let mut s = 0.0;
        for i in 0..n {
            p = if i % 2 == 0 { p.plus(a.times(k)) } else { p.times(0.5 + k) };
            while p.norm() > 2.0 {
                p = p.times(0.5);
            }
            s += p.dot(a) * i as f64;
        }
        s * p.norm()
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: Vec3 = V, k: f64 = 0.9] (a, k, 5));
    scalar!(f f_grad f_value_and_grad f_pullback, [a: Vec3 = V, k: f64 = 0.9] (a, k, 0));
}

#[test]
fn the_receiver_is_overwritten_afterwards() {
    #[differentiate]
    fn f(a: Vec3, k: f64) -> f64 {
        let mut p = a;
        let first = p.times(k);
        p.x = first.dot(p);
        let second = p.times(k * p.x);
        p = first.plus(second);
        p.y *= p.x;
        p.dot(first) + second.norm()
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: Vec3 = V, k: f64 = 0.9] (a, k));
}

#[test]
fn parts_and_what_calls_return_are_called_on() {
    #[derive(Clone, Debug, PartialEq, Differentiable)]
    struct Body {
        at: Vec3,
        path: Vec<Vec3>,
    }
    flat!(Body);
    #[differentiate]
    fn f(body: &Body, k: f64) -> f64 {
        let mut s = body.at.norm() * body.path[1].dot(body.at.times(k));
        for p in &body.path {
            s += p.times(k).plus(*p).norm();
        }
        s + body.path[0].plus(body.path[1]).times(k).norm()
    }
    let body = Body { at: V, path: vec![W, V, W] };
    scalar!(f f_grad f_value_and_grad f_pullback, [body: Body = body, k: f64 = 0.9] (&body, k));
}

#[test]
fn in_closures_and_chains() {
    #[differentiate]
    fn f(path: &[Vec3], k: f64) -> f64 {
        let length = |p: &Vec3| p.times(k).norm();
        path.iter().map(length).sum::<f64>() + path.iter().map(|p| p.dot(*p)).fold(k, |a, b| a * b)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [path: Vec<Vec3> = vec![V, W], k: f64 = 0.9] (&path, k));
}

#[test]
fn what_is_held_constant_costs_nothing() {
    #[differentiate]
    fn f(#[constant] layer: &Layer, x: &[f64]) -> f64 {
        layer.forward(x) * layer.penalty(0.3)
    }
    let held = layer();
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.5, 1.5, -0.5]] (&held, &x));
    #[differentiate]
    fn g(layer: &Layer, #[constant] x: &[f64]) -> f64 {
        layer.forward(x) * layer.penalty(0.3)
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [layer: Layer = layer()] (&layer, &[0.5, 1.5, -0.5]));
}
