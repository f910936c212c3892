use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let later = async { x * x };
    drop(later);
    x
}

fn main() {
    let _ = f_grad(1.0);
}
