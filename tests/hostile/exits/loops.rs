//! Loops that end when they will: `while`, `loop`, `break`, `continue`.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

#[test]
fn newton_until_converged() {
    #[differentiate]
    fn root(a: f64) -> f64 {
        let mut x = a;
        while (x * x - a).abs() > 1e-13 {
            x = 0.5 * (x + a / x);
        }
        x
    }
    for a in [0.3, 2.0, 81.0] {
        let (value, slope) = root_value_and_grad(a);
        assert!((value - a.sqrt()).abs() < 1e-12);
        assert!((slope - 0.5 / a.sqrt()).abs() < 1e-6, "{slope}");
    }
    // One that stops at once.
    assert_eq!(root_value_and_grad(1.0), (1.0, 1.0));
}

#[test]
fn a_while_loop_of_no_trips_and_of_a_million() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut s = x;
        let mut k = 0;
        while k < n {
            s = s + x * 1e-6 * s.cos();
            k += 1;
        }
        s * x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, 0));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, 7));
    let slope = f_grad(0.8, 1_000_000);
    let h = 1e-5;
    let central = (f(0.8 + h, 1_000_000) - f(0.8 - h, 1_000_000)) / (2.0 * h);
    assert!((slope - central).abs() < 1e-6 * slope.abs(), "{slope} {central}");
}

#[test]
fn a_break_in_the_middle_of_a_body() {
    #[differentiate]
    fn f(x: &[f64], #[constant] limit: f64, w: f64) -> f64 {
        let mut s = 0.0;
        let mut p = 1.0;
        for i in 0..x.len() {
            p *= x[i] * w;
            if p > limit {
                s += p * p;
                break;
            }
            s = (s + p).sin() * w;
        }
        s * p
    }
    for limit in [0.0, 1.2, 2.0, 1e9] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![1.1, 1.3, 1.7, 0.9, 2.0], w: f64 = 0.9] (&x, limit, w));
    }
}

#[test]
fn breaks_of_every_range() {
    #[differentiate]
    fn f(x: f64, by: usize, stop: usize, #[constant] way: usize) -> f64 {
        let mut s = x;
        if way == 0 {
            for i in (2..20).step_by(by) {
                if i >= stop {
                    break;
                }
                s = s * x + i as f64;
            }
        } else if way == 1 {
            for i in (2..20).rev() {
                if i <= stop {
                    break;
                }
                s = s * x.sin() + i as f64;
            }
        } else if way == 2 {
            for i in (1..=9).rev().step_by(by) {
                s = s * x.sin() + i as f64;
                if i <= stop {
                    break;
                }
            }
        } else {
            for i in 3i32..12 {
                if i as usize > stop {
                    break;
                }
                s = s * x.cos() + f64::from(i);
            }
        }
        s
    }
    for way in 0..4 {
        for stop in [0, 5, 30] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, 3, stop, way));
        }
    }
}

#[test]
fn continue_skips_the_rest() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut s = 1.0;
        for i in 0..x.len() {
            if x[i] < 0.0 {
                continue;
            }
            let t = s * x[i];
            if i % 2 == 0 {
                s = t.exp();
                continue;
            }
            s += t * t;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.4, -0.3, 0.2, 0.9, -1.0, 0.1]] (&x));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![-0.4]] (&x));
}

#[test]
fn loops_with_values() {
    #[differentiate]
    fn f(x: f64, w: f64, limit: usize) -> f64 {
        let mut s = x;
        let mut k = 0;
        let (y, z) = loop {
            k += 1;
            if k == limit {
                break (s * s, s);
            }
            let t = s * w;
            if t > 10.0 {
                break (t * s, 2.0 * t);
            }
            s = t + 1.0;
        };
        let scale = loop {
            break y + w;
        };
        y * s + z * scale
    }
    for limit in [1, 2, 30] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, w: f64 = 1.3] (x, w, limit));
    }
}

#[test]
fn a_condition_whose_operands_change_later_is_remembered() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut s = x;
        let mut limit = 3;
        let mut k = 0;
        while k < limit {
            if s > 1.5 {
                limit = n;
                s = 0.1 * s;
            } else {
                s = s * x + 0.7;
            }
            k += 1;
        }
        limit = 0;
        s * (limit + k) as f64
    }
    for x in [0.4, 1.1, 2.0] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x, 6));
    }
}

#[test]
fn activity_that_comes_with_the_second_trip() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut a = 1.0;
        let mut b = 2.0;
        let mut k = 0;
        while k < n {
            let t = b;
            b = a * t;
            a = x;
            k += 1;
        }
        b
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, n));
    }
}

#[test]
fn single_precision() {
    #[differentiate]
    fn f(x: f32) -> f32 {
        let mut s = x;
        while s < 10.0 {
            if s == 4.0 {
                return s * s;
            }
            s = s * x;
        }
        s
    }
    assert_eq!(f_grad(3.0f32), 27.0);
    assert_eq!(f_grad(2.0f32), 32.0);
}

#[test]
fn a_condition_that_writes() {
    #[differentiate]
    fn f(x: &[f64], idx: &[usize]) -> f64 {
        let mut stack: Vec<usize> = idx.to_vec();
        let mut s = 0.0;
        while stack.pop().is_some() {
            s += x[stack.len()] * x[stack.len()];
        }
        s
    }
    assert_eq!(f_grad(&[1.0, 2.0, 3.0], &[7, 7, 7]), [2.0, 4.0, 6.0]);
}
