use autodiff_runtime::check::assert_gradient;

include!("../../autodiff-macro/src/golden/rosenbrock.rs");
include!("../../autodiff-macro/src/golden/log_sum_exp.rs");

const AT: [f64; 5] = [-1.2, 1.0, 0.3, 0.8, 0.9];

/// Every companion of a function of one slice.
macro_rules! agree {
    ($f:ident, $grad:ident, $value_and_grad:ident, $grad_into:ident, $pullback:ident) => {{
        let gradient = $grad(&AT);
        assert_gradient($f, &AT[..], &gradient[..]);
        assert_eq!($value_and_grad(&AT), ($f(&AT), gradient.clone()));
        let mut d_x = [7.0; 5];
        assert_eq!($grad_into(&AT, &mut d_x), $f(&AT));
        assert_eq!(d_x[..], gradient[..]);
        let (value, pullback) = $pullback(&AT);
        let mut d_x = [1.0; 5];
        pullback(2.0, &mut d_x);
        assert_eq!(value, $f(&AT));
        for (d, slope) in d_x.iter().zip(&gradient) {
            assert!((d - (1.0 + 2.0 * slope)).abs() < 1e-12 * slope.abs().max(1.0));
        }
    }};
}

#[test]
fn a_sum_over_a_slice() {
    agree!(rosenbrock, rosenbrock_grad, rosenbrock_value_and_grad, rosenbrock_grad_into, rosenbrock_pullback);
}

#[test]
fn a_branch_remembered() {
    agree!(log_sum_exp, log_sum_exp_grad, log_sum_exp_value_and_grad, log_sum_exp_grad_into, log_sum_exp_pullback);
    let sum: f64 = log_sum_exp_grad(&AT).iter().sum();
    assert!((sum - 1.0).abs() < 1e-15, "softmax");
}
