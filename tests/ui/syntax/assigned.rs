use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut a = x;
    let mut b = 1.0;
    *(if x > 0.0 { &mut a } else { &mut b }) = 2.0 * x;
    a * b
}

fn main() {
    let _ = f_grad(1.0);
}
