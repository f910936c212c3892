//! The twins of `tests/ui/methods`, each under the name of its case.
use autodiff_runtime::prelude::*;
use num_traits::Float;

#[derive(Clone, Differentiable)]
struct Model(f64);

impl Model {
    #[differentiate]
    fn receiver(&self, x: f64) -> f64 {
        self.0 * x
    }

    #[differentiate]
    fn step(&mut self, x: f64) -> f64 {
        self.0 *= x;
        self.0 + x
    }

    #[differentiate]
    fn fill(&self, #[constant] at: usize, out: &mut [f64]) {
        out[at] = self.0 * self.0;
    }

    #[differentiate]
    fn held_constant(#[constant] &self, x: f64) -> f64 {
        self.0 * x
    }
}

trait Declared {
    #[differentiate]
    fn default_body(&self, w: f64) -> f64;
}

impl Declared for Model {
    #[differentiate]
    fn default_body(&self, w: f64) -> f64 {
        self.0 * w
    }
}

#[differentiate]
impl Model {
    #[differentiate]
    fn nothing_marked(&self, x: f64) -> f64 {
        self.0 * x
    }

    fn unmarked(&self, x: f64) -> f64 {
        self.0 * x
    }
}

#[derive(Clone, Differentiable)]
struct Generic<T>(T);

#[differentiate]
impl<T: Float> Generic<T> {
    #[differentiate]
    fn generic_block(&self, x: T) -> T {
        self.0 * x
    }
}

#[differentiate]
fn writes_and_returns(w: f64, x: f64) -> f64 {
    let mut model = Model(w);
    let y = Model::step(&mut model, x);
    y * model.0
}

#[differentiate]
fn reads_and_returns_nothing(w: f64, x: &mut [f64]) {
    let mut model = Model(w);
    model.0 += 1.0;
    model.fill(0, x);
}

#[differentiate]
fn without_companion(model: &Model, x: f64) -> f64 {
    model.receiver(x) + Model::receiver(model, stop_gradient(x))
}

#[differentiate]
fn held(#[constant] model: &Model, x: f64) -> f64 {
    model.held_constant(x)
}

#[derive(Clone, Copy, Differentiable)]
struct Vec2(f64, f64);

#[differentiate]
impl std::ops::Add for Vec2 {
    type Output = Vec2;
    fn add(self, other: Vec2) -> Vec2 {
        Vec2(self.0 + other.0, self.1 + other.1)
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Body {
    v: Vec2,
}

#[differentiate]
fn operator(a: Vec2, body: Body) -> f64 {
    let v: Vec2 = body.v;
    let c = a + v;
    c.0
}

#[differentiate]
fn result_by_alias(x: f64) -> f64 {
    x * x
}

fn main() {
    assert_eq!(operator_grad(Vec2(1.0, 2.0), Body { v: Vec2(1.0, 2.0) }).0.0, 1.0);
    assert_eq!(result_by_alias_grad(3.0), 6.0);
    assert_eq!(Model(2.0).receiver_grad(3.0).1, 2.0);
    assert_eq!(Model(2.0).default_body_grad(3.0).1, 2.0);
    assert_eq!(Model(2.0).nothing_marked_grad(3.0).1, 2.0 * Model(1.0).unmarked(1.0));
    assert_eq!(Generic(2.0_f32).generic_block_grad(3.0).1, 2.0);
    assert_eq!(writes_and_returns_grad(2.0, 3.0), (45.0, 36.0));
    let mut d_x = [1.0];
    assert_eq!((reads_and_returns_nothing_vjp(2.0, &mut [0.0], &mut d_x), d_x), (6.0, [0.0]));
    assert_eq!(without_companion_grad(&Model(2.0), 3.0).1, 2.0);
    assert_eq!(held_grad(&Model(2.0), 3.0), 2.0);
}
