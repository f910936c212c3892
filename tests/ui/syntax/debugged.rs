use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    dbg!(x * x)
}

fn main() {
    let _ = f_grad(1.0);
}
