//! Forward mode of types of other libraries: held against reverse mode, which differences hold to account.

use autodiff_foreign::{arrays, arrays::*, matrices, matrices::*};
use autodiff_runtime::check::assert_adjoint;
use nalgebra::{Matrix3, Vector2, Vector3};
use ndarray::{Array1, Array2, array};

const P: Vector3<f64> = Vector3::new(0.5, -0.3, 1.1);
const Q: Vector3<f64> = Vector3::new(0.2, 0.7, -0.4);

#[test]
fn vectors() {
    let (value, pull) = spring_pullback(P, Q, 1.3);
    assert_adjoint(
        &(P, Q, 1.3),
        &value,
        |d| spring_jvp(P, d.0, Q, d.1, 1.3, d.2).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1, &mut d.2),
    );
    let (value, pull) = orbit_pullback(P, Q, 0.1, 5);
    assert_adjoint(
        &(P, Q, 0.1),
        &value,
        |d| orbit_jvp(P, d.0, Q, d.1, 0.1, d.2, 5).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1, &mut d.2),
    );
    let (value, pull) = made_pullback(0.4, 1.3);
    assert_adjoint(&(0.4, 1.3), &value, |d| made_jvp(0.4, d.0, 1.3, d.1).1, |bar, d| pull(*bar, &mut d.0, &mut d.1));
    let (value, pull) = of_made_pullback(0.4, 1.3);
    assert_adjoint(&(0.4, 1.3), &value, |d| of_made_jvp(0.4, d.0, 1.3, d.1).1, |bar, d| pull(*bar, &mut d.0, &mut d.1));
    let m = Matrix3::new(0.3, 0.4, -0.5, 0.1, 0.9, 0.8, -0.2, 0.6, 1.2);
    let (value, pull) = rotated_pullback(&m, &P);
    assert_adjoint(&(m, P), &value, |d| rotated_jvp(&m, &d.0, &P, &d.1).1, |bar, d| pull(*bar, &mut d.0, &mut d.1));
    let (v, d_v) = (Vector2::new(3.0, -6.0), Vector2::new(0.5, 0.25));
    let (by_v, by_k) = single_grad(v, 1.0);
    let (_, tangent) = single_jvp(v, d_v, 1.0, 2.0);
    assert!((tangent - (by_v.dot(&d_v) + 2.0 * by_k)).abs() < 1e-4, "{tangent}");
}

#[test]
fn structs_of_vectors() {
    let body = |at, velocity, mass| Body { at, velocity, mass };
    let bodies = vec![body(P, Q, 1.1), body(Q, P, 0.7), body(P + Q, P - Q, 0.9)];
    let (value, pull) = energy_pullback(&bodies);
    assert_adjoint(&bodies, &value, |d| energy_jvp(&bodies, d).1, |bar, d| pull(*bar, d));
}

#[test]
fn at_the_origin_a_norm_has_no_slope() {
    let p = Vector3::new(1.0, 2.0, 3.0);
    let still = Vector3::zeros();
    let (value, tangent) = spring_jvp(p, Vector3::new(1.0, 10.0, 100.0), p, still, 2.0, 0.0);
    // What is left is the slope of `d.y * q.z`.
    assert_eq!((value, tangent), (1.0, 30.0));
}

#[test]
fn layers() {
    let (w, b) = (array![[0.3, -0.4], [0.5, 0.7], [0.2, 0.1]], array![0.2, 0.8, -0.3]);
    let data = array![1.1, 0.4];
    let (value, pull) = loss_pullback(&w, &b, &data);
    assert_adjoint(
        &(w.clone(), b.clone()),
        &value,
        |d| loss_jvp(&w, &d.0, &b, &d.1, &data).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1),
    );
    let (x, b) = (array![[0.3, -0.4, 0.2], [0.5, 0.7, 1.2]], array![0.6, -0.7]);
    let (value, pull) = batch_pullback(&x, &w, &b, 0.7);
    assert_adjoint(
        &(x.clone(), w.clone(), b.clone(), 0.7),
        &value,
        |d| batch_jvp(&x, &d.0, &w, &d.1, &b, &d.2, 0.7, d.3).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1, &mut d.2, &mut d.3),
    );
}

#[test]
fn what_is_broadcast_has_a_tangent_that_is() {
    let (column, row, b) = (array![[0.5], [1.5]], array![[0.7, 1.2]], array![0.3, -0.6]);
    let (value, pull) = crossed_pullback(&column, &row, b.clone());
    assert_adjoint(
        &(column.clone(), row.clone(), b.clone()),
        &value,
        |d| crossed_jvp(&column, &d.0, &row, &d.1, b.clone(), d.2.clone()).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1, &mut d.2),
    );
}

#[test]
fn in_place() {
    let (x, v): (Array1<f64>, Array1<f64>) = (array![1.1, 0.4], array![0.6, -0.7]);
    let (value, pull) = steps_pullback(x.clone(), &v, 0.3);
    assert_adjoint(
        &(x.clone(), v.clone(), 0.3),
        &value,
        |d| steps_jvp(x.clone(), d.0.clone(), &v, &d.1, 0.3, d.2).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1, &mut d.2),
    );
}

#[test]
fn what_is_held_constant_has_no_tangent() {
    let (value, pull) = matrices::half_constant_pullback(P, &Q, 0.7, 1.9);
    assert_adjoint(
        &(P, 0.7),
        &value,
        |d| matrices::half_constant_jvp(P, d.0, &Q, 0.7, d.1, 1.9).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1),
    );
    let (v, w) = (array![1.1, 0.4, -0.8], array![0.6, -0.7, 0.2]);
    let (value, pull) = arrays::half_constant_pullback(v.clone(), &w, 0.7, 1.9);
    assert_adjoint(
        &(v.clone(), 0.7),
        &value,
        |d| arrays::half_constant_jvp(v.clone(), d.0.clone(), &w, 0.7, d.1, 1.9).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1),
    );
}

/// Values are those of the function, to the bit.
#[test]
fn values_are_the_functions() {
    let (x, w, b): (Array2<f64>, Array2<f64>, Array1<f64>) =
        (array![[0.3, -0.4]], array![[0.3, 0.1], [0.5, 0.7]], array![0.6, -0.7]);
    let zeros = (Array2::zeros((1, 2)), Array2::zeros((2, 2)), Array1::zeros(2));
    let (value, tangent) = batch_jvp(&x, &zeros.0, &w, &zeros.1, &b, &zeros.2, 0.7, 0.0);
    assert_eq!((value, tangent), (batch(&x, &w, &b, 0.7), 0.0));
    assert_eq!(orbit_jvp(P, Q, Q, P, 0.1, 1.0, 3).0, orbit(P, Q, 0.1, 3));
}
