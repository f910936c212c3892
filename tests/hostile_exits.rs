//! Loops that end when they will, and what leaves them.

#![allow(
    clippy::style,
    clippy::complexity,
    clippy::suspicious,
    clippy::perf,
    clippy::correctness,
    unused_assignments,
    reason = "hostile code is what nobody should write"
)]

mod hostile;

use autodiff_runtime::prelude::*;
use hostile::{rows, scalar};

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
fn labels_across_levels() {
    #[differentiate]
    fn f(x: &[f64], n: usize, m: usize, a: f64) -> f64 {
        let mut s = a;
        let mut t = 1.0;
        'outer: for i in 0..n {
            s = s.sin() + x[i % x.len()];
            for j in 0..m {
                t = t * 0.9 + s * x[j % x.len()];
                if t > 3.0 {
                    s += t * t;
                    break 'outer;
                }
                if t < 0.5 {
                    t += s * s;
                    continue 'outer;
                }
                if j > 2 {
                    break;
                }
                s *= 1.1;
            }
            t -= 0.3 * s * t;
        }
        s * t
    }
    for (n, m) in [(0, 3), (1, 0), (2, 3), (5, 6), (9, 9)] {
        for a in [0.2, 0.9, 2.4] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.5, -0.3, 0.8, 1.1], a: f64 = a] (&x, n, m, a));
        }
    }
}

#[test]
fn early_returns_from_everywhere() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        if a < 0.0 {
            return a * a;
        }
        let mut s = a;
        for i in 0..x.len() {
            if x[i] > 4.0 {
                return s * x[i];
            }
            let mut k = 0;
            while k < 3 {
                s = s * x[i] + 0.1 * s.cos();
                if s > 2.0 {
                    let t = s * a;
                    return t + s;
                }
                k += 1;
            }
            if s < -1.0 {
                break;
            }
        }
        let last = if s > 0.5 { s.ln() } else { return -s * a };
        last * s
    }
    let cases: [&[f64]; 6] = [&[], &[0.3], &[5.0, 1.0], &[0.9, 1.9, 1.2], &[-1.5, -2.0], &[0.8, 0.9, 4.5]];
    for x in cases {
        for a in [-0.7, 0.4, 1.6] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = x.to_vec(), a: f64 = a] (&x, a));
        }
    }
}

#[test]
fn a_result_that_is_memory_returned_early() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> [f64; 2] {
        let mut s = [a, a * a];
        for i in 0..x.len() {
            s[i % 2] *= x[i];
            if s[i % 2] > 2.0 {
                return [s[1], s[0] * x[i]];
            }
        }
        s
    }
    for x in [vec![0.3, 0.4], vec![3.0, 7.0, 0.1], vec![]] {
        rows!(f f_pullback, [x: Vec<f64> = x, a: f64 = 0.9] (&x, a), by value);
    }
    #[differentiate]
    fn g(x: &[f64], a: f64) -> Vec<f64> {
        let mut s = vec![0.0; x.len()];
        for i in 0..x.len() {
            if x[i] < 0.0 {
                return vec![a; 2];
            }
            s[i] = a * x[i];
        }
        s
    }
    for x in [vec![0.3, 0.4], vec![3.0, -7.0, 0.1]] {
        let (value, pullback) = g_pullback(&x, 0.9);
        assert_eq!(value, g(&x, 0.9));
        let (mut d_x, mut d_a) = (vec![0.0; x.len()], 0.0);
        pullback(&vec![1.0; value.len()], &mut d_x, &mut d_a);
        match x.iter().any(|&x| x < 0.0) {
            true => assert_eq!((d_x, d_a), (vec![0.0; x.len()], 2.0)),
            false => assert_eq!((d_x, d_a), (vec![0.9; x.len()], x.iter().sum())),
        }
    }
}

#[test]
fn both_branches_fall_through_and_both_may_leave() {
    #[differentiate]
    fn f(x: f64, w: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            let t = if i % 2 == 0 {
                if s > 3.0 {
                    break;
                }
                s * w
            } else {
                s += 0.2 * w;
                if s < 0.1 {
                    continue;
                }
                s.sin()
            };
            s = t + 0.5 * x;
        }
        s
    }
    for n in [0, 1, 2, 5, 9] {
        for x in [0.05, 0.8, 2.9] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, w: f64 = 1.2] (x, w, n));
        }
    }
}

#[test]
fn labelled_blocks() {
    #[differentiate]
    fn f(x: f64, w: f64) -> f64 {
        let mut s = x * w;
        let y = 'decide: {
            if s > 2.0 {
                break 'decide s * s;
            }
            s += w;
            if s > 1.0 {
                break 'decide s.exp();
            }
            for i in 0..4 {
                s *= w;
                if s < 0.1 {
                    break 'decide s + i as f64 * x;
                }
            }
            x
        };
        'unit: {
            if y < 0.0 {
                break 'unit;
            }
            s += y;
        }
        s * y
    }
    for x in [0.02, 0.6, 0.9, 3.0, -1.5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, w: f64 = 0.8] (x, w));
    }
}

#[test]
fn tapes_in_a_loop_in_a_branch_in_a_loop() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut total = 0.0;
        let mut i = 0;
        while i < x.len() {
            let mut y = x[i];
            if y > 0.0 {
                while y < 2.0 {
                    y = y * w + 0.3;
                    if y > 1.8 {
                        total += y * y;
                    }
                }
                total = total.sin() + y;
            } else {
                let mut k = 0;
                loop {
                    y = y * y * w;
                    k += 1;
                    if k > i {
                        break;
                    }
                }
                total *= 1.0 + y;
            }
            i += 1;
        }
        total
    }
    for x in [vec![], vec![0.3], vec![-0.3, 0.7, -0.8, 1.1]] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = x, w: f64 = 1.2] (&x, w));
    }
}

