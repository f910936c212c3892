use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Layer<'a> {
    weights: &'a [f64],
    rows: Vec<(f64, &'a [f64])>,
    names: &'a [String],
}

fn main() {
    let layer = Layer { weights: &[1.0], rows: vec![], names: &[] };
    let _ = layer.zero_gradient();
}
