use autodiff_runtime::prelude::*;

#[differentiate]
fn g(x: f64) -> f64 {
    x.next_up() + x.div_euclid(2.0)
}

fn main() {
    let _ = g_grad(1.0);
}
