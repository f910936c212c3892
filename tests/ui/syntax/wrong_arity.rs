use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    x.atan2() * 2.0
}

fn main() {
    let _ = f_grad(1.0);
}
