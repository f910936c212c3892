#![deny(deprecated)]

use autodiff_runtime::prelude::*;

#[differentiate]
#[deprecated(note = "use another one")]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = f_grad(1.0);
    let _ = f_value_and_grad(1.0);
    let _ = f_pullback(1.0);
}
