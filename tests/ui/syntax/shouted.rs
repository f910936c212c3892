use autodiff_runtime::prelude::*;

#[differentiate]
#[allow(non_snake_case)]
fn f(x: f64, k: usize) -> f64 {
    let N = x * x;
    match k {
        0 => N,
        N => N as f64 * x,
    }
}

fn main() {
    let _ = f_grad(1.0, 2);
}
