//! Sums over loops, with something between the loops or behind them: where one sweep must not become two wrong ones.

use crate::harness::{into, scalar};
use autodiff_runtime::prelude::*;

/// One test a program of `x: &[f64]`: every companion, at two points.
macro_rules! programs {
    (|$x:ident| $($name:ident $body:block)+) => {
        $(
            #[test]
            fn $name() {
                #[differentiate]
                fn f($x: &[f64]) -> f64 $body
                scalar!(f f_grad f_value_and_grad f_pullback, [$x: Vec<f64> = vec![0.7, 1.3, -0.4]] (&$x));
                scalar!(f f_grad f_value_and_grad f_pullback, [$x: Vec<f64> = vec![-0.3, 0.8, 1.1]] (&$x));
                into!(f f_grad f_grad_into, [$x: Vec<f64> = vec![0.7, 1.3, -0.4]] (&$x));
            }
        )+
    };
}

programs! { |x|
    a_factor_that_grows_between_two_loops {
        let (mut s, mut a) = (0.0, x[0]);
        for i in 0..3 { s += a * x[i]; }
        a += x[1] * x[1];
        for i in 0..3 { s += a * a * x[i]; }
        s
    }
    a_factor_that_is_replaced_between_two_loops {
        let (mut s, mut a) = (0.0, x[0]);
        for i in 0..3 { s += a * x[i]; }
        a = a * x[1];
        for i in 0..3 { s += a * a * x[i]; }
        s
    }
    a_factor_that_a_branch_replaces_between_two_loops {
        let (mut s, mut a) = (0.0, x[0]);
        for i in 0..3 { s += a * x[i]; }
        if a > 0.0 { a = x[1]; }
        for i in 0..3 { s += a * a * x[i]; }
        s
    }
    a_factor_that_a_loop_changes_between_two_loops {
        let (mut s, mut a) = (0.0, x[0]);
        for i in 0..3 { s += a * x[i]; }
        for i in 0..3 { a += x[i] * x[i]; }
        for i in 0..3 { s += a * a * x[i]; }
        s
    }
    three_loops_and_two_changes {
        let (mut s, mut a) = (0.0, x[0]);
        for i in 0..3 { s += a * x[i]; }
        a *= x[1];
        for i in 0..3 { s += a * a * x[i]; }
        a -= x[2] * x[2];
        for i in 0..3 { s -= a * x[i] * x[0]; }
        s
    }
    memory_that_is_added_to_between_two_loops {
        let mut y = vec![x[0]; 3];
        let mut s = 0.0;
        for i in 0..3 { s += y[i] * x[i]; }
        y[1] += x[1] * x[0];
        for i in 0..3 { s += y[i] * y[i] * x[i]; }
        s
    }
    memory_written_once_between_two_loops {
        let mut y = vec![0.0; 3];
        let mut s = 0.0;
        for i in 0..3 { s += (y[i] + 1.0) * x[i]; }
        for i in 0..3 { y[i] = x[i] * x[i]; }
        for i in 0..3 { s += y[i] * y[i] * x[i]; }
        s
    }
    two_sums_that_share_a_factor {
        let (mut s, mut t) = (0.0, 1.0);
        let a = x[0] * x[1];
        for i in 0..3 { s += a * x[i]; }
        for i in 0..3 { t += a * s * x[i]; }
        s * 2.0 + t
    }
    a_sum_that_a_later_loop_goes_on_with {
        let mut s = 0.0;
        for i in 0..3 { s += x[i] * x[i]; }
        s = s.sin();
        for i in 0..3 { s += x[i] * x[0]; }
        s
    }
    a_length_bound_behind_the_loop {
        let mut s = 0.0;
        for i in 0..3 { s += x[i] * x[i]; }
        s * x.len() as f64
    }
    a_constant_factor_bound_behind_the_loop {
        let mut s = 0.0;
        for i in 0..3 { s += x[i] * x[i]; }
        let c = x.len() as f64 * 2.0;
        s * c
    }
    an_active_factor_bound_behind_the_loop {
        let mut s = 0.0;
        for i in 0..3 { s += x[i] * x[i]; }
        let c = x[0].exp();
        s * c
    }
    an_invariant_inside_a_loop_inside_a_sum {
        let a = x[0] * 0.1;
        let mut s = 0.0;
        for i in 0..x.len() {
            let mut p = x[i];
            for _ in 0..3 {
                let e = a.exp();
                p = p * e;
            }
            s += p;
        }
        s
    }
    a_factor_of_one_iteration_only {
        let mut s = 0.0;
        let mut a = x[1];
        for i in 0..3 {
            s += a * x[i];
            a = a * x[0];
        }
        for i in 0..3 { s += a * x[i]; }
        s
    }
}

#[test]
fn a_constant_parameter_behind_the_loop() {
    #[differentiate]
    fn f(x: &[f64], #[constant] a: f64) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            s += x[i] * x[i];
        }
        let c = a * 2.0;
        s * c
    }
    assert_eq!(f_grad(&[1.0, 2.0, 3.0], 0.5), [2.0, 4.0, 6.0]);
    assert_eq!(f_value_and_grad(&[1.0, 2.0, 3.0], 0.5), (14.0, vec![2.0, 4.0, 6.0]));
}
