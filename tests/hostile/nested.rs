//! Functions in the body without an attribute: what they see, what they are handed, how they are left.

use crate::harness::{data, scalar};
use autodiff_runtime::prelude::*;

/// A constant that locals of differentiated functions are called like.
const K: f64 = 3.0;

#[test]
fn given_closures() {
    #[differentiate]
    fn f(x: f64, k: f64) -> f64 {
        fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
            f(f(x))
        }
        fn by_reference<F>(f: &F, x: f64) -> f64
        where
            F: Fn(f64) -> f64,
        {
            f(x) * x
        }
        fn by_pointer(f: fn(f64) -> f64, g: &dyn Fn(f64) -> f64, x: f64) -> f64 {
            f(x) + g(x)
        }
        let scale = k * 2.0;
        let named = |v: f64| v * v * k;
        twice(|v| scale * v.sin(), x) + by_reference(&named, x) + by_pointer(f64::cos, &|v| v * scale, k)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4, k: f64 = 0.7] (x, k));
}

#[test]
fn simpsons_rule() {
    #[differentiate]
    fn f(a: f64, b: f64, k: f64) -> f64 {
        fn simpson<F: Fn(f64) -> f64>(f: F, a: f64, b: f64) -> f64 {
            (b - a) / 6.0 * (f(a) + 4.0 * f(0.5 * (a + b)) + f(b))
        }
        simpson(|t| (k * t).sin(), a, b) + simpson(f64::exp, 0.0, b)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.1, b: f64 = 0.9, k: f64 = 2.0] (a, b, k));
}

/// In a nested function a name is what it is outside, whatever a local is called.
#[test]
#[allow(non_snake_case, reason = "that is the point")]
fn locals_are_not_seen() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        fn times(x: f64) -> f64 {
            let y = x * 2.0;
            y * x + helper(y)
        }
        fn helper(z: f64) -> f64 {
            z * K
        }
        let y = x * x;
        let z = times(y) + y;
        times(z) * y
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

/// One function calls another.
#[test]
fn functions_call_each_other() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        fn g(x: f64) -> f64 {
            x * x
        }
        fn h(x: f64) -> f64 {
            g(x) + 1.0
        }
        let outer = g(x);
        let inner = h(x) * x.sin();
        outer * inner
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

#[test]
fn left_early_and_in_loops() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        fn index(i: usize, n: usize) -> usize {
            (i * 7) % n
        }
        fn iterate(f: &impl Fn(f64, usize) -> f64, x: f64, n: usize) -> f64 {
            let mut x = x;
            for i in 0..n {
                if x > 5.0 {
                    return x * x;
                }
                x = f(x, i);
            }
            x
        }
        iterate(&|v, i| v * v * 0.5 + index(i, 5) as f64, x, n)
    }
    for n in [0, 1, 2, 3, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4] (x, n));
    }
}

#[test]
fn written_through() {
    #[differentiate]
    fn f(x: &[f64], k: f64) -> f64 {
        fn each(x: &[f64], mut f: impl FnMut(f64)) {
            for v in x {
                f(*v);
            }
        }
        fn scale(y: &mut [f64], k: f64) {
            for v in y.iter_mut() {
                *v *= k;
            }
            y[0] += k;
        }
        fn norm2(v: &[f64]) -> f64 {
            v.iter().map(|a| a * a).sum()
        }
        let mut y = x.to_vec();
        scale(&mut y, k);
        scale(&mut y[1..], x[0]);
        let mut total = 0.0;
        each(&y, |v| total += v * k);
        total * norm2(&y)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), k: f64 = 0.7] (&x, k));
}

/// What nothing differentiable flows into stays a call.
#[test]
fn passive_calls_are_calls() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        fn half(i: usize) -> usize {
            i / 2
        }
        fn fill(n: usize) -> Vec<usize> {
            (0..n).map(half).collect()
        }
        let order = fill(x.len());
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[half(i)] * x[order[i]] * x[i];
        }
        sum
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(5)] (&x));
}

/// The user's own rule is what counts, and no look at the body.
#[test]
fn a_rule_by_hand_is_kept() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        fn cut(x: f64) -> f64 {
            x.floor()
        }
        #[pullback]
        #[allow(dead_code, reason = "generated code calls it by another name")]
        fn cut_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
            (cut(x), |d: f64, d_x: &mut f64| *d_x += 10.0 * d)
        }
        cut(x) * 2.0
    }
    assert_eq!(f_grad(1.5), 20.0);
}

/// One that is marked is called by its companions.
#[test]
fn marked_functions_are_called() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        #[differentiate]
        fn power(x: f64, n: usize) -> f64 {
            if n == 0 { 1.0 } else { x * power(x, n - 1) }
        }
        fn both(x: f64) -> f64 {
            power(x, 2) + power(x, 3)
        }
        both(x) * x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

/// What a nested function is given may be called like a local of the function around.
#[test]
fn parameters_of_the_same_name() {
    #[differentiate]
    fn f(x: f64, k: f64) -> f64 {
        fn apply(g: &impl Fn(f64) -> f64, x: f64) -> f64 {
            let k = g(x);
            k * x
        }
        let g = |v: f64| v * k + x;
        apply(&g, k) + g(x)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.4, k: f64 = 0.7] (x, k));
}

/// By its path, on what is empty, and on what is overwritten.
#[test]
fn by_path_and_with_no_trips() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        fn square(v: f64) -> f64 {
            v * v
        }
        fn add_all(x: &[f64], n: usize) -> f64 {
            let mut s = 0.0;
            for v in &x[..n] {
                s += square(*v);
                s = s * v;
            }
            s
        }
        let y: Vec<f64> = x.iter().copied().map(square).collect();
        add_all(&y, 0) + add_all(x, x.len()) + add_all(&y, 2) * y[0]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x));
}

/// What is taken by value and written is the function's own.
#[test]
fn memory_by_value() {
    #[differentiate]
    fn f(x: [f64; 3]) -> f64 {
        fn twist(mut a: [f64; 3]) -> [f64; 3] {
            a[0] *= a[1];
            a.swap(0, 2);
            a
        }
        let b = twist(x);
        let c = twist(twist(b));
        b[0] * c[1] + x[0] * c[2] + x[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 3] = [0.7, 1.3, -0.4]] (x));
}
