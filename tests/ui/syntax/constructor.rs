use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Q(f64);

#[allow(non_snake_case)]
fn Squared(x: f64) -> Q {
    Q(x * x)
}

// By its name it is taken for a tuple struct.
#[differentiate]
fn f(x: f64) -> f64 {
    let q = Squared(x);
    q.0
}

fn main() {
    let _ = f_grad(3.0);
}
