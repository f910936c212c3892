use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Model(f64);

impl Model {
    fn gain(&self, x: f64) -> f64 {
        self.0 * x
    }
}

#[differentiate]
fn by_a_dot(model: &Model, x: f64) -> f64 {
    model.gain(x)
}

#[differentiate]
fn by_a_path(model: &Model, x: f64) -> f64 {
    Model::gain(model, x)
}

#[differentiate]
fn of_std(x: f64) -> f64 {
    *Box::new(x)
}

fn main() {
    let _ = by_a_dot(&Model(1.0), 2.0) + by_a_path(&Model(1.0), 2.0) + of_std(1.0);
}
