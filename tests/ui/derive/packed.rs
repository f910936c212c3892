use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
#[repr(C, packed)]
struct Sample {
    tag: u8,
    x: f64,
}

fn main() {
    let _ = Sample { tag: 1, x: 1.0 }.leaf_count();
}
