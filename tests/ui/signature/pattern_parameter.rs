use autodiff_runtime::prelude::*;

#[differentiate]
fn f((x, y): (f64, f64), [a, b]: [f64; 2]) -> f64 {
    x * y + a * b
}

fn main() {
    let _ = f((1.0, 2.0), [3.0, 4.0]);
}
