use autodiff_runtime::prelude::*;

fn g(x: f64) -> f64 {
    x * x
}

#[jvp]
fn rule_of_g(x: f64, d_x: f64) -> (f64, f64) {
    (g(x), 2.0 * x * d_x)
}

fn main() {
    let _ = rule_of_g(1.0, 1.0);
}
