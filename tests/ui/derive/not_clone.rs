use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
struct Layer {
    weights: Vec<f64>,
}

fn main() {}
