//! A residual for Levenberg-Marquardt, with its Jacobian.

use autodiff_runtime::prelude::*;
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::storage::Owned;
use nalgebra::{Dyn, OMatrix, OVector, U3};

/// How far a circle about `(p₀, p₁)` with radius `p₂` is from each point.
#[differentiate(jacobian)]
fn distances(p: &[f64; 3], #[constant] points: &[[f64; 2]]) -> Vec<f64> {
    let mut out = Vec::with_capacity(points.len());
    for point in points {
        out.push((point[0] - p[0]).hypot(point[1] - p[1]) - p[2]);
    }
    out
}

struct Circle {
    points: Vec<[f64; 2]>,
    p: OVector<f64, U3>,
}

impl Circle {
    fn parameters(&self) -> [f64; 3] {
        [self.p[0], self.p[1], self.p[2]]
    }
}

impl LeastSquaresProblem<f64, Dyn, U3> for Circle {
    type ParameterStorage = Owned<f64, U3>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, U3>;

    fn set_params(&mut self, p: &OVector<f64, U3>) {
        self.p.copy_from(p);
    }

    fn params(&self) -> OVector<f64, U3> {
        self.p
    }

    fn residuals(&self) -> Option<OVector<f64, Dyn>> {
        Some(OVector::<f64, Dyn>::from_vec(distances(&self.parameters(), &self.points)))
    }

    fn jacobian(&self) -> Option<OMatrix<f64, Dyn, U3>> {
        let rows = distances_jacobian(&self.parameters(), &self.points);
        Some(OMatrix::<f64, Dyn, U3>::from_fn(rows.len(), |row, column| rows[row][column]))
    }
}

fn main() {
    let truth = [1.5, -0.7, 2.2];
    let angles = (0..30).map(|i| 0.2 * f64::from(i));
    let points = angles.map(|a| [truth[0] + truth[2] * a.cos(), truth[1] + truth[2] * a.sin()]).collect();

    let start = Circle { points, p: OVector::<f64, U3>::new(0.0, 0.0, 1.0) };
    let (end, report) = LevenbergMarquardt::new().minimize(start);
    println!(
        "{:?} after {} evaluations: {:.6?}, the truth is {truth:?}",
        report.termination,
        report.number_of_evaluations,
        end.parameters()
    );
    assert!(report.termination.was_successful());
    for (found, truth) in end.parameters().into_iter().zip(truth) {
        assert!((found - truth).abs() < 1e-9, "{found} is not {truth}");
    }
}
