use autodiff_runtime::prelude::*;

trait Squared {
    fn squared(self) -> f64;
}

impl Squared for f64 {
    fn squared(self) -> f64 {
        self * self
    }
}

#[differentiate]
fn g(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn f(x: f64) -> f64 {
    let y = g(x);
    y.squared()
}

fn main() {
    let _ = f_grad(1.0);
}
