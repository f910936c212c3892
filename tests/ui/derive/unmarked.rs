use autodiff_runtime::prelude::*;

#[derive(Clone)]
struct Settings {
    seed: u64,
}

#[derive(Clone, Differentiable)]
struct Layer {
    weights: Vec<f64>,
    settings: Settings,
    history: Vec<Option<Settings>>,
    pairs: [(usize, f64); 2],
}

#[derive(Clone, Differentiable)]
enum Stage {
    Dense { settings: Settings },
    Other,
}

fn main() {}
