//! The twins of `tests/ui/activity`, each under the name of its case.
use autodiff_runtime::prelude::*;

#[differentiate]
fn cast_to_integer(x: f64) -> f64 {
    let bin = stop_gradient(x * 10.0) as usize;
    let floor = x.floor() as usize;
    (bin + floor) as f64 * x
}

/// What is cast or printed is data here.
#[differentiate]
fn hidden_number(x: f64, #[constant] y: f64) -> f64 {
    let bits = y.to_bits() % 2;
    let digits = y.to_string().len();
    x * (bits as usize + digits) as f64 * y as usize as f64
}

#[differentiate]
fn active_in_a_loop(x: f64, n: usize) -> f64 {
    let mut y = 0.0;
    let mut sum = 0.0;
    for _ in 0..n {
        sum += stop_gradient(y) as usize as f64 * x;
        y = x;
    }
    sum
}

#[differentiate]
fn kept(x: f64, #[constant] seen: &std::cell::Cell<f64>) -> f64 {
    seen.set(stop_gradient(x));
    x * seen.get()
}

#[differentiate]
fn hidden_variable(x: &[f64], i: usize) -> f64 {
    let mut y = x.to_vec();
    let d = &mut y[i];
    *d *= 2.0;
    let n = 0 + match 0usize {
        j => usize::from(*d > 1.6) + j,
    };
    let m = (0..2).map(|j| if *d > 1.0 { j + 1 } else { j }).sum::<usize>() % 4;
    *d * x[n] * x[m]
}

fn main() {
    assert_eq!(hidden_variable_grad(&[0.5, 2.0, 1.0, 1.0], 1), [0.0, 8.0, 0.0, 8.0]);
    assert_eq!(cast_to_integer_grad(1.25), 13.0);
    assert_eq!(hidden_number_grad(3.0, 2.0), 2.0);
    assert_eq!(active_in_a_loop_grad(3.0, 3), 6.0);
    assert_eq!(kept_grad(3.0, &std::cell::Cell::new(0.0)), 3.0);
}
