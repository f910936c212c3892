use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    double(&mut y);
    y
}

fn double(y: &mut f64) {
    *y *= 2.0;
}

fn main() {
    let _ = f_grad(1.0);
}
