use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = (x, 2.0);
    let z = std::mem::take(&mut y);
    z.0 + y.1
}

fn main() {
    let _ = f_grad(1.0);
}
