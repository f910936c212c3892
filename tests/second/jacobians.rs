//! Jacobians: rows are gradients, whichever way they are taken.

use autodiff_runtime::prelude::*;

/// Hand of a planar arm with three joints: fewer results than angles, and so by rows.
#[differentiate(jacobian)]
fn hand(angles: [f64; 3], #[constant] lengths: [f64; 3]) -> [f64; 2] {
    let (mut x, mut y, mut heading) = (0.0, 0.0, 0.0);
    for i in 0..3 {
        heading += angles[i];
        x += lengths[i] * heading.cos();
        y += lengths[i] * heading.sin();
    }
    [x, y]
}

#[test]
fn of_a_robot_arm() {
    let (angles, lengths) = ([0.3, -0.8, 1.1], [1.0, 0.7, 0.4]);
    let jacobian: [[f64; 3]; 2] = hand_jacobian(angles, lengths);
    for joint in 0..3 {
        // A joint turns all that is behind it about itself.
        let (mut x, mut y, mut heading) = (0.0, 0.0, 0.0);
        for i in 0..3 {
            heading += angles[i];
            if i >= joint {
                x += lengths[i] * f64::cos(heading);
                y += lengths[i] * f64::sin(heading);
            }
        }
        assert!((jacobian[0][joint] + y).abs() < 1e-14);
        assert!((jacobian[1][joint] - x).abs() < 1e-14);
    }
}

/// More results than numbers, or fewer, as `n` says: only the forward pass tells.
#[differentiate(jacobian)]
fn samples(at: f64, shape: &[f64], n: usize) -> Vec<f64> {
    (0..n).map(|i| shape[0] * (at * i as f64).sin() + shape[1] * at * at).collect()
}

#[test]
fn of_a_vec_by_rows_and_by_columns() {
    let (at, shape) = (0.7, [1.5, -0.25]);
    for n in [0, 1, 2, 3, 4, 9] {
        let jacobian = samples_jacobian(at, &shape, n);
        assert_eq!(jacobian.len(), n);
        for (i, (d_at, d_shape)) in jacobian.iter().enumerate() {
            let i = i as f64;
            assert!((d_at - (shape[0] * i * (at * i).cos() + 2.0 * shape[1] * at)).abs() < 1e-14);
            assert!((d_shape[0] - (at * i).sin()).abs() < 1e-15 && (d_shape[1] - at * at).abs() < 1e-15);
        }
    }
}

#[differentiate(jacobian)]
fn polar(r: f64, phi: f64) -> (f64, f64) {
    (r * phi.cos(), r * phi.sin())
}

#[test]
fn of_a_tuple() {
    let (x, y) = polar_jacobian(2.0, 0.5);
    let (sin, cos) = 0.5_f64.sin_cos();
    assert_eq!((x, y), ((cos, -2.0 * sin), (sin, 2.0 * cos)));
}

/// Names of the function's own that the generated code would like to have.
#[differentiate(jacobian)]
fn named(seed: f32, row: f32, pullback: f32) -> [f32; 5] {
    [seed, row * seed, pullback, pullback * row, 2.0]
}

#[test]
fn in_single_precision() {
    let want = [(1.0, 0.0, 0.0), (3.0, 2.0, 0.0), (0.0, 0.0, 1.0), (0.0, 5.0, 3.0), (0.0, 0.0, 0.0)];
    assert_eq!(named_jacobian(2.0, 3.0, 5.0), want);
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Pose {
    at: [f64; 2],
    #[differentiable(skip)]
    id: usize,
    heading: f64,
}

impl Pose {
    #[differentiate(jacobian)]
    fn ahead<const N: usize>(&self, by: f64, marks: [f64; N]) -> [f64; N] {
        let reach = by * self.heading.cos() + self.at[0];
        let mut out = [0.0; N];
        for i in 0..N {
            out[i] = reach * marks[i] + self.at[1];
        }
        out
    }
}

#[test]
fn of_a_method_with_a_row_for_each_result() {
    let pose = Pose { at: [1.0, 2.0], id: 7, heading: 0.5 };
    let rows: [(Pose, f64, [f64; 2]); 2] = pose.ahead_jacobian(3.0, [0.5, -1.0]);
    let reach = 3.0 * 0.5_f64.cos() + 1.0;
    assert_eq!(pose.ahead(3.0, [0.5, -1.0]), [reach * 0.5 + 2.0, 2.0 - reach]);
    for (i, mark) in [0.5, -1.0].into_iter().enumerate() {
        let (of_pose, of_by, of_marks) = &rows[i];
        assert_eq!(of_pose.id, 7);
        assert!((of_pose.at[0] - mark).abs() < 1e-15 && (of_pose.at[1] - 1.0).abs() < 1e-15);
        assert!((of_pose.heading + 3.0 * 0.5_f64.sin() * mark).abs() < 1e-15);
        assert!((of_by - 0.5_f64.cos() * mark).abs() < 1e-15);
        assert!((of_marks[i] - reach).abs() < 1e-15 && of_marks[1 - i] == 0.0);
    }
}
