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
fn f(x: f64) -> f64 {
    x.squared()
}

#[differentiate]
fn g(x: f64) -> f64 {
    x.next_up() + x.div_euclid(2.0)
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0);
}
