use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let text = x.to_string();
    text.len() as f64 * x
}

#[differentiate]
fn g(x: f64) -> f64 {
    f64::from_bits(x.to_bits() + 1)
}

#[differentiate]
fn h(x: f64) -> f64 {
    format!("{x}").parse::<f64>().unwrap()
}

fn main() {
    let _ = f_grad(1.0);
    let _ = g_grad(1.0);
    let _ = h_grad(1.0);
}
