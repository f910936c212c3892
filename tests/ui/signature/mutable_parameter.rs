use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, out: &mut [f64]) -> f64 {
    out[0] = x * x;
    x
}

fn main() {
    let _ = f(1.0, &mut [0.0]);
}
