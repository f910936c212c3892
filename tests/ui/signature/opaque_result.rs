use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> impl Iterator<Item = f64> {
    std::iter::once(x)
}

#[differentiate]
fn g(x: f64) -> Box<dyn Fn(f64) -> f64> {
    Box::new(move |y| x * y)
}

fn main() {
    let _ = f(1.0);
    let _ = g(1.0);
}
