//! `Vec`s that are pushed onto: in loops, branches, by every name, and as parameters.

use crate::harness::{data, into, rows, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn pushed_in_a_loop() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> Vec<f64> {
        let mut out = Vec::with_capacity(x.len());
        for i in 0..x.len() {
            out.push(x[i] * x[i] * w);
        }
        out
    }
    for n in [0, 1, 4] {
        rows!(f f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w), by reference);
    }
}

/// Each reads what the one before has pushed.
#[test]
fn a_recurrence_on_what_was_pushed() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> Vec<f64> {
        let mut out = vec![w];
        for i in 0..x.len() {
            let last = out[out.len() - 1];
            out.push(last * x[i] + w);
            out[i] *= x[i];
        }
        out
    }
    #[differentiate]
    fn g(x: &[f64], w: f64) -> f64 {
        let mut out = Vec::new();
        out.push(1.0);
        for i in 0..x.len() {
            out.push(out[i] * x[i] + w);
        }
        out[x.len()]
    }
    for n in [0, 1, 4] {
        rows!(f f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w), by reference);
        scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
        into!(g g_grad g_grad_into, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
}

#[test]
fn pushed_in_branches() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut large = Vec::new();
        let mut small = Vec::new();
        let mut s = 0.0;
        for i in 0..x.len() {
            if x[i] > 0.75 {
                large.push(x[i] * w);
                s += large[0];
            } else if i % 2 == 0 {
                small.push(x[i] + w);
                small.push(w);
            } else {
                s *= 2.0;
            }
        }
        for i in 0..large.len() {
            s += large[i] * large[i];
        }
        for i in 0..small.len() {
            s *= small[i];
        }
        s
    }
    for n in [1, 3, 8] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
}

/// Pushes that are found again by the number of the trip, and such that are not.
#[test]
fn pushed_in_order_or_not() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let n = x.len();
        let mut s = 0.0;
        // Read, and written, while it grows.
        let mut a = Vec::new();
        for i in 0..n {
            a.push(x[i] * w);
            a[i / 2] *= a[i];
            s += a[i] * a[0];
        }
        a[0] = s * a[n - 1];
        let a = a;
        // Not from zero, not upwards, not one by one.
        let mut b = Vec::new();
        for i in 1..n {
            b.push(a[i] * a[i - 1]);
        }
        let mut c = Vec::new();
        for i in (0..n).rev() {
            c.push(a[i] + w);
        }
        let mut d = Vec::with_capacity(2 * n);
        for i in 0..n {
            d.push(c[i]);
            d.push(c[i] * w);
        }
        for i in 0..n {
            let mut e = Vec::new();
            let mut inner = vec![];
            for j in 0..i {
                e.push(d[j] * w);
                inner.push(vec![e[j], x[i]]);
            }
            for j in 0..e.len() {
                inner[j][0] *= s;
                s += e[j] * d[i] + inner[j][0] * inner[0][1];
            }
        }
        for i in 0..b.len() {
            s += b[i] * (i + 1) as f64;
        }
        s
    }
    for n in [1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }

    #[differentiate]
    fn g(x: &[f64], w: f64, #[constant] limit: f64) -> Vec<f64> {
        let mut a = Vec::new();
        for i in 0..x.len() {
            a.push(x[i] * w);
            if a[i] > limit {
                break;
            }
            a[i] *= w;
        }
        let mut b = Vec::new();
        for i in 0..a.len() {
            if a[i] < 0.3 {
                continue;
            }
            b.push(a[i] * a[i]);
            if b.len() > 3 {
                break;
            }
        }
        b.push(w);
        b
    }
    for limit in [0.1, 0.6, 0.75, 9.0] {
        rows!(g g_pullback, [x: Vec<f64> = data(7), w: f64 = 0.7] (&x, w, limit), by reference);
    }
}

/// Parameters that change their length, with and without a derivative that comes of it.
#[test]
fn parameters_that_grow() {
    #[differentiate]
    fn f(mut a: Vec<f64>, mut b: Vec<f64>, w: f64) -> f64 {
        a.push(w);
        std::mem::swap(&mut a, &mut b);
        a[0] *= b[b.len() - 1];
        let s = a.pop().unwrap() * w;
        a.push(s);
        a[0] * s + b[0] * b[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [a: Vec<f64> = data(3), b: Vec<f64> = data(2), w: f64 = 0.7] (a.clone(), b.clone(), w));
    into!(f f_grad f_grad_into, [a: Vec<f64> = data(3), b: Vec<f64> = data(2), w: f64 = 0.7] (a.clone(), b.clone(), w));

    #[differentiate]
    fn g(mut a: Vec<f64>, mut b: Vec<f64>, mut c: Vec<f64>, w: f64) -> f64 {
        a.push(w);
        b = vec![w; 5];
        c.clear();
        let _ = (a, b, c);
        w * w
    }
    scalar!(g g_grad g_value_and_grad g_pullback,
        [a: Vec<f64> = data(3), b: Vec<f64> = data(2), c: Vec<f64> = data(1), w: f64 = 0.7]
        (a.clone(), b.clone(), c.clone(), w));
}

/// Loops over elements that push, onto others and onto rows.
#[test]
fn pushed_in_loops_over_elements() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut out = Vec::new();
        for v in x {
            out.push(v * w);
        }
        let mut twice = Vec::with_capacity(x.len());
        for (i, v) in x.iter().enumerate() {
            twice.push(v * out[i]);
        }
        let mut rows = vec![twice.clone(), vec![w], Vec::new()];
        for row in rows.iter_mut() {
            row.push(w * w);
            if row.len() > 1 {
                row.swap(0, 1);
                row[0] *= 2.0;
            }
        }
        let mut s = 0.0;
        for row in &rows {
            for v in row.iter() {
                s = s * w + v;
            }
        }
        let part = &out[1..];
        twice[1..].copy_from_slice(part);
        for v in twice.iter_mut() {
            *v *= s;
        }
        s + twice[0] * twice[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w));
}

/// Indices in a `Vec` of their own, sorted by numbers that carry a derivative.
#[test]
fn read_through_sorted_indices() {
    #[differentiate]
    fn f(x: &[f64], w: &[f64]) -> f64 {
        let mut order = Vec::new();
        for i in 0..x.len() {
            order.push(i);
        }
        order.sort_by(|&a, &b| x[a].total_cmp(&x[b]));
        let mut s = 0.0;
        for k in 0..x.len() {
            s += x[order[k]] * w[k] * x[k];
        }
        while let Some(last) = order.pop() {
            s *= 1.0 + x[last] * 0.1;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(5), w: Vec<f64> = data(6)] (&x, &w));
}

#[test]
fn born_late_and_in_fields() {
    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        let mut v;
        v = Vec::new();
        v.push(x);
        v.push(y * x);
        let mut pair: (Vec<f64>, Vec<f64>) = (vec![x], vec![y, x]);
        std::mem::swap(&mut pair.0, &mut pair.1);
        pair.0.push(v[1]);
        let (mut a, b) = pair;
        a[0] *= b[0];
        v.pop().unwrap();
        a.pop().unwrap() * a[0] + v[0]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.3] (x, y));
}
