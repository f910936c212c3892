use autodiff_runtime::prelude::*;

struct Pair {
    a: f64,
    b: f64,
}

struct Wrapped(f64);

#[differentiate]
fn f(x: f64) -> f64 {
    let pair = Pair { a: x, b: 2.0 };
    pair.a * pair.b
}

#[differentiate]
fn g(x: f64) -> f64 {
    let wrapped = Wrapped(x * x);
    wrapped.0
}

#[differentiate]
fn h(x: f64) -> f64 {
    let perhaps: Result<f64, ()> = Ok(x);
    perhaps.unwrap()
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0);
    let _ = h_grad(1.0);
}
