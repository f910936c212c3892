use autodiff_runtime::prelude::*;

#[differentiate]
fn total(y: &[f64]) -> f64 {
    y[0] * y[1]
}

#[differentiate]
fn f(y: &mut [f64]) {
    let s = total(y);
    y[0] = s;
}

fn main() {
    f(&mut [1.0, 2.0]);
}
