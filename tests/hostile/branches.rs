//! Branches: values overwritten after they decided, bindings that come late, what must not leak from the side not taken.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

#[test]
fn overwritten_in_nested_branches_and_loops() {
    #[differentiate]
    fn f(mut x: f64, y: f64) -> f64 {
        if x > 0.0 {
            x = x * x;
            if x > y {
                x = x * y;
                for _ in 0..3 {
                    x = x * x + 0.1;
                    if x < 0.5 {
                        x = x.sin();
                    } else {
                        x = x * 0.5 - y * x;
                    }
                }
            } else {
                x = x - y;
                x = x * x;
            }
        } else {
            x = -x * y;
        }
        x = x * x;
        x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9, y: f64 = 0.3] (x, y));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6, y: f64 = 0.7] (x, y));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = -0.6, y: f64 = 0.7] (x, y));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 1.9, y: f64 = 0.7] (x, y));
}

#[test]
fn a_branch_on_a_value_that_is_overwritten() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut a = x * y;
        let mut b = y;
        if a > 0.2 {
            a = a - 1.0;
            b = b * a;
        } else {
            a = a * a + 3.0;
            b = b + a;
        }
        for _ in 0..4 {
            if a < b {
                a = a * 0.5 + b;
            } else {
                b = b * a * 0.5;
                a = b - a;
            }
        }
        a * b
    }
    for (x, y) in [(0.9, 0.8), (0.1, 0.8), (-1.1, 1.4), (2.0, 2.0)] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, y: f64 = y] (x, y));
    }
}

#[test]
fn a_flag_that_later_turns() {
    #[differentiate]
    fn f(x: f64, mut flag: bool) -> f64 {
        let mut a = x;
        for i in 0..6 {
            if flag {
                a = a * a * 0.7;
            } else {
                a = a.exp() - x;
            }
            flag = !flag;
            if flag && i > 2 || a > 3.0 {
                a = a.cos();
                flag = a > 0.1;
            }
        }
        a
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, true));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, false));
}

#[test]
fn deferred_bindings() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let a;
        let b: f64;
        let c;
        if x > y {
            a = x * y;
            c = true;
            b = a.exp();
        } else {
            b = y * y;
            a = b.sin() * x;
            c = b > 1.0;
        }
        let d;
        if c {
            d = a * b;
        } else {
            d = a - b;
        }
        let e;
        e = d * a;
        e * d
    }
    for (x, y) in [(0.9, 0.8), (0.1, 0.8), (0.1, 1.4)] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, y: f64 = y] (x, y));
    }
}

#[test]
fn a_deferred_binding_inside_a_loop() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..n {
            let t;
            if i % 2 == 0 {
                t = s * x;
            } else {
                let u = (s + x).sin();
                t = u * u;
            }
            s += t * t + x;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, 5));
}

#[test]
fn not_a_number_on_the_side_not_taken() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let root = if x > 0.0 { x.sqrt() } else { 0.0 };
        let log = if x < 0.0 { (-x).ln() } else { x };
        root + 2.0 * log
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.0] (x), exactly [2.0]);
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 4.0] (x), exactly [2.25]);
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = -4.0] (x), exactly [-0.5]);
}

#[test]
fn an_inactive_infinity_meets_no_zero() {
    #[differentiate]
    fn f(x: f64, #[constant] huge: f64, n: usize) -> f64 {
        let mut a = x;
        let mut b = huge;
        for _ in 0..n {
            let c = b * 2.0;
            b = c;
            a = a * 3.0;
        }
        let held = if b > 0.0 { a } else { b };
        let unused = b * a;
        let _ = unused;
        held
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 1.0] (x, f64::INFINITY, 2), exactly [9.0]);
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 1.0] (x, -1.0, 2), exactly [0.0]);
}

#[test]
fn comparisons_of_every_kind_take_the_side_that_the_primal_took() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut s = 0.0;
        if x == y {
            s += x;
        }
        if x != y {
            s += 2.0 * y;
        }
        if x <= y && !(x < y) {
            s += 3.0 * x * y;
        }
        if x >= y || s > 100.0 {
            s = s * x;
        }
        if x.is_nan() | (x.max(y) > 1.0) {
            s += y.powi(2);
        }
        if (x - y).abs() < 1e-3 {
            s += y;
        }
        s
    }
    let x = 1.5;
    // s = (x + 3xy)·x + y² + y
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, y: f64 = x] (x, y), exactly [
        (1.0 + 3.0 * x) * x + (x + 3.0 * x * x),
        3.0 * x * x + 2.0 * x + 1.0
    ]);
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.5, y: f64 = 0.75] (x, y));
}

#[test]
fn a_condition_with_a_block_of_its_own() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        let b = if {
            a = a * y;
            a > 0.5
        } {
            a * a
        } else {
            a + y
        };
        let c = if {
            let t = b * x;
            t > a
        } {
            a
        } else {
            b
        };
        a * b * c
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9, y: f64 = 0.8] (x, y));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3, y: f64 = 0.8] (x, y));
}

#[test]
fn branches_that_yield_tuples() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let (a, b) = if x > y { (x * y, y.sin()) } else { (y, x) };
        let (mut c, (d, n)) = if a > 1.0 { (b, (a, 3)) } else { (a * b, (b * b, 2)) };
        for _ in 0..n {
            let (p, q) = if c > d { (c - d, x) } else { (d, c) };
            c = p * q + y;
        }
        let (_, e) = {
            let t = c * d;
            (t, t * t)
        };
        e + a * c
    }
    for (x, y) in [(0.9, 0.8), (0.1, 0.8), (1.9, 0.8)] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, y: f64 = y] (x, y));
    }
}