#[test]
fn calls_and_buffers_in_a_loop_that_is_left() {
    #[differentiate]
    fn pull(y: &[f64; 3], w: f64) -> f64 {
        y[0] * y[1] * w + y[2].sin()
    }
    #[differentiate]
    fn settle(mut y: [f64; 3], w: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for k in 0..n {
            if y[0] > 0.5 {
                s += pull(&y, w);
            }
            if s > w {
                break;
            }
            y[k % 3] = s * y[0];
        }
        s
    }
    for n in [0, 1, 2, 3, 8] {
        for w in [0.3, 0.9, 40.0] {
            scalar!(settle settle_grad settle_value_and_grad settle_pullback, [y: [f64; 3] = [0.9, 0.4, 0.7], w: f64 = w] (y, w, n));
        }
    }
    #[differentiate]
    fn layer(h: &[f64], w: f64) -> Vec<f64> {
        let mut out = vec![0.0; h.len()];
        for i in 0..h.len() {
            out[i] = (w * h[i] + h[(i + 1) % h.len()]).tanh();
        }
        out
    }
    #[differentiate]
    fn deep(x: &[f64], w: f64, #[constant] limit: f64) -> f64 {
        let mut h = layer(x, w);
        loop {
            let next = layer(&h, w);
            if next[0] < limit {
                h = next;
                break;
            }
            h = next;
        }
        h[0] * h[1]
    }
    for limit in [2.0, 0.9] {
        scalar!(deep deep_grad deep_value_and_grad deep_pullback, [x: Vec<f64> = vec![0.9, 0.7], w: f64 = 0.6] (&x, w, limit));
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
fn not_a_number_on_a_way_not_taken() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut s = 0.0;
        let mut k = 0;
        loop {
            if k >= n {
                break;
            }
            if x < k as f64 {
                s += (x - k as f64).sqrt();
                return s;
            }
            s += (x - k as f64).sqrt();
            k += 1;
        }
        s
    }
    let slope = f_grad(2.5, 3);
    assert!((slope - (0.5 / 2.5f64.sqrt() + 0.5 / 1.5f64.sqrt() + 0.5 / 0.5f64.sqrt())).abs() < 1e-14);
    assert!(f_grad(2.5, 4).is_nan());
    assert_eq!(f_grad(2.5, 0), 0.0);
}

#[test]
fn effects_run_once() {
    use std::cell::Cell;
    #[differentiate]
    fn f(x: f64, #[constant] seen: &Cell<usize>) -> f64 {
        let mut s = x;
        while s < 10.0 {
            seen.set(seen.get() + 1);
            if seen.get() > 100 {
                return s;
            }
            s *= 2.0;
        }
        s
    }
    let seen = Cell::new(0);
    assert_eq!(f_grad(1.0, &seen), 16.0);
    assert_eq!(seen.get(), 4);
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
fn shadowed_names_on_both_sides_of_an_exit() {
    #[differentiate]
    fn f(x: f64, trips: usize) -> f64 {
        let left = x * x;
        for trip in 0..trips {
            let x = left + trip as f64;
            if x > 2.0 {
                let left = x.sin();
                return left * x;
            }
            let left = 2.0 * x;
            if left > 3.0 {
                break;
            }
        }
        let result = left * x;
        result
    }
    for x in [0.3, 0.9, 1.3, 1.9] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x, 3));
    }
}

#[test]
fn a_deferred_binding_in_front_of_an_exit() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let c = {
            let sin: f64;
            if x > 1.0 {
                sin = x * x;
            } else {
                if x < 0.5 {
                    return 0.5 * x;
                }
                sin = x.sin();
            }
            sin
        };
        c * x
    }
    for x in [0.3, 0.8, 1.3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x));
    }
}

#[test]
fn a_buffer_given_back_from_inside_of_a_loop() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> Vec<f64> {
        let mut y = vec![w; x.len()];
        for i in 0..x.len() {
            y[i] *= x[i];
            if y[i] > 2.0 {
                return y;
            }
        }
        y[0] = w * w;
        y
    }
    for x in [[0.3, 0.4, 0.2], [0.3, 3.0, 0.2]] {
        hostile::rows!(f f_pullback, [x: Vec<f64> = x.to_vec(), w: f64 = 0.9] (&x, w), by reference);
    }
}

#[test]
fn memory_that_a_loop_is_left_with() {
    #[differentiate]
    fn blend(old: &[f64]) -> [f64; 2] {
        [0.5 * old[0], old[0] * old[1]]
    }
    #[differentiate]
    fn f(mut y: Vec<f64>, n: usize) -> f64 {
        let mut k = 0;
        let mut y: [f64; 2] = loop {
            k += 1;
            if k > n {
                break blend(&y);
            }
            y[0] *= y[1];
        };
        y[0] *= y[1];
        let z = loop {
            if y[0] < 9.0 {
                break y;
            }
            return y[0];
        };
        z[0] * z[1]
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [y: Vec<f64> = vec![1.2, 0.7]] (y.clone(), n));
    }
}

#[test]
fn memory_given_another_value_and_given_back() {
    #[differentiate]
    fn f(mut y: Vec<f64>, x: f64) -> Vec<f64> {
        if x > 0.5 {
            y = vec![x * y[0]; 3];
            return y;
        }
        let z: Vec<f64> = vec![x * y[1]; 3];
        z
    }
    for x in [0.3, 0.8] {
        hostile::rows!(f f_pullback, [y: Vec<f64> = vec![0.4, 1.2], x: f64 = x] (y.clone(), x), by reference);
    }
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
