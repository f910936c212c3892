//! What the generator of random programs found about the order in which things are done, on the way forward and back.

use crate::harness::{outputs, scalar};
use autodiff_runtime::prelude::*;

/// The sweep back through the sum may run together with the sum itself, but not in front of what reads the cotangents that it
/// adds to: that of `z[0]` goes to `p` as it was before.
#[test]
fn what_a_fused_loop_adds_to_is_read_before() {
    #[differentiate]
    fn f(p: &[f64; 3], z: &mut [f64; 3]) -> f64 {
        let mut rest = 0.5;
        let next = p[2];
        for s in z.iter() {
            rest -= *s;
        }
        z[2] += rest;
        z[0] += next;
        0.5
    }
    outputs!(f f_vjp f_pullback, [p: [f64; 3] = [0.4, -0.7, 1.1]], [z / d_z: [f64; 3] = [0.8, 1.3, -0.5]], (&p, &mut z),
        returns s: f64 => s);
    #[differentiate]
    fn two_sums(p: &[f64; 2], z: &mut [f64; 3]) -> f64 {
        let mut rest = 0.5;
        let mut product = 0.0;
        for s in z.iter() {
            rest -= *s;
        }
        z[1] += p[1];
        for s in z.iter() {
            product += *s * p[0];
        }
        z[2] += rest;
        z[0] += product;
        rest * p[1]
    }
    outputs!(two_sums two_sums_vjp two_sums_pullback, [p: [f64; 2] = [0.4, -0.7]],
        [z / d_z: [f64; 3] = [0.8, 1.3, -0.5]], (&p, &mut z), returns s: f64 => s);
}

/// What a method is called on is settled before its arguments are evaluated.
#[test]
fn an_argument_that_writes_the_index_of_what_the_method_is_called_on() {
    #[differentiate]
    fn filled(mut low: usize, mut a: [[f64; 3]; 2], x: f64) -> f64 {
        a[low].fill({
            low = 0;
            x * x
        });
        a[0][2] * a[1][1] + a[low][0]
    }
    scalar!(filled filled_grad filled_value_and_grad filled_pullback,
        [a: [[f64; 3]; 2] = [[0.8, -0.3, -1.3], [1.2, -0.4, 1.1]], x: f64 = 0.7] (1, a, x));
    #[differentiate]
    fn pushed(mut low: usize, x: f64) -> f64 {
        let mut a = vec![vec![x], vec![2.0]];
        a[low + 1].push({
            low += 1;
            x * 3.0
        });
        a[low][1] * a[0][0]
    }
    scalar!(pushed pushed_grad pushed_value_and_grad pushed_pullback, [x: f64 = 0.7] (0, x));
    #[differentiate]
    fn parts(mut low: usize, mut a: [f64; 4], x: f64) -> f64 {
        a[low..3].fill({
            low = 0;
            x
        });
        a[0] * a[1] * a[2] * a[3]
    }
    scalar!(parts parts_grad parts_value_and_grad parts_pullback,
        [a: [f64; 4] = [0.8, -0.3, -1.3, 0.9], x: f64 = 0.7] (1, a, x));
    #[differentiate]
    fn rows(mut low: usize, mut a: [[[f64; 2]; 2]; 2], x: f64) -> f64 {
        a[low].fill({
            low = 0;
            [x, x * x]
        });
        a[0][0][1] * a[1][1][1] + a[1][0][0]
    }
    scalar!(rows rows_grad rows_value_and_grad rows_pullback,
        [a: [[[f64; 2]; 2]; 2] = [[[0.8, -0.3], [0.1, 0.2]], [[-1.3, 0.9], [0.4, 0.6]]], x: f64 = 0.7] (1, a, x));
}
