use autodiff_runtime::prelude::*;

struct Output {
    value: f64,
}

#[differentiate]
fn f(x: f64, out: &mut Output) -> f64 {
    out.value = x * x;
    x
}

#[differentiate]
fn g(x: f64, out: &mut Option<f64>) {
    *out = Some(x);
}

fn main() {
    let _ = f(1.0, &mut Output { value: 0.0 });
    g(1.0, &mut None);
}
