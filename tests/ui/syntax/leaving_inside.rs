use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64], k: usize) -> f64 {
    let n = usize::max(k, if k > 7 { return 0.0 } else { 1 });
    let y = x[n];
    y * y
}

fn main() {
    let _ = f_grad(&[1.0, 2.0], 1);
}
