use autodiff_runtime::prelude::*;

#[differentiate(jvp)]
fn inner(x: f64) -> f64 {
    x * x * x
}

#[differentiate(hvp)]
fn outer(x: f64) -> f64 {
    inner(x) * x
}

fn main() {
    let _ = outer_hvp(1.0, 1.0);
}
