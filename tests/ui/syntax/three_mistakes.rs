use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &[f64], n: usize) -> f64 {
    let bin = x[0] as usize;
    let y = match x[0] {
        0.0 => x[1],
        z => z / n as f64,
    };
    let doubled = |z: f64| z * x[0];
    doubled(y) * bin as f64
}

fn main() {
    let _ = f_grad(&[1.0, 2.0], 2);
}
