use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Model(f64);

#[differentiate]
impl Model {
    fn loss(&self, x: f64) -> f64 {
        self.0 * x
    }

    fn gain(&self, x: f64) -> f64 {
        self.0 * x
    }
}

fn main() {
    let _ = Model(1.0).loss(2.0) + Model(1.0).gain(2.0);
}
