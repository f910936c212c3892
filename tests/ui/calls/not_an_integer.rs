use autodiff_runtime::prelude::*;

/// A number of the user's own, which an integer scales, and which has a length that is a float.
#[derive(Clone, Copy)]
struct Dual(f64);

impl std::ops::Mul<i32> for Dual {
    type Output = f64;

    fn mul(self, by: i32) -> f64 {
        self.0 * f64::from(by)
    }
}

impl PartialEq<i32> for Dual {
    fn eq(&self, other: &i32) -> bool {
        self.0 == f64::from(*other)
    }
}

impl PartialOrd<i32> for Dual {
    fn partial_cmp(&self, other: &i32) -> Option<std::cmp::Ordering> {
        self.0.partial_cmp(&f64::from(*other))
    }
}

impl Dual {
    fn len(&self) -> f64 {
        self.0
    }
}

fn dual(x: f64) -> Dual {
    Dual(x)
}

fn value(of: Dual) -> f64 {
    of.0
}

#[differentiate]
fn by_an_operator(x: f64) -> f64 {
    (dual(x) * 2) as f64
}

#[differentiate]
fn by_a_comparison(x: f64) -> f64 {
    let k = dual(x);
    if k > 3 { x } else { x * value(k) }
}

#[differentiate]
fn by_a_length(x: f64) -> f64 {
    x * dual(x).len() as f64
}

fn main() {
    let _ = by_an_operator_grad(1.0);
    let _ = by_a_comparison_grad(1.0);
    let _ = by_a_length_grad(1.0);
}
