//! The right-hand side of a stiff ODE for diffsol, with the product of its Jacobian and a vector by forward mode.
//!
//! Robertson's chemical kinetics: three species, rates from 0.04 to 3·10⁷.

use autodiff_runtime::prelude::*;
use diffsol::{MatrixCommon, NalgebraLU, NalgebraMat, OdeBuilder, OdeSolverMethod};

#[differentiate(jvp)]
fn kinetics(x: &[f64], #[constant] rates: &[f64], rate: &mut [f64]) {
    let slow = rates[0] * x[0];
    let back = rates[1] * x[1] * x[2];
    let fast = rates[2] * x[1] * x[1];
    rate[0] = back - slow;
    rate[1] = slow - back - fast;
    rate[2] = fast;
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let problem = OdeBuilder::<NalgebraMat<f64>>::new()
        .p([0.04, 1.0e4, 3.0e7])
        .rtol(1e-9)
        .atol([1e-15, 1e-20, 1e-12])
        .rhs_implicit(
            |x, rates, _t, rate| kinetics(x, rates, rate),
            |x, rates, _t, v, product| {
                // What the rates were has no tangent that matters: they are overwritten.
                kinetics_jvp(x, v, rates, &mut [0.0; 3], product);
            },
        )
        .init(|_rates, _t, x| x.copy_from_slice(&[1.0, 0.0, 0.0]), 3)
        .build()?;

    // Source: Mazzia and Magherini, Test set for initial value problem solvers (2008), problem ROBER.
    let reference = [0.208_334_014_970_125_5e-7, 0.833_336_077_033_471_3e-13, 0.999_999_979_166_505_0];
    let times = [0.4, 40.0, 4e3, 4e5, 1e11];
    let mut solver = problem.bdf::<NalgebraLU<f64>>()?;
    let (states, _) = solver.solve_dense(&times)?;
    for (t, state) in times.iter().zip(states.inner().column_iter()) {
        println!("t = {t:>12}: {:.6e} {:.6e} {:.6e}", state[0], state[1], state[2]);
    }
    for (found, expected) in states.inner().column(times.len() - 1).iter().zip(reference) {
        assert!((found / expected - 1.0).abs() < 1e-5, "{found} is not {expected}");
    }
    Ok(())
}
