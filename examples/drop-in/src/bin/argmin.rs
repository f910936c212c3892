//! A least-squares problem for argmin's L-BFGS: a decay with an offset, fitted to measurements.
//!
//! argmin asks for the cost and for its gradient. The one is an ordinary function, the other its companion.

use argmin::core::{CostFunction, Error, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use autodiff_runtime::prelude::*;

/// Half the sum of squared residuals of `y ≈ p₀·exp(−p₁·t) + p₂`.
#[differentiate]
fn misfit(p: &[f64], #[constant] t: &[f64], #[constant] y: &[f64]) -> f64 {
    let residual = |t: f64, y: f64| p[0] * (-p[1] * t).exp() + p[2] - y;
    0.5 * t.iter().zip(y).map(|(t, y)| residual(*t, *y).powi(2)).sum::<f64>()
}

struct Decay {
    t: Vec<f64>,
    y: Vec<f64>,
}

impl CostFunction for Decay {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, p: &Vec<f64>) -> Result<f64, Error> {
        Ok(misfit(p, &self.t, &self.y))
    }
}

impl Gradient for Decay {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, p: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(misfit_grad(p, &self.t, &self.y))
    }
}

fn main() -> Result<(), Error> {
    let truth = [2.5, 1.3, 0.5];
    let t: Vec<f64> = (0..40).map(|i| 0.1 * f64::from(i)).collect();
    let y = t.iter().map(|t| truth[0] * (-truth[1] * t).exp() + truth[2]).collect();

    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 7);
    let result = Executor::new(Decay { t, y }, solver)
        .configure(|state| state.param(vec![1.0, 1.0, 0.0]).max_iters(200))
        .run()?;
    let found = result.state().get_best_param().expect("a solver that ran has one");

    println!("after {} iterations: {found:.6?}, the truth is {truth:?}", result.state().get_iter());
    for (found, truth) in found.iter().zip(truth) {
        assert!((found - truth).abs() < 1e-6, "{found} is not {truth}");
    }
    Ok(())
}
