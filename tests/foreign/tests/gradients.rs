//! Gradients with respect to types of other libraries, against differences.
#[path = "../../hostile/harness.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "it serves other programs as well")]
mod harness;

use autodiff_foreign::{arrays::*, matrices::*};
use autodiff_runtime::{Differentiable, DifferentiableMut};
use harness::{flat, scalar};
use nalgebra::{Matrix3, Vector2, Vector3};
use ndarray::{Array1, Array2, array};

flat!(Vector2<f32>, Vector3<f64>, Matrix3<f64>, Body, Array1<f64>, Array2<f64>);

const P: Vector3<f64> = Vector3::new(0.5, -0.3, 1.1);
const Q: Vector3<f64> = Vector3::new(0.2, 0.7, -0.4);

#[test]
fn vectors() {
    scalar!(spring spring_grad spring_value_and_grad spring_pullback, [p: Vector3<f64> = P, q: Vector3<f64> = Q, k: f64 = 1.3] (p, q, k));
    scalar!(orbit orbit_grad orbit_value_and_grad orbit_pullback, [p: Vector3<f64> = P, q: Vector3<f64> = Q, k: f64 = 0.1] (p, q, k, 5));
    scalar!(of_made of_made_grad of_made_value_and_grad of_made_pullback, [x: f64 = 0.4, y: f64 = 1.3] (x, y));
    let m = Matrix3::new(0.3, 0.4, -0.5, 0.1, 0.9, 0.8, -0.2, 0.6, 1.2);
    scalar!(rotated rotated_grad rotated_value_and_grad rotated_pullback, [m: Matrix3<f64> = m, p: Vector3<f64> = P] (&m, &p));
    let (d_v, d_k) = single_grad(Vector2::new(3.0, -6.0), 1.0);
    assert!((d_v - Vector2::new(8.0, -16.0) / 3.0).norm() < 1e-5 && (d_k - 60.0).abs() < 1e-4, "{d_v} {d_k}");
}

#[test]
fn structs_of_vectors() {
    let body = |at, velocity, mass| Body { at, velocity, mass };
    let bodies = vec![body(P, Q, 1.1), body(Q, P, 0.7), body(P + Q, P - Q, 0.9)];
    scalar!(energy energy_grad energy_value_and_grad energy_pullback, [b: Vec<Body> = bodies] (&b));
}

#[test]
fn at_the_origin_a_norm_has_no_slope() {
    let p = Vector3::new(1.0, 2.0, 3.0);
    let (d_p, d_q, d_k) = spring_grad(p, p, 2.0);
    // What is left is the slope of `d.dot(&p) * d.x + d.y * q.z`, of which the first is flat there.
    assert_eq!((d_p, d_q, d_k), (Vector3::new(0.0, 3.0, 0.0), Vector3::new(0.0, -3.0, 0.0), 0.5));
}

#[test]
fn layers() {
    let (w, b) = (array![[0.3, -0.4], [0.5, 0.7], [0.2, 0.1]], array![0.2, 0.8, -0.3]);
    let data = array![1.1, 0.4];
    scalar!(loss loss_grad loss_value_and_grad loss_pullback, [w: Array2<f64> = w.clone(), b: Array1<f64> = b.clone()] (&w, &b, &data));
    let (x, b) = (array![[0.3, -0.4, 0.2], [0.5, 0.7, 1.2]], array![0.6, -0.7]);
    scalar!(batch batch_grad batch_value_and_grad batch_pullback, [x: Array2<f64> = x.clone(), w: Array2<f64> = w.clone(), b: Array1<f64> = b.clone(), k: f64 = 0.7] (&x, &w, &b, k));
}

#[test]
fn what_is_broadcast_is_summed_up() {
    let (column, row, b) = (array![[0.5], [1.5]], array![[0.7, 1.2]], array![0.3, -0.6]);
    scalar!(crossed crossed_grad crossed_value_and_grad crossed_pullback, [column: Array2<f64> = column.clone(), row: Array2<f64> = row.clone(), b: Array1<f64> = b.clone()] (&column, &row, b));
}

#[test]
fn in_place() {
    let (x, v) = (array![1.1, 0.4], array![0.6, -0.7]);
    scalar!(steps steps_grad steps_value_and_grad steps_pullback, [x: Array1<f64> = x.clone(), v: Array1<f64> = v.clone(), dt: f64 = 0.3] (x, &v, dt));
}

#[test]
fn gradients_have_the_shape_of_their_values() {
    let mut x = array![[1.0, 2.0], [3.0, 4.0]];
    assert_eq!((x.leaf_count(), x.zero_gradient()), (4, Array2::zeros((2, 2))));
    assert_eq!(x.shape(), &[2, 2]);
    x.accumulate(&array![[1.0, 0.0], [0.0, 1.0]]);
    assert_eq!(x, array![[2.0, 2.0], [3.0, 5.0]]);
    assert_eq!(<Array2<f64>>::zero_of(&x.gradient_shape()), Array2::<f64>::zeros((2, 2)));
    let mut v = Vector3::new(1.0, 2.0, 3.0);
    v.zip_leaves_mut(&Vector3::new(1.0, 1.0, 2.0), &mut |leaf, g| *leaf -= g);
    assert_eq!((v, v.leaf_count()), (Vector3::new(0.0, 1.0, 1.0), 3));
}

#[test]
#[should_panic(expected = "a value of shape [2] and its gradient of shape [1] differ in shape")]
fn a_gradient_is_never_broadcast() {
    array![1.0, 2.0].accumulate(&array![3.0]);
}
