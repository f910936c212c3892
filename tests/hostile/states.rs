//! States that carry no derivative, given one value after the other: enums and options that a loop drives on.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Plain,
    Times(usize),
    Between { low: usize, high: usize },
}

#[test]
fn a_state_is_overwritten_and_matched() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut k: Kind = Kind::Times(4);
        if n > 1 {
            k = Kind::Plain;
        }
        let mut s = x;
        for i in 0..n {
            s *= match k {
                Kind::Plain => x,
                Kind::Times(m) => m as f64,
                Kind::Between { low, high } => x * (high - low) as f64,
            };
            k = match k {
                Kind::Plain => Kind::Times(i + 2),
                Kind::Times(m) if m > 2 => Kind::Between { low: 1, high: m },
                _ => Kind::Plain,
            };
        }
        s
    }
    for n in [0, 1, 2, 5, 7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9] (x, n));
    }
}

#[test]
fn an_active_value_decides_which_state() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let k = if x > 1.0 { Kind::Times(n) } else { Kind::Plain };
        let mut last = Kind::Plain;
        let mut s = x;
        for i in 0..4 {
            if s > 2.0 {
                last = Kind::Between { low: i, high: n + i };
            } else if s > 1.0 {
                last = k;
            }
            s = match last {
                Kind::Plain => s * x + 0.4,
                Kind::Times(m) => s * s + m as f64 * 0.1,
                Kind::Between { low, high } => s / (1.0 + x * (low * high) as f64),
            };
        }
        match k {
            Kind::Times(m) => s * m as f64,
            _ => s * s,
        }
    }
    for x in [0.3, 0.9, 1.4, 2.6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x, 3));
    }
}

#[test]
fn an_option_counts_down() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut k = Some(n);
        let mut s = 1.0;
        while let Some(left) = k {
            s = s * x + left as f64;
            k = if left > 0 { Some(left - 1) } else { None };
        }
        s
    }
    for n in [0, 1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9] (x, n));
    }
}

/// It starts like a state, and is none.
#[test]
fn what_begins_as_a_constant_may_carry_a_derivative_later() {
    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    struct Pair {
        a: f64,
        b: f64,
    }
    const START: Pair = Pair { a: 0.5, b: 2.0 };
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut p: Pair = START;
        for _ in 0..n {
            p.a += p.b * x;
            p = Pair { a: p.b, b: p.a * x };
        }
        p.a * p.b
    }
    for n in [0, 1, 2, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9] (x, n));
    }
    #[differentiate]
    fn g(x: f64) -> f64 {
        let mut p: Pair = START;
        let mut q = START;
        if x > 0.0 {
            q.b = x;
        }
        std::mem::swap(&mut p, &mut q);
        p.a * p.b * q.b
    }
    for x in [-0.5, 0.9] {
        scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = x] (x));
    }
}
