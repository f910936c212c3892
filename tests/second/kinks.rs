//! Second derivatives where the first one jumps: of the side that the first is taken from; 0 where it is constant on both.

use autodiff_runtime::prelude::*;

macro_rules! second {
    ($($name:ident($x:ident) = $body:expr;)+) => {
        $(
            #[differentiate(hessian)]
            fn $name($x: f64) -> f64 {
                $body
            }
        )+
    };
}

second! {
    size(x) = x.abs();
    rectified(x) = relu(x) * x;
    leaky(x) = leaky_relu(x, 0.1);
    exponential(x) = elu(x, 2.0);
    scaled(x) = selu(x);
    radius(x) = x.hypot(0.0);
    cut(x) = x.clamp(0.0, 1.0) * x;
    tie(x) = x.max(2.0 * x);
    nothing(x) = x.powi(0) + x.powi(1);
    parabola(x) = x.powi(2);
    constant(x) = x.powf(0.0) + x.powf(1.0);
    remainder(x) = x % 1.0;
    sign(x) = x.signum() * x;
}

#[test]
fn at_the_kink() {
    assert_eq!(size_hessian(0.0), [[0.0]]);
    assert_eq!(rectified_hessian(0.0), [[0.0]]);
    assert_eq!(rectified_hessian(1.0), [[2.0]]);
    assert_eq!(leaky_hessian(0.0), [[0.0]]);
    // The left branch, as for the first derivative.
    assert_eq!(exponential_hessian(0.0), [[2.0]]);
    assert_eq!(exponential_hessian(1.0), [[0.0]]);
    assert!((scaled_hessian(0.0)[0][0] - 1.758_099_340_847_376_8).abs() < 1e-15);
    assert_eq!(radius_hessian(0.0), [[0.0]]);
    assert_eq!(cut_hessian(1.0), [[2.0]]);
    assert_eq!(cut_hessian(1.5), [[0.0]]);
    assert_eq!(tie_hessian(0.0), [[0.0]]);
    assert_eq!(nothing_hessian(0.0), [[0.0]]);
    assert_eq!(parabola_hessian(0.0), [[2.0]]);
    assert_eq!(constant_hessian(0.0), [[0.0]]);
    assert_eq!(remainder_hessian(2.0), [[0.0]]);
    assert_eq!(sign_hessian(-2.0), [[0.0]]);
}

#[differentiate(hessian)]
fn power(x: f64, y: f64) -> f64 {
    x.powf(y)
}

#[test]
fn of_a_power_in_both() {
    let (x, y) = (1.7_f64, 2.3_f64);
    let (p, l) = (x.powf(y), x.ln());
    let mixed = x.powf(y - 1.0) * (1.0 + y * l);
    let want = [[y * (y - 1.0) * x.powf(y - 2.0), mixed], [mixed, p * l * l]];
    let got = power_hessian(x, y);
    (0..4).for_each(|k| assert!((got[k / 2][k % 2] - want[k / 2][k % 2]).abs() < 1e-13));
    // x² at 0: the power vanishes faster than the logarithm grows.
    assert_eq!(power_hessian(0.0, 2.0), [[2.0, 0.0], [0.0, 0.0]]);
}

/// Far out, where exponentials are 0 or infinite.
#[differentiate(hessian)]
fn smooth(x: f64) -> f64 {
    gelu(x) + silu(x) + softplus(x) + sigmoid(x)
}

#[test]
fn far_out() {
    for x in [-1e4, -800.0, 800.0, 1e4] {
        assert_eq!(smooth_hessian(x), [[0.0]]);
    }
}
