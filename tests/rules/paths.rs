//! Methods called by path, `f64::sin(x)`: the same function as `x.sin()`, and the same derivative to the last bit.

use crate::measure::assert_close;

/// `name(x, y) at [[..]];` stands for `f64::name(x, y)` beside `x.name(y)`.
macro_rules! paths {
    ($($name:ident($x:ident $(, $y:ident)*) at $points:expr;)+) => {
        $(mod $name {
            paths!(@of f64, in_f64 $name ($x $(, $y)*) [$x $(, $y)*] $points);
            paths!(@of f32, in_f32 $name ($x $(, $y)*) [$x $(, $y)*] $points);
        })+
    };
    (@of $F:ident, $test:ident $name:ident ($x:ident $(, $y:ident)*) $at:tt $points:expr) => {
        #[test]
        fn $test() {
            use autodiff_runtime::differentiate;

            #[differentiate]
            fn by_path($x: $F $(, $y: $F)*) -> $F {
                $F::$name($x $(, $y)*)
            }

            #[differentiate]
            fn by_method($x: $F $(, $y: $F)*) -> $F {
                $x.$name($($y),*)
            }

            for $at in $points {
                let by_path = by_path_value_and_grad($x $(, $y)*);
                assert_eq!(by_path, by_method_value_and_grad($x $(, $y)*), "{:?}", $at);
                assert_eq!(by_path.0, $F::$name($x $(, $y)*), "{:?}", $at);
            }
        }
    };
}

paths! {
    sin(x) at [[0.7], [-1.3]];
    cos(x) at [[0.7], [-1.3]];
    tan(x) at [[0.7], [-1.3]];
    asin(x) at [[0.7], [-0.3]];
    acos(x) at [[0.7], [-0.3]];
    atan(x) at [[0.7], [-1.3]];
    atan2(x, y) at [[0.7, 1.9], [-1.3, 0.4]];
    sinh(x) at [[0.7], [-1.3]];
    cosh(x) at [[0.7], [-1.3]];
    tanh(x) at [[0.7], [-1.3]];
    asinh(x) at [[0.7], [-1.3]];
    acosh(x) at [[1.7], [2.3]];
    atanh(x) at [[0.7], [-0.3]];
    exp(x) at [[0.7], [-1.3]];
    exp2(x) at [[0.7], [-1.3]];
    exp_m1(x) at [[0.7], [-1.3]];
    ln(x) at [[0.7], [2.3]];
    ln_1p(x) at [[0.7], [-0.3]];
    log(x, base) at [[0.7, 1.9], [1.3, 0.4]];
    log2(x) at [[0.7], [2.3]];
    log10(x) at [[0.7], [2.3]];
    sqrt(x) at [[0.7], [2.3]];
    cbrt(x) at [[0.7], [-1.3]];
    powf(x, y) at [[0.7, 1.9], [1.3, -0.4]];
    hypot(x, y) at [[0.7, 1.9], [-1.3, 0.4]];
    abs(x) at [[0.7], [-1.3]];
    recip(x) at [[0.7], [-1.3]];
    mul_add(x, y, z) at [[0.7, 1.9, 0.2], [-1.3, 0.4, 3.0]];
    min(x, y) at [[0.7, 1.9], [1.3, 0.4]];
    max(x, y) at [[0.7, 1.9], [1.3, 0.4]];
    clamp(x, lo, hi) at [[0.7, 0.0, 1.0], [-1.3, -1.0, 1.0], [1.3, -1.0, 1.0]];
    rem_euclid(x, y) at [[7.3, 1.9], [-1.3, 0.4]];
    to_radians(x) at [[90.0], [-17.0]];
    to_degrees(x) at [[1.0], [-0.3]];
    copysign(x, y) at [[0.7, -1.9], [-1.3, 0.4]];
    floor(x) at [[2.7], [-1.3]];
    ceil(x) at [[2.7], [-1.3]];
    round(x) at [[2.7], [-1.3]];
    trunc(x) at [[2.7], [-1.3]];
    fract(x) at [[2.7], [-1.3]];
    signum(x) at [[2.7], [-1.3]];
}

/// What has an operand or a result that is no float.
macro_rules! others {
    ($($F:ident $module:ident),+) => {
        $(mod $module {
            use autodiff_runtime::differentiate;

            #[differentiate]
            pub(super) fn powi(x: $F, n: i32) -> $F {
                $F::powi(x, 3) + $F::powi(x, n)
            }

            #[differentiate]
            pub(super) fn sin_cos(x: $F) -> $F {
                let (s, c) = $F::sin_cos(x);
                s * c
            }
        })+

        #[test]
        fn with_integers_and_pairs() {
            $(for x in [0.7, -1.3] {
                let (value, slope) = $module::powi_value_and_grad(x, 2);
                assert_close("powi", value, x * x * x + x * x);
                assert_close("powi", slope, 3.0 * x * x + 2.0 * x);
                let (value, slope) = $module::sin_cos_value_and_grad(x);
                assert_close("sin_cos", value, x.sin() * x.cos());
                assert_close("sin_cos", slope, (2.0 * x).cos());
            })+
        }
    };
}

others! { f64 in_f64, f32 in_f32 }
