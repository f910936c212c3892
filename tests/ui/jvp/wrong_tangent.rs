use autodiff_runtime::prelude::*;

#[differentiate(jvp)]
fn f(x: f64, n: usize) -> f64 {
    x * n as f64
}

fn main() {
    let _ = f_jvp(1.0, 1.0, 2, 0);
}
