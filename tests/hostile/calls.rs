//! Functions that call functions: by every way of naming them, in every position, wanted or not.

use crate::harness::{data, into, scalar};
use autodiff_runtime::prelude::*;

#[differentiate]
fn blend(a: f64, b: f64) -> f64 {
    let c = a * b.sin();
    c + a * a
}

#[differentiate]
fn inner(a: &[f64], b: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() {
        s += a[i] * b[i] * b[i];
    }
    s
}

#[differentiate]
fn split(x: f64, y: f64) -> (f64, f64) {
    let p = x * y;
    (p.exp(), p - y)
}

mod layers {
    pub(crate) mod deep {
        use autodiff_runtime::prelude::*;
        #[differentiate]
        pub(crate) fn cube(x: f64) -> f64 {
            super::square(x) * x
        }
    }
    use autodiff_runtime::prelude::*;
    #[differentiate]
    pub(crate) fn square(x: f64) -> f64 {
        x * x
    }
}

/// Names that the runtime has too: called by a path, they are the user's own.
mod own {
    use autodiff_runtime::prelude::differentiate;
    #[differentiate]
    pub(crate) fn sigmoid(x: f64) -> f64 {
        x * x + 1.0
    }
    #[differentiate]
    pub(crate) fn accumulate(x: f64, reset: f64) -> f64 {
        x * reset
    }
    #[differentiate]
    pub(crate) fn zero_like(x: f64) -> f64 {
        accumulate(x, self::sigmoid(x))
    }
}

#[test]
fn the_same_argument_twice() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        blend(x, x) * blend(blend(x, x), x)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6] (x));
}

#[test]
fn tuples_out_of_calls() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let (a, b) = split(x, y);
        let (mut c, _) = split(b, a);
        let (_, d) = split(a, a);
        for i in 0..3 {
            let (e, g) = split(c * 0.1, d);
            if i == 1 {
                c = e * g;
            } else {
                c += g * 0.1;
            }
        }
        a * c + d
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3, y: f64 = -0.6] (x, y));
}

#[test]
fn a_call_whose_results_nobody_reads() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let _ = blend(x, y);
        let unused = blend(y, x);
        blend(x, y);
        let (_, _) = split(x, y);
        let _unused = unused * x;
        blend(x, 2.0)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3, y: f64 = -0.6] (x, y));
}

#[test]
fn a_call_that_is_active_in_one_argument_or_the_other() {
    #[differentiate]
    fn f(x: f64, #[constant] c: f64, n: usize) -> f64 {
        let a = blend(x, c) + blend(c, x) + blend(c, c) + blend(1.5, x);
        let mut t = c;
        for _ in 0..n {
            t = blend(t, 0.5) + a * 0.1;
        }
        t * a
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x, 0.4, n));
    }
}

#[test]
fn nested_calls_in_every_position() {
    #[differentiate]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut a = [0.0; 3];
        a[k] = blend(x[k], x[blend_index(k)]);
        a[blend_index(k)] += blend(a[k], inner(x, &a));
        if blend(x[0], x[1]) > 0.5 {
            a[0] = blend(a[0], a[1]).exp();
        }
        for i in 0..2 {
            a[i + 1] = if i == 0 { blend(a[i], blend(a[i + 1], x[i])) } else { -blend(a[0], x[2]) * a[i] };
        }
        (blend(a[0], a[1]) - blend(a[2], a[0])) * inner(&[a[0], a[1], x[2]], x)
    }
    fn blend_index(k: usize) -> usize {
        (k + 1) % 3
    }
    for k in 0..3 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, k));
    }
}

#[test]
fn a_rule_of_the_users_own() {
    fn table(x: f64, n: usize) -> f64 {
        x * x * n as f64
    }
    #[pullback]
    fn table_pullback(x: f64, #[constant] n: usize) -> (f64, impl Fn(f64, &mut f64)) {
        (table(x, n), move |d: f64, d_x: &mut f64| *d_x += d * 2.0 * x * n as f64)
    }
    #[differentiate]
    fn f(x: f64, w: f64) -> f64 {
        let mut s = table(x * w, 2);
        for i in 0..3 {
            s = table(s * 0.3, i) + table(w, i) + x * s;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3, w: f64 = 0.6] (x, w));
}

#[test]
fn functions_in_modules_by_path_and_by_import() {
    use layers::deep::{cube, cube_pullback_for};
    #[differentiate]
    fn f(x: f64) -> f64 {
        cube(x) * layers::square(x) + self::layers::deep::cube(x * 2.0)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x));
}

#[test]
fn users_own_functions_with_names_of_ours() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        own::sigmoid(x) * own::zero_like(x) + tanh(x) * own::accumulate(x, sigmoid(x))
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.3] (x));
}

#[test]
fn a_call_in_a_loop_of_a_call_in_a_loop() {
    #[differentiate]
    fn step(mut x: f64, w: &[f64], n: usize) -> f64 {
        for i in 0..n {
            x = blend(x * 0.4, w[i % w.len()]);
            if x < 0.0 {
                x = -x;
            }
        }
        x
    }
    #[differentiate]
    fn f(x: f64, w: &[f64], n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            let t = step(s, w, i);
            if i % 2 == 0 {
                s = t * s + step(x, w, n - i);
            } else {
                s = step(s, w, 2) - t;
            }
        }
        s
    }
    for n in [0, 1, 2, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, w: Vec<f64> = data(3)] (x, &w, n));
        into!(f f_grad f_grad_into, [x: f64 = 0.8, w: Vec<f64> = data(3)] (x, &w, n));
    }
}
