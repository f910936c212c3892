use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Model(f64);

impl Model {
    #[differentiate]
    fn step(&mut self, x: f64) -> f64 {
        self.0 *= x;
        self.0 + x
    }
}

#[differentiate]
fn used(w: f64, x: f64) -> f64 {
    let mut model = Model(w);
    let y = model.step(x);
    y * model.0
}

#[differentiate]
fn not_used(w: f64, x: f64) -> f64 {
    let mut model = Model(w);
    let _ = model.step(x);
    model.0
}

fn main() {
    let _ = used(1.0, 2.0) + not_used(1.0, 2.0);
}
