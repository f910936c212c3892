use autodiff_runtime::prelude::*;

type Real = f64;

#[differentiate]
fn squared(x: Real) -> Real {
    x * x
}

fn main() {
    let _ = squared(1.0);
}
