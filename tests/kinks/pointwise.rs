//! Rectifiers, extremes, infinite slopes, origins, steps.

use super::{INF, NAN, same};

mod rectifiers {
    use super::*;
    use autodiff_runtime::prelude::*;

    functions! {
        magnitude(x) = x.abs();
        rectified(x) = relu(x);
        leaky(x, slope) = leaky_relu(x, slope);
        exponential(x, alpha) = elu(x, alpha);
        scaled(x) = selu(x);
    }

    #[test]
    fn abs_at_zero_is_flat() {
        same([0.0, -0.0].map(magnitude_grad), [0.0, 0.0]);
        same([1e-300, -1e-300, INF, -INF].map(magnitude_grad), [1.0, -1.0, 1.0, -1.0]);
        assert!(magnitude_grad(NAN).is_nan());
    }

    #[test]
    fn relu_at_zero_is_flat() {
        same([0.0, -0.0, 1e-300, -1e-300].map(rectified_grad), [0.0, 0.0, 1.0, 0.0]);
    }

    #[test]
    fn leaky_relu_at_zero_has_the_left_slope() {
        assert_eq!(leaky_grad(0.0, 0.1), (0.1, 0.0));
        assert_eq!(leaky_grad(-0.0, 0.1), (0.1, 0.0));
        assert_eq!(leaky_grad(1e-300, 0.1), (1.0, 0.0));
        assert_eq!(leaky_grad(-2.0, 0.1), (0.1, -2.0));
    }

    #[test]
    fn elu_at_zero_has_the_left_slope() {
        assert_eq!(exponential_grad(0.0, 0.3), (0.3, 0.0));
        assert_eq!(exponential_grad(1e-300, 0.3), (1.0, 0.0));
    }

    #[test]
    fn selu_at_zero_has_the_left_slope() {
        let (scale, alpha) = (1.050_700_987_355_480_5, 1.673_263_242_354_377_2);
        assert!((scaled_grad(0.0) - scale * alpha).abs() < 1e-15);
        assert!((scaled_grad(1e-300) - scale).abs() < 1e-15);
    }
}

mod extremes {
    use super::*;
    use autodiff_runtime::prelude::*;

    functions! {
        larger(x, y) = x.max(y);
        smaller(x, y) = x.min(y);
        with_itself(x) = x.max(x) + x.min(x);
        with_a_literal(x) = x.max(1.0) + x.min(1.0);
        of_three(x, y, z) = x.max(y).max(z);
        bounded(x, lo, hi) = x.clamp(lo, hi);
        in_the_unit_interval(x) = x.clamp(0.0, 1.0);
    }

    #[test]
    fn a_tie_is_shared() {
        assert_eq!(larger_grad(2.0, 2.0), (0.5, 0.5));
        assert_eq!(smaller_grad(2.0, 2.0), (0.5, 0.5));
        assert_eq!(larger_grad(0.0, -0.0), (0.5, 0.5));
        assert_eq!(smaller_grad(0.0, -0.0), (0.5, 0.5));
        assert_eq!(larger_grad(INF, INF), (0.5, 0.5));
        assert_eq!(with_a_literal_grad(1.0), 1.0);
    }

    #[test]
    fn a_tie_with_itself_is_whole() {
        assert_eq!(with_itself_grad(3.0), 2.0);
    }

    #[test]
    fn a_tie_of_three_is_shared_pair_by_pair() {
        assert_eq!(of_three_grad(1.0, 1.0, 1.0), (0.25, 0.25, 0.5));
    }

    #[test]
    fn nan_loses_as_it_does_in_rust() {
        assert_eq!(larger_value_and_grad(NAN, 2.0), (2.0, (0.0, 1.0)));
        assert_eq!(larger_value_and_grad(2.0, NAN), (2.0, (1.0, 0.0)));
        assert_eq!(smaller_value_and_grad(NAN, 2.0), (2.0, (0.0, 1.0)));
        assert_eq!(smaller_value_and_grad(2.0, NAN), (2.0, (1.0, 0.0)));
    }

    #[test]
    fn clamp_is_the_identity_up_to_its_bounds() {
        assert_eq!(bounded_grad(0.5, 0.0, 1.0), (1.0, 0.0, 0.0));
        assert_eq!(bounded_grad(0.0, 0.0, 1.0), (1.0, 0.0, 0.0));
        assert_eq!(bounded_grad(1.0, 0.0, 1.0), (1.0, 0.0, 0.0));
        assert_eq!(bounded_grad(-0.1, 0.0, 1.0), (0.0, 1.0, 0.0));
        assert_eq!(bounded_grad(1.1, 0.0, 1.0), (0.0, 0.0, 1.0));
        same([-1e-300, 0.0, 0.5, 1.0, 1.0 + f64::EPSILON].map(in_the_unit_interval_grad), [0.0, 1.0, 1.0, 1.0, 0.0]);
    }
}

