use autodiff_runtime::prelude::*;

fn g(x: f64) -> f64 {
    x * x
}

#[pullback]
fn rule_of_g(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (g(x), move |d, d_x| *d_x += 2.0 * x * d)
}

fn main() {
    let _ = rule_of_g(1.0);
}
