use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
union Number {
    single: f32,
    double: f64,
}

fn main() {
    let _ = Number { double: 1.0 };
}
