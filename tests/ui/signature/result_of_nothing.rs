use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> usize {
    x.floor() as usize
}

#[differentiate]
fn g(x: f64) {
    println!("{x}");
}

#[differentiate]
fn h(x: f64) -> bool {
    x > 0.0
}

fn main() {
    let _ = f(1.0);
    g(1.0);
    let _ = h(1.0);
}
