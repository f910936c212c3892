use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, #[constant] seen: &std::cell::Cell<f64>) -> f64 {
    seen.set(x);
    x * seen.get()
}

fn main() {
    let _ = f_grad(1.0, &std::cell::Cell::new(0.0));
}
