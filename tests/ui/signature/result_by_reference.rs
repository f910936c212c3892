use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64]) -> &f64 {
    &x[0]
}

#[differentiate]
fn g<'a>(x: &'a [f64]) -> &'a [f64] {
    x
}

fn main() {
    let _ = f(&[1.0]);
    let _ = g(&[1.0]);
}
