use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    #[cfg(debug_assertions)]
    let x = x * x;
    x
}

fn main() {
    let _ = f_grad(1.0);
}
