//! Scalar programs written to trip a compiler of derivatives: overwriting, evaluation order, spellings.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

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
fn an_operand_written_while_a_later_operand_is_computed() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut a = x;
        let b = a * {
            a = a.exp();
            a + 1.0
        } + a;
        b * {
            a *= 2.0;
            a
        } - a
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
                t += {
                    let u = t * t;
                    u - y
                };
            }
            t
        };
        let b = { a } * {
            let t = { a + x };
            t * t
        };
        b
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4, y: f64 = 0.9] (x, y));
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
