use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    unsafe { *x.get_unchecked(0) }
}

fn main() {
    let _ = f_grad(&[1.0, 2.0]);
}
