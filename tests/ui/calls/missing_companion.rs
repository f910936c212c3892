use autodiff_runtime::prelude::*;

mod layers {
    use autodiff_runtime::differentiate;

    #[differentiate]
    pub fn scale(x: f64) -> f64 {
        2.0 * x
    }
}

use layers::scale;

#[differentiate]
fn f(x: f64) -> f64 {
    scale(x)
}

fn main() {
    let _ = f_grad(1.0);
}
