use autodiff_runtime::prelude::*;

#[differentiate]
struct Weights {
    w: f64,
}

#[differentiate]
enum Layer {
    Dense,
}

#[differentiate]
mod layers {}

fn main() {
    let _ = (Weights { w: 1.0 }, Layer::Dense);
}
