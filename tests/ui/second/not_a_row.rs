use autodiff_runtime::prelude::*;

#[differentiate(jacobian)]
fn f(x: f64) -> f64 {
    x * x
}

#[differentiate(jacobian)]
fn g(x: f64) -> (f64, f32) {
    (x, x as f32)
}

#[differentiate(jacobian)]
fn h(x: f64, out: &mut [f64]) {
    out[0] = x;
}

fn main() {
    let _ = f_grad(1.0);
}
