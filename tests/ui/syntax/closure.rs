use autodiff_runtime::prelude::*;

fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiate]
fn handed_away(x: f64) -> f64 {
    apply(|y: f64| y * x, x)
}

#[differentiate]
fn handed_away_by_name(x: f64) -> f64 {
    let scaled = |y: f64| y * x;
    scaled(x) + apply(scaled, x)
}

#[differentiate]
fn kept(x: f64) -> f64 {
    let pair = (|y: f64| y * x, 1.0);
    pair.0(x) + pair.1
}

#[differentiate]
fn shadowed(x: f64, y: f64) -> f64 {
    let inner = || x * 2.0;
    let outer = |x: f64| x + inner();
    if outer(y) > 1.0 { x } else { y }
}

#[differentiate]
fn endless(x: f64) -> f64 {
    let a = |x: f64| x * x;
    let b = |x: f64| a(a(a(x))) + a(x);
    let c = |x: f64| b(b(b(x))) + b(x);
    let d = |x: f64| c(c(c(x))) + c(x);
    let e = |x: f64| d(d(d(x))) + d(x);
    let f = |x: f64| e(e(e(x))) + e(x);
    let g = |x: f64| f(f(f(x))) + f(x);
    g(x)
}

fn main() {
    let _ = handed_away_grad(1.0);
    let _ = handed_away_by_name_grad(1.0);
    let _ = kept_grad(1.0);
    let _ = shadowed_grad(1.0, 2.0);
    let _ = endless_grad(1.0);
}
