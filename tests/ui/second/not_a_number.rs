use autodiff_runtime::prelude::*;

#[differentiate(hessian)]
fn f(x: f64) -> [f64; 2] {
    [x * x, x]
}

#[differentiate(hvp, hessian)]
fn g(x: f64, out: &mut f64) -> f64 {
    *out = x;
    x
}

fn main() {}
