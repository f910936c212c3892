use autodiff_runtime::prelude::*;

#[differentiate(wrt(x, x))]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(1.0);
}
