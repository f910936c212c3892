//! Operands, arguments and parts are evaluated in the order in which they stand: what a later one writes, an earlier one has
//! been read before.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

flat!(Point);

const V: Point = Point { x: 0.7, y: -1.2 };

#[test]
fn what_is_given_away_is_read_before_a_later_part_writes_it() {
    #[differentiate]
    fn first(a: Point, k: f64) -> f64 {
        a.x * k + a.y
    }
    #[differentiate]
    fn f(v: Point, k: f64) -> f64 {
        let mut p = v;
        let s = first(p, {
            p.x = k * p.y;
            p.x
        });
        let (q, r) = (p, {
            p = Point { x: k, ..p };
            p.x * 2.0
        });
        let pair = [q, {
            p.y *= k;
            p
        }];
        s + r * pair[0].x + pair[0].y * pair[1].y + p.x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [v: Point = V, k: f64 = 0.9] (v, k));
    assert_eq!(f(V, 0.9), f_value_and_grad(V, 0.9).0);
    #[differentiate]
    fn g(w: Vec<f64>, k: f64) -> f64 {
        let mut v = w;
        let (old, new) = (v, {
            v = vec![k, k * k];
            v[0] * 2.0
        });
        old[0] * new + v[1] * old[1]
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [w: Vec<f64> = vec![0.4, 1.2], k: f64 = 0.9] (w.clone(), k));
}

#[test]
fn an_element_is_given_what_others_of_its_memory_add() {
    #[differentiate]
    fn f<T: num_traits::Float>(x: T, k: T) -> T {
        let mut p = vec![x; 3];
        p[0] = p[0] + p[1] * k;
        p[1] = p[1] - p[0] - p[1];
        let tail = &mut p[1..];
        tail[0] = tail[0] + tail[0] * tail[1];
        p[0] * p[1] + p[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, k: f64 = 0.9] (x, k));
}

#[test]
fn a_position_is_given_a_number_that_is_its_own() {
    #[derive(Clone, Debug, PartialEq, Differentiable)]
    struct Counted(f64, f64, usize, f64);
    flat!(Counted);
    #[differentiate]
    fn f(x: f64, c: &Counted) -> f64 {
        let s = Counted(0.5 * c.0, x, 2, x * x);
        s.3 * s.0 + s.1
    }
    let c = Counted(0.4, 0.2, 1, 0.6);
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, c: Counted = c] (x, &c));
}

#[test]
fn an_index_is_read_before_it_is_moved_on() {
    #[differentiate]
    fn put(at: &mut f64, x: f64) {
        *at = x * x;
    }
    #[differentiate]
    fn f(x: &[f64], k: f64) -> f64 {
        let mut y = x.to_vec();
        let mut i = 0;
        put(&mut y[i], {
            i += 1;
            k * x[i]
        });
        let s = y[i] + {
            i += 1;
            y[i] * k
        };
        s * y[0] + i as f64 * k
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.4, 1.2, -0.6], k: f64 = 0.9] (&x, k));
    assert_eq!(f(&[0.4, 1.2, -0.6], 0.9), f_value_and_grad(&[0.4, 1.2, -0.6], 0.9).0);
}
