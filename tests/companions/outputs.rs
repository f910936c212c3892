//! Functions that write through `&mut`: `f_vjp` in place of the gradients, and pullbacks that take what they wrote in and
//! out.

use autodiff_runtime::prelude::*;

#[differentiate]
fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..y.len() {
        y[i] += a * x[i];
    }
}

#[test]
fn the_shape_of_a_vjp() {
    let vjp: fn(f64, &[f64], &mut [f64], &mut [f64]) -> (f64, Vec<f64>) = axpy_vjp;
    let (mut y, mut d_y) = ([1.0, 2.0], [10.0, 100.0]);
    let (d_a, d_x) = vjp(0.5, &[3.0, 4.0], &mut y, &mut d_y);
    // It runs the function; what was added to is passed on.
    assert_eq!(y, [2.5, 4.0]);
    assert_eq!((d_a, d_x, d_y), (430.0, vec![5.0, 50.0], [10.0, 100.0]));
}

#[differentiate]
fn halve(y: &mut f64) {
    *y *= 0.5;
}

#[differentiate]
fn measure(y: &mut [f64; 2], x: f64, rows: &mut [[f64; 2]], n: &mut usize, scale: &mut f64) -> (f64, Vec<f64>) {
    *n += 1;
    y[0] *= x;
    rows[0][1] = y[0] * *scale;
    *scale = 2.0;
    (y[1], vec![rows[0][0]; 2])
}

#[differentiate]
fn shifted(mut by: Vec<f64>, y: &mut Vec<f64>) -> Vec<f64> {
    for i in 0..y.len() {
        y[i] += by[i];
        by[i] *= 2.0;
    }
    by
}

#[differentiate(wrt(x, y))]
fn wished(x: f64, y: &mut f64, scratch: &mut [f64], k: f64) -> f64 {
    scratch[0] = x * *y * k;
    *y = scratch[0];
    x
}

#[test]
fn every_order_of_parameters() {
    // The parameters, the cotangent of the value, one buffer for each `&mut`; the rest is returned.
    let _: fn(&mut f64, &mut f64) = halve_vjp;
    let _: fn(
        &mut [f64; 2],
        f64,
        &mut [[f64; 2]],
        &mut usize,
        &mut f64,
        (f64, Vec<f64>),
        &mut [f64; 2],
        &mut [[f64; 2]],
        &mut f64,
    ) -> f64 = measure_vjp;
    let _: fn(Vec<f64>, &mut Vec<f64>, &[f64], &mut [f64]) -> Vec<f64> = shifted_vjp;
    let _: fn(f64, &mut f64, &mut [f64], f64, f64, &mut f64) -> f64 = wished_vjp;
    let (mut y, mut rows, mut n, mut scale) = ([2.0, 3.0], [[5.0, 7.0]], 4, 11.0);
    let (mut d_y, mut d_rows, mut d_scale) = ([1.0, 10.0], [[100.0, 1000.0]], 1e4);
    let value = (0.5, vec![0.25, 0.125]);
    let d_x = measure_vjp(&mut y, 0.5, &mut rows, &mut n, &mut scale, value, &mut d_y, &mut d_rows, &mut d_scale);
    assert_eq!((y, rows, n, scale), ([1.0, 3.0], [[5.0, 11.0]], 5, 2.0));
    assert_eq!((d_x, d_y, d_rows, d_scale), (22002.0, [5500.5, 10.5], [[100.375, 0.0]], 1000.0));
}

#[test]
fn the_pullback_takes_one_reference_for_each_parameter_in_order() {
    fn takes<F: Fn(f64, &mut f64, &mut f64)>(_: &F) {}
    let (value, pullback) = wished_pullback(2.0, &mut 3.0, &mut [0.0], 5.0);
    takes(&pullback);
    let (mut d_x, mut d_y) = (1.0, 10.0);
    pullback(100.0, &mut d_x, &mut d_y);
    // Added to, and in and out.
    assert_eq!((value, d_x, d_y), (2.0, 1.0 + 100.0 + 150.0, 100.0));
}

#[test]
fn a_pullback_borrows_nothing_of_what_was_written() {
    fn is_owned<T: Send + Sync + 'static>(_: &T) {}
    let ((), pullback) = {
        let mut y = 4.0;
        halve_pullback(&mut y)
    };
    is_owned(&pullback);
    let mut d_y = 3.0;
    pullback(&mut d_y);
    pullback(&mut d_y);
    assert_eq!(d_y, 0.75);

    let (x, mut y) = ([3.0, 4.0], [1.0, 2.0]);
    let ((), pullback) = axpy_pullback(0.5, &x, &mut y);
    y.fill(f64::NAN);
    let (mut d_a, mut d_x, mut d_y) = (0.0, [0.0; 2], [1.0, 0.0]);
    pullback(&mut d_a, &mut d_x, &mut d_y);
    y = d_y;
    assert_eq!((d_a, d_x, y), (3.0, [0.5, 0.0], [1.0, 0.0]));
}

#[test]
fn lifetimes_of_the_users_own() {
    #[differentiate]
    fn f<'a, 'b>(x: &'a [f64], y: &'b mut [f64], z: &'a mut f64) -> f64 {
        y[0] = x[0] * *z;
        *z
    }
    let mut y = [0.0];
    let x = [2.0];
    let (_, pullback) = {
        let mut z = 3.0;
        f_pullback(&x, &mut y, &mut z)
    };
    y[0] = 9.0;
    let (mut d_x, mut d_y, mut d_z) = ([0.0], [1.0], 0.0);
    pullback(10.0, &mut d_x, &mut d_y, &mut d_z);
    assert_eq!((y, d_x, d_y, d_z), ([9.0], [3.0], [0.0], 12.0));
}

#[test]
fn lengths_in_the_type() {
    #[differentiate]
    fn f<const N: usize>(y: &mut [f64; N], a: &mut [[f64; N]; N]) {
        for i in 0..N {
            y[i] *= a[i][i];
        }
    }
    let _: fn(&mut [f64; 2], &mut [[f64; 2]; 2], &mut [f64; 2], &mut [[f64; 2]; 2]) = f_vjp;
    let (mut y, mut a) = ([2.0, 3.0], [[5.0, 0.0], [0.0, 7.0]]);
    let (mut d_y, mut d_a) = ([1.0, 10.0], [[0.0, 4.0], [0.0; 2]]);
    f_vjp(&mut y, &mut a, &mut d_y, &mut d_a);
    assert_eq!((d_y, d_a), ([5.0, 70.0], [[2.0, 4.0], [0.0, 30.0]]));
}

#[test]
#[should_panic(expected = "the gradient buffer `d_y` has length 1, but `y` has length 2")]
fn a_buffer_too_short_is_named_before_anything_runs() {
    let _ = axpy_vjp(0.5, &[3.0, 4.0], &mut [1.0, 2.0], &mut [0.0]);
}

#[test]
#[should_panic(expected = "the gradient buffer `d_rows[1]` has length 2, but `rows[1]` has length 1")]
fn a_row_too_long_is_named() {
    #[differentiate]
    fn f(rows: &mut [Vec<f64>]) {
        rows[0][0] *= 2.0;
    }
    f_vjp(&mut [vec![1.0], vec![2.0]], &mut [vec![1.0], vec![2.0, 3.0]]);
}

#[test]
fn the_caller_stands_where_a_length_is_wrong() {
    let places = super::panics_of(|| axpy_vjp(0.5, &[3.0], &mut [1.0], &mut []));
    assert!(places.iter().any(|(file, line)| file.ends_with("outputs.rs") && *line == line!() - 1), "{places:?}");
}
