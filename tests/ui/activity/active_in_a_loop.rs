use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = 0.0;
    let mut sum = 0.0;
    for _ in 0..n {
        sum += y as usize as f64;
        y = x;
    }
    sum
}

fn main() {
    let _ = f_grad(1.0, 2);
}
