use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    match n {
        0 => x,
        1 => x * x,
        _ => 1.0,
    }
}

fn main() {
    let _ = f_grad(1.0, 2);
}
