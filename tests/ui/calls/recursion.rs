use autodiff_runtime::prelude::*;

#[differentiate]
fn over_any_type<M: Differentiable>(model: &M, x: f64, n: u32) -> f64 {
    if n == 0 { x } else { over_any_type(model, x * x, n - 1) }
}

trait Model {
    #[differentiate]
    fn eval(&self, x: f64, n: u32) -> f64;
}

#[derive(Clone, Differentiable)]
struct Power(f64);

#[differentiate]
impl Model for Power {
    #[differentiate]
    fn eval(&self, x: f64, n: u32) -> f64 {
        if n == 0 { self.0 } else { x * self.eval(x, n - 1) }
    }
}

fn main() {
    let _ = over_any_type(&2.0, 1.0, 2) + Power(1.0).eval(1.0, 2);
}
