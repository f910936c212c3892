//! What calls return, its type not written down: swapped, written by element, repeated, in parts.

use crate::harness::{into, rows, scalar};
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

#[differentiate]
fn g(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * x[i] + x[0];
    }
    y
}

#[differentiate]
fn h(y: &[f64], a: f64) -> f64 {
    y[0] * a + y[1] * y[1]
}

#[differentiate]
fn t(x: &[f64]) -> (f64, [f64; 2]) {
    (x[0] * x[1], [x[2] * x[2], x[0] * 2.0])
}

#[differentiate]
fn m(x: &[f64]) -> [[f64; 2]; 2] {
    [[x[0] * x[1], x[2]], [x[1] * x[1], x[0]]]
}

programs! { |x|
    elements_that_change_places {
        let mut y = g(x);
        let t = y[0];
        y[0] = y[1];
        y[1] = t;
        y[0] * y[0] + y[1]
    }
    elements_that_change_places_in_a_loop {
        let mut y = g(x);
        for i in 0..2 {
            let t = y[i];
            y[i] = y[i + 1];
            y[i + 1] = t * x[i];
        }
        y[0] * y[0] + y[1] * y[2]
    }
    an_element_given_what_a_call_returns {
        let mut y = g(x);
        y[0] = h(&y, x[0]);
        y[0] * y[1]
    }
    an_element_given_an_element_of_another_call {
        let mut y = g(x);
        let z = g(&y);
        y[0] = z[1];
        y[0] * y[1]
    }
    an_element_given_a_number {
        let mut y = g(x);
        y[0] = 0.5;
        y[0] * y[1]
    }
    what_a_call_returns_repeated {
        let y = vec![h(x, x[0]); 3];
        let z = [h(x, x[1]); 3];
        y[0] * y[1] + z[2] * z[2]
    }
    parts_of_a_tuple {
        let mut q = t(x);
        q.0 = q.1[0];
        q.1[1] = h(x, q.0);
        q.0 * q.1[0] + q.1[1]
    }
    rows_that_change_places {
        let mut q = m(x);
        let r = q[0];
        q[0] = q[1];
        q[1] = r;
        q[0][0] * q[0][1] + q[1][0] * q[1][0]
    }
    a_branch_that_yields_what_calls_return {
        let y = g(x);
        let a = if y[0] > 0.5 { h(&y, x[0]) } else { y[1] };
        let b = if y[0] > 0.5 { y[2] } else { h(x, 2.0) };
        a * b
    }
    a_block_that_yields_an_element {
        let y = g(x);
        let a = { let z = g(&y); z[1] };
        a * y[0]
    }
    buffers_that_change_places_in_a_loop {
        let mut a = vec![x[0]; 3];
        let mut b = vec![x[1]; 3];
        for i in 0..3 {
            a[i] = b[i] * x[i];
            let t = a;
            a = b;
            b = t;
        }
        a[0] * b[1] + a[2]
    }
    layers_that_change_places_in_a_loop {
        let mut a = g(x);
        let mut b = g(&a);
        for i in 0..3 {
            a[i] = h(&b, x[i]);
            let t = a;
            a = b;
            b = t;
        }
        a[0] + b[1] * x[0]
    }
}

#[test]
fn the_result_is_what_a_call_returns() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        h(x, x[0])
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.7, 1.3]] (&x));
    #[differentiate]
    fn v(x: &[f64]) -> Vec<f64> {
        let mut y = g(x);
        y[0] = y[1];
        y
    }
    rows!(v v_pullback, [x: Vec<f64> = vec![0.7, 1.3, -0.4]] (&x), by reference);
}
