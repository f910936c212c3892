//! Where closures are called, what they are handed, and how they are left.

use crate::harness::{data, into, rows, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn called_in_loops_branches_and_conditions() {
    #[differentiate]
    fn f(a: f64, b: f64, n: usize) -> f64 {
        let scaled = |x: f64, k: usize| {
            let y = x * a;
            y.sin() + k as f64
        };
        let mut s = 0.0;
        for i in 0..n {
            if scaled(b, i) > 0.5 {
                s += scaled(b * 2.0, i);
            } else {
                s -= b;
            }
        }
        scaled(s, 3) * scaled(scaled(a, 1), 2)
    }
    for n in [0, 1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, b: f64 = -0.4] (a, b, n));
    }
}

#[test]
fn the_same_active_value_twice() {
    #[differentiate]
    fn f(a: f64) -> f64 {
        let product = |x: f64, y: f64| x * y * a;
        product(a, a) + product(product(a, a), product(a, 2.0))
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.8] (a));
}

#[test]
fn a_label_that_is_used_twice() {
    #[differentiate]
    fn f(a: f64, x: &[f64]) -> f64 {
        let f = |v: f64| {
            let mut s = v;
            'all: for i in 0..3 {
                for k in 0..3 {
                    if s > 1.0 {
                        break 'all;
                    }
                    if k > i {
                        continue 'all;
                    }
                    s = s * 1.4 + a;
                }
            }
            s
        };
        let mut s = a;
        'all: for i in 0..x.len() {
            for k in 0..2 {
                s += f(x[i]) * x[i];
                if s > 5.0 {
                    break 'all;
                }
                if k == i {
                    continue 'all;
                }
            }
        }
        s
    }
    for n in [0, 2, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.3, x: Vec<f64> = data(n)] (a, &x));
    }
}

#[test]
fn left_early() {
    #[differentiate]
    fn f(a: f64, x: &[f64]) -> f64 {
        let clip = |v: f64| {
            if v > 1.0 {
                return a;
            }
            let mut w = v;
            for i in 0..5 {
                if w > 1.2 {
                    return w * a;
                }
                w = w * 1.3 + i as f64 * 0.01;
            }
            w * w
        };
        let mut total = 0.0;
        for i in 0..x.len() {
            if i == 3 {
                continue;
            }
            total += clip(x[i]) * (i + 1) as f64;
            if total > 40.0 {
                return total * a;
            }
        }
        clip(total) + total
    }
    for n in [0, 1, 6, 10] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, x: Vec<f64> = data(n)] (a, &x));
    }
}

#[test]
fn left_early_without_a_value() {
    #[differentiate]
    fn f(a: f64, x: &[f64]) -> f64 {
        let mut sum = a;
        let mut add = |v: f64| {
            if v > 1.0 {
                return;
            }
            sum += v * v;
        };
        for i in 0..x.len() {
            add(x[i] * a);
            add(x[i]);
        }
        return sum * sum;
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, x: Vec<f64> = data(5)] (a, &x));
}

#[test]
fn closures_that_call_closures() {
    #[differentiate]
    fn f(a: f64, b: f64) -> f64 {
        let g = |x: f64| x * b;
        let h = |x: f64, y: f64| {
            let g2 = |z: f64| g(z) + x;
            g2(y) * g2(a)
        };
        let x = h(a, b);
        h(x, g(x)) + g(h(b, a))
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, b: f64 = 1.1] (a, b));
}

#[test]
fn closures_that_are_handed_on() {
    #[differentiate]
    fn f(a: f64, b: f64) -> f64 {
        let f = |x: f64| x * b;
        let twice = |g: &dyn Fn(f64) -> f64, x: f64| g(g(x)) + b;
        let same = &f;
        let b = b * 3.0;
        twice(&f, a) * twice(&|y: f64| y * y + b, a) + same(b)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, b: f64 = 1.1] (a, b));
}

#[test]
fn patterns() {
    #[differentiate]
    fn f(p: (f64, f64), x: &[f64], q: [f64; 3]) -> f64 {
        let f = |(a, b): (f64, f64), &v: &f64| a * b + v;
        let g = |mut s: f64, _: f64, (i, y): (usize, f64)| {
            s += y * i as f64;
            s * s
        };
        let h = |&(a, b): &(f64, f64)| a - b * b;
        let mut s = f(p, &x[1]) * f((x[0], 2.0), &q[2]);
        s += g(s, q[0], (3, x[2])) + h(&p);
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [p: (f64, f64) = (0.3, 0.9), x: Vec<f64> = data(3), q: [f64; 3] = [0.4, 0.5, 0.6]] (p, &x, q));
}

