use autodiff_runtime::prelude::*;

fn double(y: &mut f64) -> f64 {
    *y *= 2.0;
    *y
}

#[pullback]
fn double_pullback(y: &mut f64) -> (f64, impl Fn(f64, &mut f64)) {
    (double(y), |d_value, d_y| *d_y = 2.0 * (*d_y + d_value))
}

fn main() {
    let _ = double_pullback(&mut 1.0);
}
