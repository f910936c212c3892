//! What scikit-learn and NumPy get (`examples/data/README.md` says how), with every digit that is known.

/// Losses after some numbers of steps.
pub(crate) type Trajectory = [(usize, f64)];

/// Logistic regression: full-batch descent from zeros.
pub(crate) mod logistic {
    pub(crate) const RATE: f64 = 0.5;
    #[expect(
        clippy::approx_constant,
        reason = "a start from zeros costs ln 2; the digits are the reference's all the same"
    )]
    pub(crate) const OBJECTIVE: &super::Trajectory =
        &[(0, 0.693147180560), (1, 0.234285824463), (10, 0.117774798363), (100, 0.065598599509)];
}

/// The 30-8-1 network: full-batch descent from weights that a formula gives.
pub(crate) mod network {
    pub(crate) const HIDDEN: usize = 8;
    pub(crate) const RATE: f64 = 1.0;
    pub(crate) const GRADIENT_NORM: f64 = 0.475880113003;
    pub(crate) const D_W1_FIRST: f64 = -1.560907267976e-2;
    pub(crate) const D_W1_LAST: f64 = -1.479331570570e-2;
    pub(crate) const D_B1_FIRST: f64 = 1.052517907889e-2;
    pub(crate) const D_W2_FIRST: f64 = 4.245107225924e-2;
    pub(crate) const D_B2: f64 = 2.031269961285e-1;
    pub(crate) const LOG_LOSS: &super::Trajectory =
        &[(0, 0.764804614621), (1, 0.596882481590), (10, 0.239097706249), (100, 0.053240393249), (200, 0.038742258864)];
    pub(crate) const TEST_LOG_LOSS: f64 = 0.098783630179;
    pub(crate) const TEST_WRONG: usize = 3;
}
