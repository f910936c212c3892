use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, y: &mut Vec<f64>) {
    let z = vec![x; 3];
    *y = z;
}

#[differentiate]
fn g(x: f64, y: &mut Vec<f64>) {
    y.push(x);
}

#[differentiate]
fn h(x: f64, y: &mut Vec<f64>) {
    let mut z = vec![x; 3];
    std::mem::swap(y, &mut z);
}

fn main() {
    f(1.0, &mut Vec::new());
    g(1.0, &mut Vec::new());
    h(1.0, &mut Vec::new());
}
