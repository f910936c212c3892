use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Model(f64);

impl Model {
    #[differentiate]
    fn gain(#[constant] &self, x: f64) -> f64 {
        self.0 * x
    }
}

#[differentiate]
fn active(w: f64, x: f64) -> f64 {
    let model = Model(w);
    model.gain(x)
}

fn main() {
    let _ = active(1.0, 2.0);
}
