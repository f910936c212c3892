//! Names and scopes: shadowing, names that the compiler would like for itself, raw identifiers, constants.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

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
