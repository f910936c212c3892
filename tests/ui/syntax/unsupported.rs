use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let raw = &raw const x;
    if raw.is_null() { 0.0 } else { x }
}

fn main() {
    let _ = f_grad(1.0);
}
