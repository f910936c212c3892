//! The twins of `tests/ui/jvp`, each under the name of its case.
use autodiff_runtime::prelude::*;

fn rule(x: f64, y: f64, weights: &[f64]) -> f64 {
    x * y + weights[0] * x
}

#[pullback]
fn rule_pullback<'a>(
    x: f64,
    #[constant] y: f64,
    weights: &'a [f64],
) -> (f64, impl Fn(f64, &mut f64, &mut [f64]) + use<'a>) {
    let pullback = move |d: f64, d_x: &mut f64, d_weights: &mut [f64]| {
        *d_x += (y + weights[0]) * d;
        d_weights[0] += x * d;
    };
    (rule(x, y, weights), pullback)
}

#[jvp]
fn rule_jvp(x: f64, d_x: f64, #[constant] y: f64, weights: &[f64], d_weights: &[f64]) -> (f64, f64) {
    (rule(x, y, weights), (y + weights[0]) * d_x + d_weights[0] * x)
}

#[derive(Clone, Copy, Differentiable)]
struct Spring {
    stiffness: f64,
}

#[differentiate]
impl Spring {
    #[differentiate(jvp)]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

#[differentiate(jvp)]
fn method_not_asked(spring: Spring, x: f64) -> f64 {
    spring.energy(x)
}

#[differentiate(jvp)]
fn callee_not_asked(x: f64, w: &[f64]) -> f64 {
    rule(x, 2.0, w) + x
}

fn main() {
    let spring = Spring { stiffness: 2.0 };
    assert_eq!(method_not_asked_jvp(spring, Spring { stiffness: 1.0 }, 3.0, 0.5), (9.0, 7.5));
    assert_eq!(callee_not_asked_jvp(3.0, 1.0, &[4.0], &[0.5]), (21.0, 8.5));
}
