use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let y = vec![x, 2.0 * x];
    y[1]
}

fn main() {
    let _ = f_grad(1.0);
}
