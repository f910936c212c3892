//! What random programs found in matches, cut down to its least and kept: one test a failure.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

#[test]
fn a_name_of_what_is_matched_inside_a_macro() {
    #[differentiate]
    fn f(x: f64, k: usize) -> f64 {
        let mut s = x;
        for _ in 0..3 {
            match (k, s - x) {
                (1, z) => {
                    let mut i = 1;
                    loop {
                        if i == 0 {
                            break;
                        }
                        i -= 1;
                        let pair = vec![z; 2];
                        assert_eq!(pair.len(), 2);
                    }
                    break;
                }
                (2, z) if z > 0.5 => println!("{z}"),
                (3, mut z) => {
                    z += 1.0;
                    println!("{z} and {}", z);
                }
                (4, z) => {
                    debug_assert!(z < x + 10.0, "{z}");
                    s *= z + 2.0;
                }
                _ => {}
            }
            s *= x;
        }
        s
    }
    for k in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, k));
    }
}

#[test]
fn a_guard_on_a_name_that_the_arm_may_change() {
    #[differentiate]
    fn f(x: f64, k: usize) -> f64 {
        let mut y = 0.5 * x;
        if k == 0 {
            match y {
                mut x if 0.5 < x => {
                    x *= 2.0;
                    y = x * x;
                }
                _ => {}
            }
        }
        y * x
    }
    for x in [0.8, 1.4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x, 0));
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x, 1));
    }
    #[differentiate]
    fn g(x: f64) -> f64 {
        let a = match (0.75, x * 2.0) {
            (y, mut x) if y < x => {
                x *= y * x;
                x
            }
            (mut y, z) if y < 2.0 => {
                y *= z;
                y
            }
            (_, z) => z,
        };
        a * x
    }
    for x in [0.8, 0.2, -0.5] {
        scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = x] (x));
    }
}

#[test]
fn something_taken_off_that_nobody_looks_at() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut v = vec![x, x * x, x];
        match v.pop() {
            _ => {}
        }
        let t = match v.pop() {
            _ => {
                let u = x * x;
                u * v[0]
            }
        };
        t * x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x));
}

#[test]
fn nothing_to_take_off_comes_first() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut v = vec![x, x * x];
        let mut s = x;
        for _ in 0..n {
            match v.pop() {
                None => s *= x,
                Some(t) => s += t * s,
            }
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, 3));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, 1));
}
