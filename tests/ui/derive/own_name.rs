use autodiff_runtime::prelude::*;

#[derive(Clone)]
struct String {
    frequency: f64,
}

#[derive(Clone, Differentiable)]
struct Guitar {
    first: String,
    second: Vec<String>,
}

fn main() {}
