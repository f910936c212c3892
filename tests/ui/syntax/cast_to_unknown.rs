use autodiff_runtime::prelude::*;

type Real = f64;

#[differentiate]
fn f(x: f32) -> f64 {
    let y = x as Real;
    y * y
}

fn main() {
    let _ = f_grad(1.0);
}
