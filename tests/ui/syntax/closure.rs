use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let square = |y: f64| y * x;
    square(x)
}

fn main() {
    let _ = f_grad(1.0);
}
