use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Q(f64);

impl std::ops::MulAssign<i32> for Q {
    fn mul_assign(&mut self, k: i32) {
        self.0 *= k as f64;
    }
}

impl std::ops::Mul<i32> for Q {
    type Output = Q;

    fn mul(self, k: i32) -> Q {
        Q(self.0 * k as f64)
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Model {
    q: Q,
}

// What is multiplied by an integer looks like one.
#[differentiate]
fn f(mut model: Model) -> f64 {
    model.q *= 2;
    model.q.0
}

#[differentiate]
fn g(mut model: Model) -> f64 {
    model.q = model.q * 2;
    model.q.0
}

fn main() {
    let _ = f_grad(Model { q: Q(1.0) });
    let _ = g_grad(Model { q: Q(1.0) });
}
