use autodiff_runtime::prelude::*;

#[derive(Clone)]
struct Generator(u64);

#[derive(Clone, Differentiable)]
struct Dropout<R> {
    rate: f64,
    #[differentiable(skip)]
    generator: R,
}

fn main() {
    let _ = Dropout { rate: 0.5, generator: Generator(7) }.zero_gradient();
}
