use autodiff_runtime::prelude::*;

#[differentiate]
fn recursive(x: f64, n: usize) -> f64 {
    fn power(x: f64, n: usize) -> f64 {
        if n == 0 { 1.0 } else { x * power(x, n - 1) }
    }
    power(x, n)
}

#[differentiate]
fn over_types(x: f64) -> f64 {
    fn square<T: Copy + std::ops::Mul<Output = T>>(x: T) -> T {
        x * x
    }
    square(x)
}

fn helper(n: usize) -> f64 {
    n as f64
}

#[differentiate]
fn hidden(x: f64) -> f64 {
    fn times(x: f64) -> f64 {
        x * helper(2)
    }
    let helper = |n: usize| 10.0 * n as f64;
    times(x) * helper(1)
}

#[differentiate]
fn mutual(x: f64, n: usize) -> f64 {
    fn even(x: f64, n: usize) -> f64 {
        if n == 0 { x } else { odd(x * x, n - 1) }
    }
    fn odd(x: f64, n: usize) -> f64 {
        if n == 0 { 1.0 } else { even(x + 1.0, n - 1) }
    }
    even(x, n)
}

fn main() {
    let _ = (recursive_grad(1.0, 2), over_types_grad(1.0), hidden_grad(1.0), mutual_grad(1.0, 2));
}
