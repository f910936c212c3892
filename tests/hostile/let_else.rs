//! `let … else`: names that carry a derivative, and what stands behind them.

use crate::harness::{data, rows, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy)]
enum Step {
    Rest,
    Scale(usize),
    Blend(usize, usize),
}

#[test]
fn a_name_that_carries_a_derivative() {
    #[differentiate]
    fn f(x: f64, w: f64, n: usize) -> f64 {
        let (0 | 2, mut y) = (n, x * w) else { return x.sin() * w };
        y *= y + x;
        y * w
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, w: f64 = 1.3] (x, w, n));
    }
    let (x, w) = (0.7, 1.3);
    let (y, d_y) = (x * w, 2.0 * x * w + x);
    assert!((f_grad(x, w, 2).0 - w * (d_y * w + y)).abs() < 1e-14);
}

/// The name hides the variable that it is made of: what is behind `else` means the old one, what is behind the
/// statement the new one.
#[test]
fn a_name_that_hides_what_it_is_made_of() {
    #[differentiate]
    fn f(x: &[f64], #[constant] steps: &[Option<usize>], w: f64) -> f64 {
        let mut s = w;
        for i in 0..x.len() {
            let v = x[i] * s;
            let (Some(k), v) = (steps[i], v.sin() * w) else {
                s += v * v;
                continue;
            };
            let (1..=3, v) = (k, v + x[k % x.len()]) else {
                s -= v * x[0];
                break;
            };
            s = s * 0.5 + v * k as f64;
        }
        s * s
    }
    for steps in [
        [Some(1), Some(2), Some(3), Some(1)],
        [None, Some(2), None, Some(3)],
        [Some(2), None, Some(0), Some(1)],
        [Some(9), None, None, None],
        [None; 4],
    ] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = 0.8] (&x, &steps, w));
    }
}

#[test]
fn taken_off_a_stack() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut stack = vec![w];
        for i in 0..x.len() {
            stack.push(x[i] * w);
        }
        let mut s = w;
        for k in 0..n {
            let Some(mut top) = stack.pop() else {
                s *= w;
                break;
            };
            top = top * top + s;
            let Some(below) = stack.pop() else { return s * top };
            if k % 2 == 0 {
                stack.push(below * top);
            }
            s += below * top;
        }
        s
    }
    for n in 0..7 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = 0.6] (&x, w, n));
    }
}

#[test]
fn variants_in_nested_loops() {
    #[differentiate]
    fn f(x: &[f64], #[constant] steps: &[Step]) -> f64 {
        let mut s = 1.0;
        'rounds: for r in 0..3 {
            let mut t = s * x[0];
            for step in steps {
                let (Step::Scale(k) | Step::Blend(k, _), u) = (*step, t * x[r % x.len()]) else {
                    s += t;
                    continue 'rounds;
                };
                let Step::Blend(_, j) = *step else {
                    t = u * x[k];
                    continue;
                };
                t += u * x[j] - x[k];
                if j == 0 {
                    break;
                }
            }
            s += t * t;
        }
        s
    }
    let lists: [&[Step]; 4] = [
        &[Step::Scale(1), Step::Blend(0, 2), Step::Scale(2)],
        &[Step::Blend(1, 0), Step::Rest],
        &[Step::Scale(0), Step::Rest, Step::Scale(1)],
        &[],
    ];
    for steps in lists {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, steps));
    }
}

/// Several names at once, and memory among them.
#[test]
fn several_names_and_memory() {
    #[differentiate]
    fn f(x: [f64; 2], w: f64, n: usize) -> [f64; 2] {
        let y = 'found: {
            let (1.., mut a, b) = (n, x[0] * w, x[1]) else { break 'found x };
            a += b;
            [a * b, b]
        };
        let true = n < 3 else { return [y[1], w] };
        [y[0] * w, y[1] + w]
    }
    for n in [0, 1, 3] {
        rows!(f f_pullback, [x: [f64; 2] = [0.7, 1.2], w: f64 = 0.9] (x, w, n), by value);
    }
}
