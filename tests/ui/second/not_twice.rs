use autodiff_runtime::prelude::*;
use std::ops::{Mul, Neg};

#[derive(Clone, Copy, Differentiable)]
pub struct Length(pub f64);

#[differentiate]
impl Mul for Length {
    type Output = Length;

    #[differentiate]
    fn mul(self, other: Length) -> Length {
        Length(self.0 * other.0)
    }
}

#[differentiate]
impl Neg for Length {
    type Output = Length;

    #[differentiate(hvp)]
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

#[differentiate(hvp)]
fn area(x: Length) -> f64 {
    let square = x * x;
    square.0
}

#[differentiate(hessian)]
fn countdown(x: f64, n: usize) -> f64 {
    if n == 0 { x } else { x * countdown(x, n - 1) }
}

fn main() {
    let _ = area_grad(Length(2.0));
    let _ = countdown_hessian(2.0, 3);
}
