use autodiff_runtime::prelude::*;

struct Activation;

impl Activation {
    fn apply(x: f64) -> f64 {
        x * x
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    Activation::apply(x)
}

#[differentiate]
fn g(x: f64) -> f64 {
    <f64 as std::ops::Mul>::mul(x, x)
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0);
}
