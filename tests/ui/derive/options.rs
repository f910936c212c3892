use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
#[differentiable(skip)]
#[differentiable(constant)]
struct Layer {
    #[differentiable(crate = autodiff_runtime)]
    weights: Vec<f64>,
    #[differentiable(skip, skip)]
    rate: f64,
    #[differentiable]
    bias: f64,
}

#[derive(Clone, Differentiable)]
enum Stage {
    #[differentiable(skip)]
    Dense(f64),
}

fn main() {}
