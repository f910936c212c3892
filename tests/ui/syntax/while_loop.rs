use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    while y > 1.0 {
        y *= 0.5;
    }
    y
}

fn main() {
    let _ = f_grad(1.0);
}
