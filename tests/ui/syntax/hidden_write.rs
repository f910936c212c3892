use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    let n = {
        y += 1.0;
        2
    } + 1;
    y * n as f64
}

fn main() {
    let _ = f_grad(1.0);
}
