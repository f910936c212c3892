use autodiff_runtime::prelude::*;
use num_traits::Float;

#[derive(Clone, Differentiable)]
struct Model<T>(T);

impl<T: Float> Model<T> {
    #[differentiate]
    fn loss(&self, x: f64) -> f64 {
        x * x
    }
}

fn main() {
    let _ = Model(1.0).loss(2.0);
}