mod infinite_slopes {
    use super::*;
    use autodiff_runtime::prelude::*;

    functions! {
        square_root(x) = x.sqrt();
        cube_root(x) = x.cbrt();
        logarithm(x) = x.ln();
        logarithms(x) = x.log2() + x.log10() + x.log(3.0);
        logarithm_of_1_plus(x) = x.ln_1p();
        arc_sine(x) = x.asin();
        arc_cosine(x) = x.acos();
        named_roots(x) = sqrt(x) + ln(x);
        area_cosine(x) = x.acosh();
        area_tangent(x) = x.atanh();
        by_power(x) = x.powf(0.5);
        inverse(x) = x.powi(-1);
    }

    #[test]
    fn roots_at_zero() {
        assert_eq!(square_root_grad(0.0), INF);
        assert_eq!(cube_root_grad(0.0), INF);
        assert_eq!(cube_root_grad(-0.0), INF);
        assert_eq!(by_power_grad(0.0), INF);
        assert_eq!(named_roots_grad(0.0), INF);
    }

    #[test]
    fn logarithms_at_zero() {
        assert_eq!(logarithm_grad(0.0), INF);
        assert_eq!(logarithms_grad(0.0), INF);
        assert_eq!(logarithm_of_1_plus_grad(-1.0), INF);
    }

    #[test]
    fn arcs_at_one() {
        same([1.0, -1.0].map(arc_sine_grad), [INF, INF]);
        same([1.0, -1.0].map(arc_cosine_grad), [-INF, -INF]);
        assert_eq!(area_cosine_grad(1.0), INF);
        same([1.0, -1.0].map(area_tangent_grad), [INF, INF]);
    }

    #[test]
    fn a_pole_is_a_pole() {
        assert_eq!(inverse_grad(0.0), -INF);
    }
}

mod origins {
    use autodiff_runtime::prelude::*;

    functions! {
        distance(x, y) = x.hypot(y);
        angle(y, x) = y.atan2(x);
        distance_by_root(x, y) = (x * x + y * y).sqrt();
    }

    #[test]
    fn hypot_at_the_origin_is_flat() {
        for (x, y) in [(0.0, 0.0), (-0.0, 0.0), (0.0, -0.0), (-0.0, -0.0)] {
            assert_eq!(distance_grad(x, y), (0.0, 0.0));
        }
        assert_eq!(distance_grad(0.0, -3.0), (0.0, -1.0));
    }

    #[test]
    fn atan2_at_the_origin_is_nan() {
        let (d_y, d_x) = angle_grad(0.0, 0.0);
        assert!(d_y.is_nan() && d_x.is_nan());
    }

    /// Calculus has 0·inf there, and the rule of `sqrt` does not know that its operand is a sum of squares.
    #[test]
    fn a_distance_by_sqrt_is_nan_at_the_origin() {
        let (d_x, d_y) = distance_by_root_grad(0.0, 0.0);
        assert!(d_x.is_nan() && d_y.is_nan());
    }
}

mod steps {
    use super::*;
    use autodiff_runtime::prelude::*;

    functions! {
        rounded(x) = x.round() + x.floor() + x.ceil() + x.trunc() + x.signum();
        fraction(x) = x.fract();
        with_sign(x, y) = x.copysign(y);
    }

    #[test]
    fn steps_are_flat_even_where_they_jump() {
        same([0.0, -0.0, 0.5, 1.0, -1.5, 2.5].map(rounded_grad), [0.0; 6]);
    }

    #[test]
    fn fract_is_the_identity_even_where_it_jumps() {
        same([0.0, 1.0, -1.0, 2.5].map(fraction_grad), [1.0; 4]);
    }

    #[test]
    fn copysign_goes_by_the_signs() {
        for (x, y, slope) in [(3.0, 2.0, 1.0), (-3.0, 2.0, -1.0), (3.0, -2.0, -1.0), (-3.0, -2.0, 1.0)] {
            assert_eq!(with_sign_grad(x, y), (slope, 0.0), "copysign({x}, {y})");
        }
    }

    #[test]
    fn copysign_goes_by_the_sign_bits_of_zeros() {
        assert_eq!(with_sign_grad(3.0, -0.0), (-1.0, 0.0));
        assert_eq!(with_sign_grad(-3.0, 0.0), (-1.0, 0.0));
        assert_eq!(with_sign_grad(0.0, 1.0), (1.0, 0.0));
        assert_eq!(with_sign_grad(-0.0, 1.0), (-1.0, 0.0));
    }
}
