//! Buffers that go through calls: lent twice, written after they were lent, replaced by what a layer returns.

use crate::harness::{data, into, rows, scalar};
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
fn layer(h: &[f64], w: &[f64]) -> Vec<f64> {
    let n = h.len();
    let mut out = vec![0.0; n];
    for i in 0..n {
        let mut z = 0.0;
        for j in 0..n {
            z += w[i * n + j] * h[j];
        }
        out[i] = z.tanh();
    }
    out
}

#[differentiate]
fn spread(x: [f64; 2], k: f64) -> [f64; 2] {
    [x[0] * k + x[1], x[1] * x[0]]
}

#[differentiate]
fn split(x: f64, y: f64) -> (f64, f64) {
    let p = x * y;
    (p.exp(), p - y)
}

#[test]
fn a_buffer_written_after_it_was_lent() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut a = vec![0.0; 3];
        for i in 0..3 {
            a[i] = x[i];
        }
        let s = inner(&a, x);
        a[0] = s * a[1];
        let t = inner(x, &a);
        a[1] = t;
        a[2] = 1.0;
        s * t + inner(&a, &a)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(3)] (&x));
}

#[test]
fn layers_in_a_loop() {
    #[differentiate]
    fn f(x: &[f64], w: &[f64], depth: usize) -> f64 {
        let mut h = vec![0.0; x.len()];
        for i in 0..x.len() {
            h[i] = x[i];
        }
        for _ in 0..depth {
            h = layer(&h, w);
        }
        let mut s = 0.0;
        for i in 0..h.len() {
            s += h[i] * h[i] * (i as f64 + 1.0);
        }
        s
    }
    for depth in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(2), w: Vec<f64> = data(4)] (&x, &w, depth));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(2), w: Vec<f64> = data(4)] (&x, &w, depth));
    }
}

#[test]
fn layers_under_conditions_on_a_buffer_written_in_place() {
    #[differentiate]
    fn f(x: &[f64], w: &[f64], depth: usize) -> f64 {
        let n = x.len();
        let mut h = layer(x, w);
        let mut s = 0.0;
        for i in 0..depth {
            if h[i % n] > 0.0 || i % 3 == 1 {
                h = layer(&h, w);
                h[i % n] = h[(i + 1) % n] * w[i] + x[i % n];
                s += inner(&h, x);
            } else {
                h[0] = h[0] * h[1] - s;
                s = s * blend(h[0], w[0]);
            }
            h[1] += s * 0.1;
        }
        s + inner(&h, &h)
    }
    for depth in [0, 1, 2, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(2), w: Vec<f64> = data(4)] (&x, &w, depth));
        scalar!(f f_grad f_value_and_grad f_pullback,
            [x: Vec<f64> = vec![-0.8, 0.5], w: Vec<f64> = data(4)] (&x, &w, depth));
    }
}

#[test]
fn a_layer_on_itself() {
    #[differentiate]
    fn f(w: &[f64]) -> f64 {
        let a = layer(&[0.5, 0.3], w);
        let b = layer(&a, w);
        let c = layer(&b, w);
        inner(&a, &c) + b[0] * a[1] + c[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [w: Vec<f64> = data(4)] (&w));
}

#[test]
fn arrays_by_value_handed_on_and_kept() {
    #[differentiate]
    fn f(x: [f64; 2], k: f64) -> f64 {
        let a = spread(x, k);
        let mut b = spread(a, x[0]);
        b = spread(b, b[1]);
        for i in 0..3 {
            b = spread(b, a[i % 2]);
            b[0] = b[0] * 0.5;
        }
        let c = spread([b[0], x[1]], 2.0);
        a[0] * b[1] + b[0] * x[1] + c[0] * c[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 2] = [0.4, 0.6], k: f64 = 0.8] (x, k));
    into!(f f_grad f_grad_into, [x: [f64; 2] = [0.4, 0.6], k: f64 = 0.8] (x, k));
}

#[test]
fn vector_and_tuple_results_by_way_of_calls() {
    #[differentiate]
    fn f(x: &[f64], w: &[f64]) -> Vec<f64> {
        let a = layer(x, w);
        layer(&a, w)
    }
    rows!(f f_pullback, [x: Vec<f64> = data(2), w: Vec<f64> = data(4)] (&x, &w), by reference);
    #[differentiate]
    fn g(x: f64, y: f64) -> (f64, f64) {
        let (a, b) = split(x, y);
        split(b, a)
    }
    rows!(g g_pullback, [x: f64 = 0.3, y: f64 = 0.7] (x, y), by value);
    #[differentiate]
    fn h(x: [f64; 2], k: f64) -> [f64; 2] {
        if k > 0.5 { spread(spread(x, k), k) } else { x }
    }
    rows!(h h_pullback, [x: [f64; 2] = [0.3, 0.7], k: f64 = 0.8] (x, k), by value);
    rows!(h h_pullback, [x: [f64; 2] = [0.3, 0.7], k: f64 = 0.2] (x, k), by value);
}

#[test]
fn a_vector_moved_into_a_call() {
    #[differentiate]
    fn total(x: Vec<f64>, k: f64) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * x[i] * k;
        }
        s
    }
    #[differentiate]
    fn f(x: &[f64], k: f64) -> f64 {
        let mut a = vec![0.0; x.len()];
        for i in 0..x.len() {
            a[i] = x[i] * k;
        }
        total(a, k)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), k: f64 = 0.4] (&x, k));
}

#[test]
fn rows_of_a_matrix_lent_one_by_one() {
    #[differentiate]
    fn norm(x: &[f64; 2], w: f64) -> f64 {
        (x[0] * x[0] + x[1] * w).sin()
    }
    #[differentiate]
    fn f(x: &[[f64; 2]], w: f64) -> f64 {
        let mut m = [[0.0; 2]; 3];
        let mut s = 0.0;
        for i in 0..x.len() {
            m[i][0] = x[i][1] * s;
            m[i][1] = norm(&x[i], w);
            s = s * 0.5 + norm(&m[i], w) * norm(&x[x.len() - 1 - i], s);
        }
        s
    }
    let x = vec![[0.4, 0.8], [-0.3, 0.5], [0.9, 0.1]];
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<[f64; 2]> = x.clone(), w: f64 = 0.7] (&x, w));
    into!(f f_grad f_grad_into, [x: Vec<[f64; 2]> = x.clone(), w: f64 = 0.7] (&x, w));
}

#[test]
fn the_same_buffer_twice() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut a = vec![0.0; x.len()];
        for i in 0..x.len() {
            a[i] = x[i] * y[i];
        }
        inner(x, x) + inner(&a, &a) * inner(&a, y) - inner(x, &a)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), y: Vec<f64> = data(3)] (&x, &y));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(3), y: Vec<f64> = data(3)] (&x, &y));
}
