use autodiff_runtime::prelude::*;

fn opaque(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn f(x: f64) -> f64 {
    opaque(x)
}

fn main() {
    let _ = f_grad(1.0);
}
