//! Stacks: pushed and popped until they are empty, and beyond.

use crate::harness::{data, into, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn a_stack_machine() {
    #[differentiate]
    fn f(x: f64, y: f64, program: &[u8]) -> f64 {
        let mut stack = Vec::new();
        for k in 0..program.len() {
            if program[k] == 0 {
                stack.push(x);
            } else if program[k] == 1 {
                stack.push(y);
            } else if program[k] == 2 {
                let b = stack.pop().unwrap();
                let a = stack.pop().unwrap();
                stack.push(a * b);
            } else if program[k] == 3 {
                let b: f64 = stack.pop().expect("two operands");
                let a: f64 = stack.pop().expect("two operands");
                stack.push(a + b);
            } else {
                let a = stack[stack.len() - 1];
                stack.push(a.sin());
            }
        }
        stack.pop().unwrap()
    }
    for program in [&[0_u8][..], &[0, 1, 2], &[0, 1, 3, 0, 2, 4, 2, 1, 1, 2, 3], &[1, 4, 4, 2, 0, 3]] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.3] (x, y, program));
    }
}

#[test]
fn pushed_and_popped_in_nested_loops() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        let mut s = 1.0;
        for i in 0..n {
            for j in 0..i {
                v.push(s * v[j]);
            }
            for _ in 0..i / 2 {
                s += v.pop().unwrap() * v[0];
            }
            v[i] *= 1.1;
            v.push(s);
        }
        for k in 0..v.len() {
            s += v[k] * v[k];
        }
        s
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(5)] (&x, n));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(5)] (&x, n));
    }
}

/// The number that is popped was never active, and what is pushed is a number.
#[test]
fn numbers_among_them() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut v = vec![1.0];
        let mut w: Vec<f64> = Vec::new();
        let mut s = 0.0;
        for i in 0..n {
            v.push(2.0);
            if i % 2 == 0 {
                v.push(x * i as f64);
            }
            w.push(3.0);
            s += v.pop().unwrap() * x * w[i / 2];
        }
        for i in 1..v.len() {
            s *= v[i] + w.pop().unwrap();
        }
        s
    }
    for n in [1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, n));
    }
}

#[test]
fn half_precision() {
    #[differentiate]
    fn f(x: f32, n: usize) -> f32 {
        let mut v = vec![1.0];
        for k in 0..n {
            v.push(v[k] * x);
        }
        let top = v.pop().unwrap();
        v.fill(top);
        v.resize(n + 2, 2.0);
        v[0] * v[n]
    }
    // Powers of two: exact.
    assert_eq!(f_grad(2.0, 3), 24.0);
}

/// Loops that are left in the middle, with what was pushed so far.
#[test]
fn left_in_the_middle() {
    #[differentiate]
    fn f(x: &[f64], w: f64, #[constant] limit: f64) -> f64 {
        let mut v = Vec::new();
        let mut s = 0.0;
        for i in 0..x.len() {
            v.push(x[i] * w);
            if x[i] < 0.3 {
                continue;
            }
            s += v[i] * v[0];
            v[i] = s;
            if s > limit {
                v.push(s * s);
                break;
            }
            v.push(w);
            v.pop();
        }
        let mut t = s;
        while v.len() > 1 {
            t = t * w + v.pop().unwrap();
            if t > 3.0 * limit {
                return t * v[0];
            }
        }
        t * v[0]
    }
    for limit in [0.1, 1.0, 100.0] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(6), w: f64 = 0.7] (&x, w, limit));
    }
}

#[test]
fn popped_until_empty() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut stack = x.to_vec();
        let mut s = 1.0;
        let mut spare = vec![s * w];
        while let Some(top) = stack.pop() {
            if let Some(other) = spare.pop() {
                s += other * top;
            } else if top < 0.9 {
                spare.push(top * w);
            }
            let more = if let Some(_) = spare.pop() { s * w } else { 0.5 };
            s = s * top + w * more;
            if top > 1.0 && stack.len() > 1 {
                stack.push(top * 0.4);
            }
        }
        s
    }
    for n in [0, 1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
}

/// A tree, depth first.
#[test]
fn a_stack_of_nodes_and_one_of_numbers() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut nodes = vec![0];
        let mut carried = vec![1.0];
        let mut s = 0.0;
        while let Some(node) = nodes.pop() {
            let above = carried.pop().unwrap();
            let here = above * x[node];
            s += here * here;
            for child in 2 * node + 1..2 * node + 3 {
                if child < x.len() {
                    nodes.push(child);
                    carried.push(here + 0.1);
                }
            }
        }
        s
    }
    for n in [1, 2, 7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n)] (&x));
    }
}

/// Of an empty `Vec`, `pop` takes nothing, and `truncate` may ask for more than there is.
#[test]
fn nothing_to_take_off() {
    #[differentiate]
    fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut v = vec![x, x * y];
        let mut rows = vec![vec![x], vec![y, x]];
        let mut s = v[1] * rows[1][1];
        for _ in 0..n {
            s += y * s;
            v.pop();
            let _ = rows.pop();
        }
        v.truncate(7);
        v.push(s);
        rows.push(vec![s * y]);
        s * v[0] + rows[0][0] * v[v.len() - 1]
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.3] (x, y, n));
    }
}
