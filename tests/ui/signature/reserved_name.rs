use autodiff_runtime::prelude::*;

#[differentiate]
fn f(__v0: f64) -> f64 {
    __v0 * __v0
}

fn main() {
    let _ = f_grad(1.0);
}
