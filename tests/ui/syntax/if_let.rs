use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, #[constant] y: Option<f64>) -> f64 {
    if x > 0.0 && let Some(y) = y { x * y } else { x }
}

fn main() {
    let _ = f_grad(1.0, None);
}
