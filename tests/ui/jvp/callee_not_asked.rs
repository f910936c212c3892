use autodiff_runtime::prelude::*;

#[differentiate]
fn g(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp)]
fn f(x: f64) -> f64 {
    g(x) + x
}

fn main() {
    let _ = f_jvp(1.0, 1.0);
}
