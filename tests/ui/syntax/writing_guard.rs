use autodiff_runtime::prelude::*;

fn advance(k: &mut usize) -> bool {
    *k += 1;
    *k % 2 == 0
}

#[differentiate]
fn f(x: f64, n: usize, mut stack: Vec<usize>) -> f64 {
    let mut k = n;
    match n {
        0 if stack.pop().is_some() => x * stack.len() as f64,
        _ if advance(&mut k) => x * x,
        _ => x * k as f64,
    }
}

#[differentiate]
fn g(x: f64, n: usize) -> f64 {
    let mut k = n;
    match (n, x * x) {
        (0, y) if advance(&mut k) => y * k as f64,
        (_, y) => y,
    }
}

fn main() {
    let _ = f_grad(1.0, 2, vec![0]);
    let _ = g_grad(1.0, 2);
}
