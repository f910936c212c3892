//! The twins of `tests/ui/syntax` that are about expressions, each under the name of its case.
use autodiff_runtime::prelude::*;
use num_traits::Float;

#[differentiate]
fn unsafe_block(x: &[f64]) -> f64 {
    x[0]
}

#[differentiate]
fn closure(x: f64) -> f64 {
    let doubled = |n: usize| 2 * n;
    let scaled = |y: f64| y * x;
    let inner = || scaled(2.0);
    let outer = |y: f64| y + inner();
    let sum = outer(x);
    if sum > 0.0 { scaled(x) * doubled(1) as f64 } else { x }
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn structure(x: f64) -> f64 {
    let (a, b) = (x, 2.0);
    let wrapped = [a * b];
    wrapped[0]
}

#[differentiate]
fn sub_slice(x: &[f64], start: usize) -> f64 {
    x[start + 1]
}

#[differentiate]
fn vec_list(x: f64) -> f64 {
    let y = [x, 2.0 * x];
    y[1]
}

#[differentiate]
fn vec_method(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i];
    }
    sum
}

#[differentiate]
fn iterators(x: &[f64]) -> f64 {
    let count = (0..3).filter(|i| i % 2 == 0).count();
    let large: Vec<f64> = x.iter().filter(|x| **x > 0.5).copied().collect();
    let pairs: f64 = large.iter().zip(x).map(|(a, b)| a * b).sum();
    let powers: f64 = (0..).take(2).map(|i| pairs * i as f64).sum();
    x.iter().map(|x| x * count as f64).sum::<f64>() + powers
}

#[differentiate]
fn growing(x: f64) -> f64 {
    let mut y = vec![0.0; 2];
    y[1] = x;
    y[1]
}

#[differentiate]
fn method_by_name(x: f64) -> f64 {
    let y: f64 = square(x);
    y.powi(2)
}

fn squared(x: f64) -> f64 {
    x * x
}

#[pullback]
fn squared_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (squared(x), move |d, d_x| *d_x += 2.0 * x * d)
}

#[differentiate]
fn float_method(x: f64) -> f64 {
    squared(x) + x.rem_euclid(2.0)
}

#[differentiate]
fn conversion<T: Float>(x: T) -> f64 {
    let y: f64 = num_traits::cast(2_u8).unwrap();
    let n = x.floor().to_usize().unwrap();
    y * n as f64 * x.to_f64().unwrap()
}

#[differentiate]
fn mixed_floats<T: Float>(x: T) -> T {
    x * T::from(2.0).unwrap()
}

#[differentiate]
fn foreign_path(x: f64) -> f64 {
    num_traits::Float::sin(x)
}

#[differentiate]
fn float_method_generic<T: Float>(x: T, y: T) -> T {
    x % y + (x - y).max(T::zero())
}

#[differentiate]
fn associated(x: f64) -> f64 {
    f64::sin(x) + f64::from(2)
}

#[differentiate]
fn computed_callee(x: f64, n: usize) -> f64 {
    if n == 0 { square(x) } else { squared(x) }
}

#[differentiate]
fn unknown_macro(x: f64) -> f64 {
    debug_assert!(x > 0.0);
    assert!(x < 1e9, "{x}");
    square(x)
}

#[differentiate]
fn debugged(x: f64) -> f64 {
    let y = x * x;
    assert!(y >= 0.0, "{y}");
    y
}

#[differentiate]
fn wrong_arity(x: f64) -> f64 {
    sigmoid(x) + x.powi(1) + f64::atan2(x, 1.0)
}

#[differentiate]
fn hidden_write(x: f64) -> f64 {
    let mut y = x;
    y += 1.0;
    let n = 2;
    y * n as f64
}

#[differentiate]
fn unsupported(x: f64) -> f64 {
    if x.is_nan() { 0.0 } else { x }
}

#[differentiate]
fn cast_to_unknown(x: f32) -> f64 {
    let y = x as f64;
    y * y
}

#[differentiate]
fn three_mistakes(x: &[f64], n: usize) -> f64 {
    let bin = x[0].floor() as usize;
    let mut total = 0.0;
    for i in 0..x.len() {
        total += x[i];
    }
    let y = if n == 0 { x[0] } else { total };
    y * bin as f64
}

#[differentiate]
fn float_index(x: f64, table: &[f64]) -> f64 {
    table[x.floor() as usize] * x
}

#[differentiate]
fn float_range(x: f64, y: f64) -> f64 {
    let (start, end) = (x, 2.0 * x);
    if (0.0..1.0).contains(&y) { end - start } else { 0.0 }
}

fn main() {
    assert_eq!(unsafe_block_grad(&[3.0]), [1.0]);
    assert_eq!(closure_grad(3.0), 12.0);
    assert_eq!(structure_grad(3.0), 2.0);
    assert_eq!(sub_slice_grad(&[1.0, 2.0], 0), [0.0, 1.0]);
    assert_eq!(vec_list_grad(3.0), 2.0);
    assert_eq!(vec_method_grad(&[1.0, 2.0]), [1.0, 1.0]);
    assert_eq!(iterators_grad(&[1.0]), [4.0]);
    assert_eq!(growing_grad(3.0), 1.0);
    assert_eq!(method_by_name_grad(2.0), 32.0);
    assert_eq!(float_method_grad(3.0), 7.0);
    assert_eq!(associated_grad(0.0), 1.0);
    assert_eq!((computed_callee_grad(3.0, 0), computed_callee_grad(3.0, 1)), (6.0, 6.0));
    assert_eq!(unknown_macro_grad(3.0), 6.0);
    assert_eq!(debugged_grad(3.0), 6.0);
    assert_eq!(wrong_arity_grad(0.0), 2.25);
    assert_eq!(hidden_write_grad(3.0), 2.0);
    assert_eq!(unsupported_grad(3.0), 1.0);
    assert_eq!(cast_to_unknown_grad(3.0), 6.0_f32);
    assert_eq!(three_mistakes_grad(&[2.5, 1.0], 0), [2.0, 0.0]);
    assert_eq!(float_index_grad(1.5, &[1.0, 2.0]), (2.0, vec![0.0, 1.5]));
    assert_eq!(float_range_grad(3.0, 0.5), (1.0, 0.0));
    assert_eq!(conversion_grad(3.5_f32), 6.0);
    assert_eq!(mixed_floats_grad(1.0_f32), 2.0);
    assert_eq!(foreign_path_grad(0.0), 1.0);
    assert_eq!(float_method_generic_grad(7.5, 2.0), (2.0, -4.0));
}
