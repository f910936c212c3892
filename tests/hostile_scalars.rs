//! Scalar programs written to trip a compiler of derivatives: names, scopes, overwriting, precision.

mod hostile;

use autodiff_runtime::prelude::*;
use hostile::scalar;

#[test]
fn a_variable_squared_in_place() {
    #[differentiate]
    fn f(mut x: f64) -> f64 {
        x = x * x;
        x = x * x;
        x *= x;
        x - x * x.sin()
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9] (x));
}

#[test]
fn an_assignment_that_reads_itself_in_every_operand() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut a = x * y;
        a = a * a.exp() + y * a - a / (2.0 + a * a);
        a += a;
        a -= a * x;
        a /= a + 3.0;
        a *= a.cos();
        a
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4, y: f64 = -0.8] (x, y));
}

#[test]
fn a_constant_written_over_an_active_variable_clears_it() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut a = x.exp();
        let b = a * 3.0;
        a = 2.0;
        let c = a * x;
        a = x;
        a = 1.5;
        b + c * a
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x));
}

#[test]
fn a_swap_through_a_temporary() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut a = x * 2.0;
        let mut b = y.sin();
        let t = a;
        a = b;
        b = t;
        let (c, d) = (b, a);
        a * a - 3.0 * b + c / (d + 2.0)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, y: f64 = 1.1] (x, y));
}

#[test]
fn a_rotation_of_three() {
    #[differentiate]
    fn f(x: f64, y: f64, z: f64) -> f64 {
        let (mut a, mut b, mut c) = (x, y, z);
        let old = a;
        a = b * c;
        b = c * old;
        c = old * a;
        a + 2.0 * b + 3.0 * c
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, y: f64 = 1.1, z: f64 = -0.4] (x, y, z));
}

#[test]
fn shadowing_in_an_inner_block_ends_with_it() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let a = x * y;
        let b = {
            let a = a.sin();
            let x = a * x;
            let a = x + a * a;
            a * y
        };
        let x = a * b + x;
        let a = x * a;
        a - b * x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, y: f64 = 1.3] (x, y));
}

#[test]
fn shadowed_by_other_types() {
    #[differentiate]
    fn f(x: f64, n: i32) -> f64 {
        let n = n as f64;
        let a = x * n;
        let n = a > 1.0;
        let a = if n { a * a } else { a };
        let n = [a, a * x];
        let a = n.len();
        let n = n[a - 1] * n[0];
        n
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, 3));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.2] (x, 3));
}

#[test]
fn a_parameter_shadowed_twice_and_reassigned() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let x = x.exp();
        let mut x = x * y;
        let y = x;
        x += y * y;
        let x = x * y;
        x + y
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.2, y: f64 = 0.6] (x, y));
}

#[test]
fn an_operand_written_while_a_later_operand_is_computed() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut a = x;
        let b = a * {
            a = a.exp();
            a + 1.0
        } + a;
        b * { a *= 2.0; a } - a
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x));
}

#[test]
fn blocks_with_state_of_their_own() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let a = {
            let mut t = x;
            t *= y;
            {
                t += { let u = t * t; u - y };
            }
            t
        };
        let b = { a } * { let t = { a + x }; t * t };
        b
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4, y: f64 = 0.9] (x, y));
}

#[test]
fn names_that_the_compiler_would_like_for_itself() {
    #[differentiate]
    #[allow(non_snake_case)]
    fn f(d_x: f64, tape_x: f64, x: f64, d_result: f64) -> f64 {
        let sum = d_x * tape_x;
        let product = sum + x;
        let difference = product * d_result;
        let value = difference.sin();
        let result = value * sum;
        let d_d_x = result + product;
        let x_1 = x * d_d_x;
        let x_2 = x_1 * x;
        let cotangent = x_2 + value;
        let pullback = cotangent * d_x;
        let primal = pullback - sum;
        let F = primal * 0.5;
        let X = F + 1.0;
        let element = X * X;
        let condition = element > 0.0;
        let exponent = if condition { element } else { -element };
        let d_sum = exponent * d_x;
        let d_product = d_sum + exponent;
        let at = d_product * sum;
        let constant = at * 0.25;
        let float = constant + product;
        let saved = float * 2.0;
        let d_value = saved - d_sum;
        d_value * result
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [a: f64 = 0.4, b: f64 = 0.9, c: f64 = -0.3, d: f64 = 0.8] (a, b, c, d));
}

#[test]
fn variables_named_like_functions_that_are_called() {
    #[differentiate]
    fn f(sin: f64, exp: f64) -> f64 {
        let sigmoid = sin.exp();
        let tanh = sigmoid.sin() * exp.tanh();
        let sqrt = tanh.cos().sqrt();
        let max = sqrt.max(sigmoid) * sin.min(exp);
        max * sqrt + tanh
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.4, b: f64 = 0.9] (a, b));
}

#[test]
fn raw_identifiers() {
    #[differentiate]
    fn f(r#type: f64, r#match: f64) -> f64 {
        let r#loop = r#type * r#match;
        let mut r#fn = r#loop.exp();
        r#fn *= r#type;
        r#fn * r#loop
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.4, b: f64 = 0.9] (a, b));
}

