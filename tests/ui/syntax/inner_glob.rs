use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let angle = {
        use std::f64::consts::*;
        x * PI
    };
    angle.sin()
}

fn main() {
    let _ = f_grad(1.0);
}
