use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, z: &mut [f64]) -> f64 {
    let mut y = x;
    let n: usize = 1 + double(&mut y);
    let k = first(z) + n;
    assert!(first(z) > 0);
    y * k as f64
}

fn double(y: &mut f64) -> usize {
    *y *= 2.0;
    1
}

fn first(z: &mut [f64]) -> usize {
    z[0] = 3.0;
    1
}

fn main() {
    let _ = f(1.0, &mut [1.0]);
}
