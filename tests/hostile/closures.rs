//! Closures: what they capture and when, what hides what, what leaves them, what they are handed.

use crate::harness::{data, into, outputs, rows, scalar};
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
fn a_name_that_is_shadowed_between() {
    #[differentiate]
    fn f(a: f64, x: f64) -> f64 {
        let k = a * 3.0;
        let f = |y: f64| y * k + x;
        let x = x.exp();
        let k = f(x) * x;
        {
            let a = 100.0 * k;
            let y = f(a) - a;
            f(y) + f(k)
        }
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.6, x: f64 = 0.3] (a, x));
}

#[test]
fn a_parameter_named_like_its_argument() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let f = |y: f64, x: f64| y * y - x;
        f(x, y) * f(y, x) + x * y
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6, y: f64 = 1.3] (x, y));
}

#[test]
fn a_captured_variable_that_is_overwritten_before_and_after() {
    #[differentiate]
    fn f(a: f64, n: usize) -> f64 {
        let mut k = a;
        let mut s = 1.0;
        for _ in 0..n {
            k = k * 1.5 + s;
            let g = |x: f64| x * k;
            s = g(s) * g(0.1);
            s += g(a);
            k = s.sin();
        }
        s * k
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7] (a, n));
    }
}

#[test]
fn what_move_takes_along() {
    #[differentiate]
    fn f(a: f64) -> f64 {
        let mut k = a * 2.0;
        let f = move |x: f64| x * k;
        k = a * 100.0;
        let mut state = a;
        let mut g = move || {
            state = state * a;
            state
        };
        f(a) + k + g() * 3.0 + g() * f(k) + state
    }
    assert_eq!(f(0.5), 0.5 + 50.0 + 0.75 + 0.125 * 50.0 + 0.5);
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.5] (a));
}

#[test]
fn what_move_takes_along_in_loops() {
    #[differentiate]
    fn f(a: f64, n: usize) -> f64 {
        let mut s = a;
        let mut n_calls = 0;
        for i in 0..n {
            let mut own = s;
            let mut g = move |x: f64| {
                own += x;
                n_calls += 1;
                own * own + n_calls as f64
            };
            s = g(0.1) * 0.2 + g(s) * 0.3;
            n_calls = i;
        }
        s + n_calls as f64
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7] (a, n));
    }
}

#[test]
fn several_that_move_takes_along() {
    #[differentiate]
    fn f(a: f64, b: f64) -> f64 {
        let mut s = a;
        let mut t = b;
        let mut u = a * b;
        let f = move |x: f64| x * s + t * u;
        s = 10.0 * b;
        t = 20.0 * s;
        u = 30.0 * t;
        f(s) * t + f(u)
    }
    assert_eq!(f(0.5, 1.0), (10.0 * 0.5 + 0.5) * 200.0 + (6000.0 * 0.5 + 0.5));
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.5, b: f64 = 1.0] (a, b));
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
fn a_vec_that_is_moved_in() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut w = x.to_vec();
        w[0] *= a;
        let g = move |i: usize| w[i] * a;
        w = vec![a; 3];
        g(0) * g(1) + w[2] * g(0)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), a: f64 = 0.7] (&x, a));
}

#[test]
fn one_that_changes_what_it_captures() {
    #[differentiate]
    fn f(a: f64, b: f64, n: usize) -> f64 {
        let mut acc = 1.0;
        let mut calls = 0;
        let mut history = vec![0.0; 4];
        let mut push = |x: f64| {
            acc = acc * x + b;
            history[calls % 4] += acc;
            calls += 1;
        };
        for _ in 0..n {
            push(a);
        }
        push(a * b);
        acc * calls as f64 + history[0] * history[1]
    }
    for n in [0, 1, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7, b: f64 = 0.4] (a, b, n));
    }
}

#[test]
fn one_that_changes_and_answers() {
    #[differentiate]
    fn f(a: f64, n: usize) -> f64 {
        let mut seed = 7_u64;
        let mut last = a;
        let mut next = |weight: f64| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let noise = (seed >> 40) as f64 / (1u64 << 24) as f64;
            last = last * 0.5 + weight * noise;
            last
        };
        let mut s = 0.0;
        for i in 0..n {
            s += next(a) * next(a * i as f64);
        }
        s
    }
    for n in [0, 1, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.7] (a, n));
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
fn outputs_that_are_captured() {
    #[differentiate]
    fn f(a: f64, x: &[f64], y: &mut [f64]) {
        let mut put = |i: usize, v: f64| y[i] = y[i] * v + a;
        for i in 0..x.len() {
            put(i, x[i] * x[i]);
            put(0, x[i]);
        }
    }
    outputs!(f f_vjp f_pullback, [a: f64 = 0.7, x: Vec<f64> = data(3)], [y / d_y: Vec<f64> = data(3)], (a, &x, &mut y));
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
fn a_parameter_that_hides_what_another_captures() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let g = || x * 2.0;
        let h = |x: f64| x + g();
        let v = h(y);
        if v > 1.0 { h(v) * x } else { h(y * y) - x }
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, y: f64 = 0.3] (x, y));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.1, y: f64 = 0.3] (x, y));
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
