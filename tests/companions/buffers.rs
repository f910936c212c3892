//! The caller's buffers: `f_grad_into` overwrites them, and a wrong length is named.

use autodiff_runtime::prelude::*;

#[differentiate]
fn weighted(x: &[f64], w: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * w[i];
    }
    scale * sum
}

const X: [f64; 2] = [2.0, 3.0];
const W: [f64; 2] = [5.0, 7.0];

#[test]
fn what_was_there_is_overwritten() {
    let (mut d_x, mut d_w, mut d_scale) = ([f64::NAN, 1e9], [-1.0, f64::INFINITY], f64::NAN);
    let value = weighted_grad_into(&X, &W, 10.0, &mut d_x, &mut d_w, &mut d_scale);
    assert_eq!(value, 310.0);
    assert_eq!((d_x, d_w, d_scale), ([50.0, 70.0], [20.0, 30.0], 31.0));
    // The second time as the first.
    let again = weighted_grad_into(&X, &W, 10.0, &mut d_x, &mut d_w, &mut d_scale);
    assert_eq!((again, d_x, d_w, d_scale), (value, [50.0, 70.0], [20.0, 30.0], 31.0));
}

#[test]
fn all_forms_agree() {
    let gradient = (vec![50.0, 70.0], vec![20.0, 30.0], 31.0);
    assert_eq!(weighted_grad(&X, &W, 10.0), gradient);
    assert_eq!(weighted_value_and_grad(&X, &W, 10.0), (310.0, gradient));
}

#[test]
#[should_panic(expected = "the gradient buffer `d_x` has length 3, but `x` has length 2")]
fn a_buffer_too_long_is_named() {
    let _ = weighted_grad_into(&X, &W, 10.0, &mut [0.0; 3], &mut [0.0; 2], &mut 0.0);
}

#[test]
#[should_panic(expected = "the gradient buffer `d_w` has length 1, but `w` has length 2")]
fn a_buffer_too_short_is_named() {
    let _ = weighted_grad_into(&X, &W, 10.0, &mut [0.0; 2], &mut [0.0; 1], &mut 0.0);
}

#[test]
#[should_panic(expected = "the gradient buffer `d_x` has length 0, but `x` has length 2")]
fn no_buffer_is_named() {
    let _ = weighted_grad_into(&X, &W, 10.0, &mut [], &mut [0.0; 2], &mut 0.0);
}

#[differentiate]
fn corners(x: &[[f64; 2]], y: [f64; 3]) -> f64 {
    x[0][0] * x[1][1] * y[2]
}

#[test]
fn rows_and_arrays_are_overwritten_too() {
    let (mut d_x, mut d_y) = ([[9.0; 2]; 2], [9.0; 3]);
    let value = corners_grad_into(&[[2.0, 0.0], [0.0, 3.0]], [0.0, 0.0, 5.0], &mut d_x, &mut d_y);
    assert_eq!((value, d_x, d_y), (30.0, [[15.0, 0.0], [0.0, 10.0]], [0.0, 0.0, 6.0]));
}

#[test]
#[should_panic(expected = "the gradient buffer `d_x` has length 1, but `x` has length 2")]
fn a_missing_row_is_named() {
    let _ = corners_grad_into(&[[2.0, 0.0], [0.0, 3.0]], [0.0; 3], &mut [[0.0; 2]], &mut [0.0; 3]);
}

#[differentiate]
fn ragged(x: &[Vec<f64>]) -> f64 {
    x[0][1] * x[1][0]
}

#[test]
fn ragged_rows_are_overwritten_too() {
    let mut d_x = [vec![9.0, 9.0], vec![9.0]];
    assert_eq!(ragged_grad_into(&[vec![2.0, 3.0], vec![5.0]], &mut d_x), 15.0);
    assert_eq!(d_x, [vec![0.0, 5.0], vec![3.0]]);
}

#[test]
fn an_empty_slice_has_an_empty_gradient() {
    assert_eq!(weighted_grad(&[], &[], 2.0), (vec![], vec![], 0.0));
    assert_eq!(weighted_grad_into(&[], &[], 2.0, &mut [], &mut [], &mut 1.0), 0.0);
}

#[test]
fn a_wrong_length_is_found_before_anything_is_computed() {
    let mut d_x = [1.0, 2.0];
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        weighted_grad_into(&X, &W, 10.0, &mut d_x, &mut [0.0; 1], &mut 0.0)
    }));
    assert!(result.is_err());
    assert_eq!(d_x, [1.0, 2.0], "nothing is half done");
}

/// The panic stands at the caller's line, not in generated code.
#[test]
fn a_wrong_length_is_reported_at_the_call() {
    let line = line!() + 1;
    let places = crate::panics_of(|| weighted_grad_into(&X, &W, 1.0, &mut [], &mut [0.0; 2], &mut 0.0));
    assert!(places.contains(&(file!().to_owned(), line)), "{places:?}");
}

/// A row of the wrong length panics too, before it is written past or read short.
#[test]
#[should_panic(expected = "has length")]
fn a_ragged_row_of_the_wrong_length_is_named() {
    let _ = ragged_grad_into(&[vec![2.0, 3.0], vec![5.0]], &mut [vec![9.0, 9.0], vec![]]);
}
