//! The gradient check accepts what is right, and refuses what is wrong by a little or in one entry of many.
#![cfg(feature = "std")]

use autodiff_runtime::check::{GradientCheck, assert_gradient, check_gradient};

fn rosenbrock(x: &[f64]) -> f64 {
    x.windows(2).map(|w| 100.0 * (w[1] - w[0] * w[0]).powi(2) + (1.0 - w[0]).powi(2)).sum()
}

fn rosenbrock_grad(x: &[f64]) -> Vec<f64> {
    let mut d_x = vec![0.0; x.len()];
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        d_x[i] -= 400.0 * a * x[i] + 2.0 * (1.0 - x[i]);
        d_x[i + 1] += 200.0 * a;
    }
    d_x
}

const X: [f64; 5] = [-1.2, 1.0, 0.3, 0.8, 2.0];

#[test]
fn a_right_gradient_passes() {
    let report = check_gradient(rosenbrock, &X[..], &rosenbrock_grad(&X));
    assert!(report.is_ok(), "{report}");
    assert_eq!((report.checked(), report.wrong()), (5, 0));
    assert!(report.to_string().starts_with("all 5 entries right; worst is entry"));
}

#[test]
fn every_single_wrong_entry_is_found() {
    for i in 0..X.len() {
        for error in [1e-5, -1e-5, 1.0] {
            let mut gradient = rosenbrock_grad(&X);
            gradient[i] *= 1.0 + error;
            let report = check_gradient(rosenbrock, &X[..], &gradient);
            assert!(!report.is_ok(), "entry {i} off by {error}: {report}");
            assert_eq!((report.worst().unwrap().index, report.wrong()), (i, 1));
        }
    }
}

#[test]
fn a_missing_term_is_found_at_zero_too() {
    let report = check_gradient(|x: &f64| x + 1e3, &0.0, &0.0);
    assert_eq!(report.wrong(), 1);
}

#[test]
fn a_large_constant_does_not_fail_a_right_gradient() {
    assert_gradient(|x: &[f64; 2]| 1e6 + x[0].sin(), &[0.5, 1.0], &[0.5_f64.cos(), 0.0]);
}

#[test]
fn tuples_of_parameters_are_counted_through() {
    type Network = (Vec<f64>, f64, Option<f64>, [[f64; 2]; 1]);
    let f = |(w, b, scale, v): &Network| scale.unwrap() * (w[0] * w[1] + b).exp() + v[0][0] * v[0][1];
    let at = (vec![0.5, -0.3], 0.2, Some(2.0), [[3.0, 4.0]]);
    let e = (0.5_f64 * -0.3 + 0.2).exp();
    let mut gradient = (vec![-0.6 * e, e], 2.0 * e, Some(e), [[4.0, 3.0]]);
    assert_gradient(f, &at, &gradient);
    gradient.3[0][1] = 3.1;
    assert_eq!(check_gradient(f, &at, &gradient).worst().unwrap().index, 5);
}

#[test]
fn single_precision_has_its_own_tolerance() {
    let f = |x: &[f32]| x[0].sin() * x[1].exp();
    let x = [0.7_f32, 0.3];
    let mut gradient = [x[0].cos() * x[1].exp(), x[0].sin() * x[1].exp()];
    assert_gradient(f, &x[..], &gradient);
    gradient[1] *= 1.02;
    assert!(!check_gradient(f, &x[..], &gradient).is_ok());

    // Parameters in single, the function in double precision: the stricter tolerance holds.
    let f = |x: &f32| f64::from(*x).sin();
    let right = f64::from(0.7_f32).cos() as f32;
    assert_gradient(f, &0.7_f32, &right);
    assert!(!check_gradient(f, &0.7_f32, &(right * 1.00001)).is_ok());
}

#[test]
fn what_is_not_a_number_fails_on_either_side() {
    for claimed in [f64::NAN, f64::INFINITY] {
        let report = check_gradient(|x: &[f64; 2]| x[0] + x[1], &[1.0, 2.0], &[1.0, claimed]);
        assert_eq!((report.wrong(), report.worst().unwrap().index), (1, 1));
        assert!(report.to_string().ends_with("(what is not finite can't be right)"));
    }
    let report = check_gradient(|x: &f64| x.ln(), &-1.0, &-1.0);
    assert!(!report.is_ok(), "{report}");
    // Calculus has an infinite slope here; that it can't be confirmed is not hidden.
    assert!(!check_gradient(|x: &f64| x.sqrt(), &0.0, &f64::INFINITY).is_ok());
}

#[test]
fn a_jump_is_told_from_a_wrong_gradient() {
    let report = check_gradient(|x: &f64| x.floor(), &1.0, &0.0);
    assert!(!report.is_ok());
    assert!(report.to_string().contains("the measurement itself is uncertain"), "{report}");
}

#[test]
fn nothing_to_check_is_said() {
    let report = check_gradient(|_: &[f64]| 3.0, &[][..], &[]);
    assert!(report.is_ok());
    assert_eq!((report.checked(), report.worst()), (0, None));
    assert_eq!(report.to_string(), "nothing to check: there are no differentiable numbers");
}

#[test]
fn the_tolerance_can_be_set() {
    let off = |check: GradientCheck| check.check(|x: &f64| x * x, &1.0, &2.001).is_ok();
    assert!(!off(GradientCheck::new()));
    assert!(off(GradientCheck::new().relative(1e-3)));
    assert!(off(GradientCheck::new().absolute(1e-2)));
    assert!(!off(GradientCheck::new().relative(1e-4).absolute(0.0)));
}

#[test]
#[should_panic(expected = "a value of length 2 and its gradient of length 3 differ in length")]
fn a_claim_of_another_length_panics() {
    let _ = check_gradient(|x: &[f64]| x[0], &[1.0, 2.0][..], &[1.0, 0.0, 0.0]);
}

#[test]
#[should_panic(
    expected = "gradient check failed: 1 of 1 entries wrong; worst is entry 0 (at 2): claimed 3, measured 4"
)]
fn the_assertion_names_the_entry() {
    assert_gradient(|x: &f64| 2.0 * x.powi(2) / 2.0, &2.0, &3.0);
}
