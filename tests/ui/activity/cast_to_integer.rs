use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let bin = (x * 10.0) as usize;
    bin as f64 * x
}

fn main() {
    let _ = f_grad(1.0);
}
