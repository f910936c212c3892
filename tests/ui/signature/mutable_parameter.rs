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
fn g(x: f64, out: &mut (f64, usize)) {
    out.0 = x;
}

fn main() {
    let _ = f(1.0, &mut Output { value: 0.0 });
    g(1.0, &mut (0.0, 1));
}
