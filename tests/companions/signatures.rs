//! Each row of the tables of parameters and of companions, as a type that the compiler compares with the real one.

use autodiff_runtime::prelude::*;

/// Compiles if the closure of a pullback can be called with these arguments.
macro_rules! pullback {
    ($pair:expr => $result:ty, Fn($($argument:ty),*)) => {{
        fn checked<R>(pair: (R, impl Fn($($argument),*))) -> (R, impl Fn($($argument),*)) {
            pair
        }
        let pair: ($result, _) = checked($pair);
        pair
    }};
}

#[differentiate]
fn of_one(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn of_two(x: f64, y: f64) -> f64 {
    x * x * y
}

#[differentiate]
fn of_singles(x: f32, y: f32) -> f32 {
    x * y
}

#[test]
fn floats() {
    let _: fn(f64) -> f64 = of_one_grad;
    let _: fn(f64) -> (f64, f64) = of_one_value_and_grad;
    let _: fn(f64, f64) -> (f64, f64) = of_two_grad;
    let _: fn(f64, f64) -> (f64, (f64, f64)) = of_two_value_and_grad;
    let _: fn(f32, f32) -> (f32, f32) = of_singles_grad;
    let (value, pullback) = pullback!(of_one_pullback(3.0) => f64, Fn(f64, &mut f64));
    let mut d_x = 0.0;
    pullback(1.0, &mut d_x);
    assert_eq!((value, d_x), (9.0, 6.0));
    let (value, pullback) = pullback!(of_two_pullback(3.0, 2.0) => f64, Fn(f64, &mut f64, &mut f64));
    let (mut d_x, mut d_y) = (0.0, 0.0);
    pullback(1.0, &mut d_x, &mut d_y);
    assert_eq!((value, d_x, d_y), (18.0, 12.0, 9.0));
    let (_, pullback) = pullback!(of_singles_pullback(3.0, 2.0) => f32, Fn(f32, &mut f32, &mut f32));
    let (mut d_x, mut d_y) = (0.0_f32, 0.0_f32);
    pullback(1.0, &mut d_x, &mut d_y);
    assert_eq!((d_x, d_y), (2.0, 3.0));
}

#[differentiate]
fn of_an_array(x: [f64; 3]) -> f64 {
    x[0] * x[1] * x[2]
}

#[differentiate]
fn of_a_borrowed_array(x: &[f64; 3]) -> f64 {
    x[0] * x[1] * x[2]
}

#[differentiate]
fn of_a_matrix(x: [[f64; 2]; 3]) -> f64 {
    x[0][1] * x[2][0]
}

#[differentiate]
fn of_a_borrowed_matrix(x: &[[f64; 2]; 3]) -> f64 {
    x[0][1] * x[2][0]
}

#[test]
fn arrays() {
    let _: fn([f64; 3]) -> [f64; 3] = of_an_array_grad;
    let _: fn([f64; 3]) -> (f64, [f64; 3]) = of_an_array_value_and_grad;
    let _: fn([f64; 3], &mut [f64; 3]) -> f64 = of_an_array_grad_into;
    let _: fn(&[f64; 3]) -> [f64; 3] = of_a_borrowed_array_grad;
    let _: fn(&[f64; 3]) -> (f64, [f64; 3]) = of_a_borrowed_array_value_and_grad;
    let _: fn(&[f64; 3], &mut [f64; 3]) -> f64 = of_a_borrowed_array_grad_into;
    let _: fn([[f64; 2]; 3]) -> [[f64; 2]; 3] = of_a_matrix_grad;
    let _: fn([[f64; 2]; 3], &mut [[f64; 2]; 3]) -> f64 = of_a_matrix_grad_into;
    let _: fn(&[[f64; 2]; 3]) -> [[f64; 2]; 3] = of_a_borrowed_matrix_grad;
    let _: fn(&[[f64; 2]; 3], &mut [[f64; 2]; 3]) -> f64 = of_a_borrowed_matrix_grad_into;

    let x = [2.0, 3.0, 5.0];
    let mut d_x = [0.0; 3];
    let (_, pullback) = pullback!(of_an_array_pullback(x) => f64, Fn(f64, &mut [f64; 3]));
    pullback(1.0, &mut d_x);
    let (_, pullback) = pullback!(of_a_borrowed_array_pullback(&x) => f64, Fn(f64, &mut [f64; 3]));
    pullback(1.0, &mut d_x);
    assert_eq!(d_x, [30.0, 20.0, 12.0]);

    let x = [[2.0, 3.0], [5.0, 7.0], [11.0, 13.0]];
    let mut d_x = [[0.0; 2]; 3];
    let (_, pullback) = pullback!(of_a_matrix_pullback(x) => f64, Fn(f64, &mut [[f64; 2]; 3]));
    pullback(1.0, &mut d_x);
    let (_, pullback) = pullback!(of_a_borrowed_matrix_pullback(&x) => f64, Fn(f64, &mut [[f64; 2]; 3]));
    pullback(1.0, &mut d_x);
    assert_eq!(d_x, [[0.0, 22.0], [0.0, 0.0], [6.0, 0.0]]);
}

#[differentiate]
fn of_a_slice(x: &[f64]) -> f64 {
    x[0] * x[1]
}

#[differentiate]
fn of_a_vec(x: Vec<f64>) -> f64 {
    x[0] * x[1]
}

#[differentiate]
fn of_a_borrowed_vec(x: &Vec<f64>) -> f64 {
    x[0] * x[1]
}

#[test]
fn slices_and_vecs() {
    let _: fn(&[f64]) -> Vec<f64> = of_a_slice_grad;
    let _: fn(&[f64]) -> (f64, Vec<f64>) = of_a_slice_value_and_grad;
    let _: fn(&[f64], &mut [f64]) -> f64 = of_a_slice_grad_into;
    let _: fn(Vec<f64>) -> Vec<f64> = of_a_vec_grad;
    let _: fn(Vec<f64>, &mut [f64]) -> f64 = of_a_vec_grad_into;
    let _: fn(&Vec<f64>) -> Vec<f64> = of_a_borrowed_vec_grad;
    let _: fn(&Vec<f64>, &mut [f64]) -> f64 = of_a_borrowed_vec_grad_into;

    let x = vec![2.0, 3.0];
    assert_eq!(of_a_slice_grad(&x), [3.0, 2.0]);
    assert_eq!(of_a_borrowed_vec_grad(&x), [3.0, 2.0]);
    assert_eq!(of_a_vec_grad(x.clone()), [3.0, 2.0]);
    let mut d_x = [0.0; 2];
    let (_, pullback) = pullback!(of_a_slice_pullback(&x) => f64, Fn(f64, &mut [f64]));
    pullback(1.0, &mut d_x);
    let (_, pullback) = pullback!(of_a_borrowed_vec_pullback(&x) => f64, Fn(f64, &mut [f64]));
    pullback(1.0, &mut d_x);
    let (_, pullback) = pullback!(of_a_vec_pullback(x.clone()) => f64, Fn(f64, &mut [f64]));
    pullback(1.0, &mut d_x);
    assert_eq!(d_x, [9.0, 6.0]);
}

#[differentiate]
fn of_rows(x: &[[f64; 2]]) -> f64 {
    x[0][1] * x[1][0]
}

#[differentiate]
fn of_ragged_rows(x: &[Vec<f64>]) -> f64 {
    x[0][1] * x[1][0]
}

#[test]
fn slices_of_rows() {
    let _: fn(&[[f64; 2]]) -> Vec<[f64; 2]> = of_rows_grad;
    let _: fn(&[[f64; 2]], &mut [[f64; 2]]) -> f64 = of_rows_grad_into;
    let _: fn(&[Vec<f64>]) -> Vec<Vec<f64>> = of_ragged_rows_grad;
    let _: fn(&[Vec<f64>], &mut [Vec<f64>]) -> f64 = of_ragged_rows_grad_into;

    assert_eq!(of_rows_grad(&[[2.0, 3.0], [5.0, 7.0]]), [[0.0, 5.0], [3.0, 0.0]]);
    let x = [vec![2.0, 3.0], vec![5.0]];
    assert_eq!(of_ragged_rows_grad(&x), [vec![0.0, 5.0], vec![3.0]]);
    let mut d_x = [[1.0; 2]; 2];
    let (_, pullback) = pullback!(of_rows_pullback(&[[2.0, 3.0], [5.0, 7.0]]) => f64, Fn(f64, &mut [[f64; 2]]));
    pullback(1.0, &mut d_x);
    assert_eq!(d_x, [[1.0, 6.0], [4.0, 1.0]]);
    let mut d_x = [vec![1.0, 1.0], vec![1.0]];
    let (_, pullback) = pullback!(of_ragged_rows_pullback(&x) => f64, Fn(f64, &mut [Vec<f64>]));
    pullback(1.0, &mut d_x);
    assert_eq!(d_x, [vec![1.0, 6.0], vec![4.0]]);
}

#[differentiate]
fn of_a_tuple(p: (f64, [f64; 2])) -> f64 {
    let (a, b) = p;
    a * b[0] * b[1]
}

#[test]
fn tuples() {
    let _: fn((f64, [f64; 2])) -> (f64, [f64; 2]) = of_a_tuple_grad;
    let _: fn((f64, [f64; 2])) -> (f64, (f64, [f64; 2])) = of_a_tuple_value_and_grad;
    assert_eq!(of_a_tuple_grad((2.0, [3.0, 5.0])), (15.0, [10.0, 6.0]));
    let (_, pullback) = pullback!(of_a_tuple_pullback((2.0, [3.0, 5.0])) => f64, Fn(f64, &mut (f64, [f64; 2])));
    let mut d_p = (1.0, [1.0, 1.0]);
    pullback(1.0, &mut d_p);
    assert_eq!(d_p, (16.0, [11.0, 7.0]));
}

#[differentiate]
fn mixed(n: usize, x: &[f64], flag: bool, w: f64, #[constant] y: f64, name: &str, z: [f64; 2]) -> f64 {
    assert!(!name.is_empty());
    if flag { x[n] * w * y * z[1] } else { y }
}

/// Integers, flags, names and constants are handed over and have no gradient; the others have theirs, in order.
#[test]
fn only_what_can_carry_a_derivative_has_a_gradient() {
    type Gradient = (Vec<f64>, f64, [f64; 2]);
    let _: fn(usize, &[f64], bool, f64, f64, &str, [f64; 2]) -> Gradient = mixed_grad;
    let _: fn(usize, &[f64], bool, f64, f64, &str, [f64; 2]) -> (f64, Gradient) = mixed_value_and_grad;
    type Into = fn(usize, &[f64], bool, f64, f64, &str, [f64; 2], &mut [f64], &mut f64, &mut [f64; 2]) -> f64;
    let _: Into = mixed_grad_into;
    let gradient = mixed_grad(1, &[2.0, 3.0], true, 5.0, 7.0, "name", [11.0, 13.0]);
    assert_eq!(gradient, (vec![0.0, 5.0 * 7.0 * 13.0], 3.0 * 7.0 * 13.0, [0.0, 3.0 * 5.0 * 7.0]));
    let (value, pullback) = pullback!(
        mixed_pullback(1, &[2.0, 3.0], true, 5.0, 7.0, "name", [11.0, 13.0]) => f64,
        Fn(f64, &mut [f64], &mut f64, &mut [f64; 2])
    );
    let (mut d_x, mut d_w, mut d_z) = (vec![0.0; 2], 0.0, [0.0; 2]);
    pullback(1.0, &mut d_x, &mut d_w, &mut d_z);
    assert_eq!((value, (d_x, d_w, d_z)), (3.0 * 5.0 * 7.0 * 13.0, gradient));
}

#[differentiate]
fn to_an_array(x: f64) -> [f64; 2] {
    [x * x, 3.0 * x]
}

#[differentiate]
fn to_a_matrix(x: f64) -> [[f64; 2]; 2] {
    [[x, x * x], [3.0 * x, 1.0]]
}

#[differentiate]
fn to_a_vec(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * x[i];
    }
    y
}

