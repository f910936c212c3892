use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Layer {
    w: f64,
}

impl Layer {
    #[differentiate(check)]
    fn forward(&self, x: f64) -> f64 {
        self.w * x
    }
}

#[differentiate(check)]
fn of_a_count(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[differentiate(check)]
fn of_a_layer(layer: &Layer, x: f64) -> f64 {
    layer.w * x
}

#[differentiate(check(m = 3, n = 1, n = 2))]
fn of_another_name(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[differentiate(check(3))]
fn without_a_name(x: f64) -> f64 {
    x
}

#[differentiate(check, check)]
fn twice(x: f64) -> f64 {
    x
}

#[differentiate(check)]
fn over_a_constant<const N: usize>(x: [f64; N]) -> f64 {
    x[0]
}

#[differentiate(check)]
fn counting(x: f64, calls: &mut usize) -> f64 {
    *calls += 1;
    x
}

fn main() {
    let _ = Layer { w: 1.0 }.forward_grad(1.0);
    let _ = of_a_count_grad(1.0, 2);
    let _ = of_a_layer_grad(&Layer { w: 1.0 }, 2.0);
    let _ = over_a_constant_grad([1.0]);
}
