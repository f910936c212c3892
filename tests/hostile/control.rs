//! Loops over scalars: ranges of every kind, bounds and counters that change, state that is carried and reset.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

#[test]
fn loops_of_no_trips() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut a = x;
        for i in 0..n {
            a = a * a.sin() + i as f64;
        }
        for i in (n..0).rev() {
            a *= i as f64;
        }
        for i in (0..n).step_by(4) {
            a = a.exp() * i as f64 + a;
        }
        for _ in 5..=4 {
            a = 0.0;
        }
        a * x
    }
    for n in [0, 1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x, n));
    }
}

#[test]
fn ranges_of_every_direction_and_step() {
    #[differentiate]
    fn f(x: f64, n: usize, m: i32) -> f64 {
        let mut a = x;
        for i in (0..n).rev() {
            a = a * 0.9 + (i as f64 * a).sin();
        }
        for i in (1..=n).step_by(3) {
            a = a * a * 0.1 + i as f64 * x;
        }
        for i in (1..=n).rev().step_by(2) {
            a = (a * 0.5 + i as f64).cos() * a;
        }
        for i in (0..n).step_by(3).rev() {
            a = a * (0.3 * i as f64).cos() + a.sin();
        }
        for k in -m..m {
            a = a.sin() + k as f64 * a * 0.1;
        }
        for k in (-m..=m).rev() {
            a = (a + 0.2 * k as f64).sin();
        }
        for k in (-m..=m).step_by(2) {
            a = (a + 0.2 * k as f64).cos() * a;
        }
        a
    }
    for (n, m) in [(0, 0), (1, 1), (2, 0), (3, 3), (7, 2), (8, -1)] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x, n, m));
    }
}

#[test]
fn bounds_overwritten_after_and_inside_the_loop() {
    #[differentiate]
    fn f(x: f64, mut n: usize) -> f64 {
        let mut a = x;
        let mut low = 1;
        for i in low..n {
            a = a * 0.8 + (a * i as f64).sin();
            n += 1;
            low = 0;
        }
        n = n / 2 + low;
        for i in low..n {
            a = a * a.cos() + i as f64;
        }
        n = 0;
        a * (n as f64 + x)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x, 4));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x, 0));
}

#[test]
fn a_step_overwritten_in_the_loop() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut step = 2;
        let mut a = x;
        for i in (0..9).step_by(step) {
            a = a * 0.8 + (a * i as f64).sin();
            step = 1;
        }
        a * step as f64
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x));
}

#[test]
fn a_variable_that_turns_active_in_the_second_iteration() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let (mut a, mut b, mut c, mut d) = (1.0, 2.0, 0.5_f64, x);
        for _ in 0..n {
            let next = a * b + c;
            a = b * 0.7;
            b = c.sin() + b * 0.1;
            c = d * next;
            d = d * 0.9;
        }
        a * 2.0 + b
    }
    for n in 0..6 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, n));
    }
}

#[test]
fn carried_state_in_nested_loops_with_conditions() {
    #[differentiate]
    fn f(x: f64, y: f64, n: usize) -> f64 {
        let (mut s, mut t) = (x, y);
        for i in 0..n {
            let before = s;
            for j in i..n {
                if (i + j) % 3 == 1 {
                    s = s * t * 0.5 + before;
                } else if s > t {
                    t += s * y * 0.25;
                    for _ in 0..j {
                        t = t.sin() + before * 0.1;
                    }
                }
            }
            t = t - s * 0.1;
            s = (s + t).cos();
        }
        s * t
    }
    for n in [0, 1, 2, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4, y: f64 = 0.9] (x, y, n));
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9, y: f64 = 0.1] (x, y, n));
    }
}

#[test]
fn a_loop_in_a_branch_in_a_loop_in_a_branch() {
    #[differentiate]
    fn f(x: f64, n: usize, on: bool) -> f64 {
        let mut a = x;
        if on {
            for i in 0..n {
                let b = a * a;
                if i % 2 == 1 {
                    for j in 0..=i {
                        let c = b * a;
                        a = c.sin() + j as f64 * x;
                        if j > 1 {
                            a = a * c;
                        }
                    }
                } else {
                    a = b.exp() * 0.3;
                }
            }
        }
        a
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, 5, true));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, 0, true));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, 5, false));
}

#[test]
fn an_accumulator_reset_in_the_loop() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut total = 0.0;
        let mut s = x;
        for i in 0..5 {
            if i == 2 {
                s = 0.0;
            }
            for j in 0..3 {
                s += x * y * (j as f64 + 1.0);
                s *= y;
            }
            total += s * s;
            if i == 3 {
                s = y;
            }
        }
        total * s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4, y: f64 = 0.9] (x, y));
}

#[test]
fn a_product_with_a_zero_in_it() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut p = 1.0;
        for i in 0..5 {
            p *= x - i as f64 * y;
        }
        p
    }
    // x − 2y is zero: the product of the others is what is left, for x, and −2 times that for y.
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 1.0, y: f64 = 0.5] (x, y), exactly [
        1.0 * 0.5 * -0.5 * -1.0,
        -2.0 * (1.0 * 0.5 * -0.5 * -1.0)
    ]);
}

#[test]
fn a_loop_variable_shadowed_and_shadowing() {
    #[differentiate]
    fn f(i: f64, n: usize) -> f64 {
        let mut s = i;
        for i in 0..n {
            let j = i as f64;
            s = s * 0.5 + j * s.sin();
            for i in 0..i {
                let i = i as f64 * s;
                s += i.cos() * 0.1;
            }
            let i = s * j;
            s = i * 0.2 + s;
        }
        s * i
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [i: f64 = 0.4] (i, 4));
}

#[test]
fn a_counter_carried_beside_the_floats() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut count = 0;
        let mut a = x;
        for i in 0..n {
            if a > 0.5 {
                count += 1;
                a = a * 0.6;
            } else {
                count += 2 * i;
                a = a + 0.3 * count as f64 * x;
            }
            for k in 0..count % 4 {
                a = (a * (k + count) as f64).sin() + a;
            }
        }
        a * count as f64
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, 6));
}

#[test]
fn integers_computed_before_and_overwritten_after() {
    #[differentiate]
    fn f(x: f64, n: i32) -> f64 {
        let mut k = n * 2 + 1;
        let a = x.powi(k);
        k -= 4;
        let b = a * k as f64;
        let power = k / 2;
        k = 0;
        b.powi(power) + a.powi(k) * k as f64 + x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, 2));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, -3));
}

#[test]
fn a_range_that_ends_at_the_last_integer() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut a = x;
        for i in 250..=255_u8 {
            a = a * 0.5 + (a * i as f64 * 0.01).sin();
        }
        for i in (250..=255_u8).rev() {
            a = a.sin() + i as f64 * 0.01 * a;
        }
        for i in (250..=u8::MAX).step_by(2) {
            a = (a + i as f64).sin();
        }
        a
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x));
}
