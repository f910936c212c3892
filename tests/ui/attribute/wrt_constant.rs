use autodiff_runtime::prelude::*;

#[differentiate(wrt(x, y))]
fn f(x: f64, #[constant] y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = f_grad(1.0, 2.0);
}
