use autodiff_runtime::prelude::*;

#[differentiate]
#[differentiate(wrt(x))]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(1.0);
}