#[test]
fn a_raw_identifier_beside_its_plain_look_alike() {
    #[differentiate]
    fn f(x: f64, d_type: f64) -> f64 {
        let r#type = x * d_type;
        let d_d_type = r#type * x;
        r#type * r#type * d_type + d_d_type
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.4, b: f64 = 0.9] (a, b));
}

#[test]
fn a_function_with_a_raw_name() {
    #[differentiate]
    fn r#move(x: f64) -> f64 {
        x * x * x
    }
    let value = r#move(0.5);
    assert_eq!(value, 0.125);
    scalar!(r#move move_grad move_value_and_grad move_pullback, [x: f64 = 0.5] (x));
}

#[test]
fn the_same_value_in_every_operand() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let y = x.mul_add(x, x);
        let z = y.powf(y);
        let w = z.hypot(z);
        let v = w.atan2(w + x);
        (v / v + v - v) * v + (w % (w + 1.0))
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

#[test]
fn a_result_that_is_a_parameter() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let _unused = x * y;
        y
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 0.3] (x, y), exactly [0.0, 1.0]);
}

#[test]
fn a_result_that_is_a_constant() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let _unused = x.exp();
        std::f64::consts::PI
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x), exactly [0.0]);
}

#[test]
fn a_result_that_forgets_its_parameter() {
    #[differentiate]
    fn f(mut x: f64, y: f64) -> f64 {
        x = x * 0.0 + y;
        x = y;
        x * x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 0.3] (x, y), exactly [0.0, 0.6]);
}

#[test]
fn named_constants_of_every_kind() {
    const SCALE: f64 = 2.5;
    static OFFSET: f64 = -0.25;
    mod inner {
        pub(crate) const DEEP: f64 = 0.125;
    }
    #[differentiate]
    fn f(x: f64) -> f64 {
        use std::f64::consts::{E, FRAC_1_SQRT_2};
        const LOCAL: f64 = 3.0;
        let a = x * SCALE + OFFSET * E;
        let b = a * inner::DEEP - std::f64::consts::PI / LOCAL;
        b * FRAC_1_SQRT_2 * x + f64::EPSILON * b.sin() + f64::from(3_u8) * b
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

#[test]
fn wrt_leaves_the_rest_constant() {
    #[differentiate(wrt(z, x))]
    fn f(x: f64, y: f64, z: f64) -> f64 {
        let a = x * y;
        let b = y.exp() * z;
        a * b + y
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, z: f64 = -0.7] (x, 0.4, z));
}

#[test]
fn a_constant_parameter_that_is_overwritten_by_an_active_value() {
    #[differentiate]
    fn f(x: f64, #[constant] mut c: f64) -> f64 {
        let before = c * x;
        c = c * x + c;
        let after = c * c;
        c = 2.0;
        before + after * c
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, 1.3));
}

#[test]
fn a_long_chain_of_versions() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut x_1 = x * y;
        let x_2 = x_1 * x_1;
        x_1 = x_2 + x;
        let x_3 = x_1 * x_2;
        x_1 = x_3 * x_1;
        x_1 = x_1 * x_3 - x_2 * x_1;
        x_1 * x_3 * x_2
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 0.9] (x, y));
}

#[test]
fn cancelling_terms_and_signs() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let a = -(-x);
        let b = -(x - y) - -(y * -x);
        let c = -b * -a / -y;
        let d = 1.0 - (1.0 - (1.0 - c));
        let e = d - d + -d - (-d) + 0.0 * d;
        -(a + b) * (-c) + e * x - -(-(d))
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 0.9] (x, y));
}

#[test]
fn numbers_of_every_spelling() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let a = 1e-1 * x + 2_f64 - 3f64 * x + 1_000.5e-3;
        let b = x * 0x10 as f64 + 7_u8 as f64 / 2 as f64;
        a * b + (1.) * x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

#[test]
fn methods_as_paths_and_on_numbers() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let a = f64::sin(x) + f64::powi(y, 3) * f64::max(x, y);
        let b = 2.0_f64.powf(x) + 3.0_f64.atan2(y) + 1.5f64.hypot(x * y);
        let (s, c) = (x * y).sin_cos();
        let p = f64::cbrt(y);
        a * b + s * c * p
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.2] (x, y));
}

#[test]
fn primitives_beside_methods_of_their_name() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let a = tanh(x) + y.tanh();
        let b = exp(a) * a.exp() - ln(y) * y.ln();
        let c = powi(x, -2) + pow(y, 3.0) + mul(add(x, y), sub(x, div(y, x)));
        neg(c) * sqrt(b) + softplus(c) + gelu(x) * silu(y) + elu(neg(x), 0.7) + leaky_relu(neg(y), 0.1)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.2] (x, y));
}

#[test]
fn stop_gradient_cuts_one_way_out_of_two() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let a = x * x;
        let held = stop_gradient(a);
        a * held + held
    }
    // a·held, with held as it is: 2x · x².
    let x = 0.75_f64;
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x), exactly [2.0 * x * (x * x)]);
}
