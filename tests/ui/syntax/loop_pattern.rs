use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut sum = 0.0;
    for mut i in 0..3 {
        i += 1;
        sum += x * i as f64;
    }
    sum
}

fn main() {
    let _ = f_grad(1.0);
}