#[test]
fn references_in_and_out() {
    #[differentiate]
    fn f(w: &[f64], x: &[f64], n: usize) -> f64 {
        let m = x.len();
        let row = |i: usize| &w[i * m..(i + 1) * m];
        let dot = |a: &[f64], b: &[f64]| {
            let mut s = 0.0;
            for k in 0..a.len() {
                s += a[k] * b[k];
            }
            s
        };
        let mut total = 0.0;
        for i in 0..n {
            let r = row(i);
            total += dot(r, x) * r[0] + row(i)[1] + dot(row(0), row(i));
        }
        total
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [w: Vec<f64> = data(12), x: Vec<f64> = data(4)] (&w, &x, n));
    }
}

#[test]
fn memory_that_is_written_through_a_parameter() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut y = x.to_vec();
        let scale = |v: &mut [f64], by: f64| {
            for i in 0..v.len() {
                v[i] = v[i] * by + a;
            }
        };
        scale(&mut y, 2.0);
        scale(&mut y[1..], a);
        let first = y[0];
        scale(&mut y, first);
        let mut s = 0.0;
        let bump = |s: &mut f64, by: f64| *s += by * by;
        for i in 0..y.len() {
            bump(&mut s, y[i]);
        }
        s
    }
    for n in [1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}

#[test]
fn vecs_in_and_out() {
    #[differentiate]
    fn f(x: Vec<f64>, a: f64, n: usize) -> Vec<f64> {
        let step = |v: &[f64], by: f64| {
            let mut next = vec![0.0; v.len()];
            for i in 0..v.len() {
                next[i] = v[i] * by + v[(i + 1) % v.len()] * a;
            }
            next
        };
        let mut h = x;
        for i in 0..n {
            h = step(&h, i as f64 * 0.5);
        }
        h
    }
    for n in [0, 1, 3] {
        rows!(f f_pullback, [x: Vec<f64> = data(3), a: f64 = 0.7] (x, a, n), by reference);
    }
}

#[test]
fn without_types() {
    #[differentiate]
    fn f(a: f64, x: &[f64]) -> f64 {
        let square = |v| v * v;
        let at = |i| x[i];
        let both = |v, i| v * at(i);
        let mut s = square(a);
        for i in 0..x.len() {
            s += both(square(at(i)), i);
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, x: Vec<f64> = data(4)] (a, &x));
    into!(f f_grad f_grad_into, [a: f64 = 0.7, x: Vec<f64> = data(4)] (a, &x));
}

#[test]
fn nothing_active_in_it_stays_as_it_is() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let index = |i: usize, j: usize| i * n + j;
        let half = |v: f64| v * 0.5;
        let weights = [0.1, 0.2];
        let weight = |k: usize| weights[k % 2];
        let mut s = 0.0;
        for i in 0..n {
            for j in 0..n {
                s += x[index(i, j)] * half(weight(i + j)) * half(x[0]);
                if half(x[index(j, i)]) > weight(i) {
                    s += 1.0;
                }
            }
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(9)] (&x, 3));
}

#[test]
fn conditions_guards_and_macros() {
    #[differentiate]
    fn f(a: f64, x: &[f64]) -> f64 {
        let gap = |v: f64| (v - a).abs();
        let far = |i: usize| i < x.len() && gap(x[i]) > 0.3;
        assert!(gap(a) == 0.0, "{} {}", gap(a), a);
        debug_assert!(!x.is_empty());
        let mut s = a;
        let mut i = 0;
        while gap(s) < 2.0 && i < 10 {
            s += match i {
                k if far(k) => gap(x[k]) * a,
                _ => 0.3 * s,
            };
            i += 1;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, x: Vec<f64> = data(4)] (a, &x));
}

#[test]
fn single_precision_and_called_functions() {
    #[differentiate]
    fn g(x: f32) -> f32 {
        x * x + 1.0
    }
    #[differentiate]
    fn f(a: f32) -> f64 {
        let h = |x| g(x) * a;
        f64::from(h(a) + h(2.0))
    }
    let a = 0.75_f32;
    let slope = f64::from(3.0 * a * a + 1.0 + 5.0);
    assert_eq!(f64::from(f_grad(a)), slope);
    assert_eq!(f_value_and_grad(a).0.to_bits(), f(a).to_bits());
}

#[test]
fn order_of_arguments_and_of_effects() {
    #[differentiate]
    fn f(a: f64) -> f64 {
        let mut k = a;
        let f = |x: f64, y: f64, z: f64| x * 2.0 + y * 3.0 - z * a;
        let s = f(
            k,
            {
                k = k * k;
                k
            },
            {
                k += 1.0;
                k * 2.0
            },
        );
        s * k
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7] (a));
}

#[test]
fn written_where_it_is_called() {
    #[differentiate]
    fn f(a: f64, b: f64) -> f64 {
        let s = (|x: f64| {
            if x > b {
                return x * x;
            }
            x * b
        })(a);
        let tuple = |x: f64| (x * a, x + b);
        let (u, v) = tuple(s);
        let whole = tuple(u);
        s * u + v * whole.0 + whole.1
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, b: f64 = 0.3] (a, b));
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, b: f64 = 0.9] (a, b));
}