#[differentiate]
fn to_a_tuple(x: f64) -> (f64, [f64; 2]) {
    (x * x, [x, 2.0 * x])
}

/// A cotangent has the type of the result and goes by value; that of a `Vec` is lent.
#[test]
fn cotangents() {
    let mut d_x = 0.0;
    let (value, pullback) = pullback!(to_an_array_pullback(3.0) => [f64; 2], Fn([f64; 2], &mut f64));
    pullback([1.0, 10.0], &mut d_x);
    assert_eq!((value, d_x), ([9.0, 9.0], 36.0));

    let mut d_x = 0.0;
    let (_, pullback) = pullback!(to_a_matrix_pullback(3.0) => [[f64; 2]; 2], Fn([[f64; 2]; 2], &mut f64));
    pullback([[1.0, 10.0], [100.0, 1000.0]], &mut d_x);
    assert_eq!(d_x, 361.0);

    let mut d_x = [0.0; 2];
    let (value, pullback) = pullback!(to_a_vec_pullback(&[2.0, 3.0]) => Vec<f64>, Fn(&[f64], &mut [f64]));
    pullback(&[1.0, 10.0], &mut d_x);
    assert_eq!((value, d_x), (vec![4.0, 9.0], [4.0, 60.0]));

    let mut d_x = 0.0;
    let (value, pullback) = pullback!(to_a_tuple_pullback(3.0) => (f64, [f64; 2]), Fn((f64, [f64; 2]), &mut f64));
    pullback((1.0, [10.0, 100.0]), &mut d_x);
    assert_eq!((value, d_x), ((9.0, [3.0, 6.0]), 216.0));
}
