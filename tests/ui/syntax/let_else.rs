use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, #[constant] y: Option<f64>) -> f64 {
    let Some(y) = y else { return x };
    x * y
}

fn main() {
    let _ = f_grad(1.0, None);
}
