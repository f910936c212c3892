//! `Vec`s that grow and shrink.

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
use hostile::{into, rows, scalar};

/// Values of order one, none equal to another.
fn data(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.7 + (1.3 * i as f64).sin() * 0.6).collect()
}

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

/// The last statement of a branch changes a length that nothing behind the branch asks for.
#[test]
fn a_length_that_a_branch_alone_changes() {
    #[differentiate]
    fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut v = vec![x, y, x * y];
        let mut s = v[2] * v[2];
        if n > 0 {
            s += v[2] * v[0];
            let _ = v.pop();
        }
        if n > 1 {
            s += v[0] * v[1];
            v.push(s);
            s += v[0];
        }
        if n > 2 {
            s += v[1] * v[2];
            v = vec![s; 1];
        }
        if n > 3 {
            s += v[0];
            v.clear();
        }
        s
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.3] (x, y, n));
    }
}

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

/// The last read comes before the last change of length.
#[test]
fn read_for_the_last_time_before_it_changes() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for i in 0..n {
            s += v[v.len() - 1] * v[i % 2];
            v.push(s);
            v.push(1.0);
            v.pop();
        }
        v.truncate(1);
        v.push(2.0);
        s
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}

#[test]
fn lengths_before_and_after() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        for i in 0..v.len() {
            v.push(v[i] * w);
        }
        for i in 0..v.len() {
            s += v[i] * (i + v.len()) as f64;
        }
        let n = v.len();
        v.push(s * w);
        for i in n - 1..v.len() {
            s += v[i] * v[i];
        }
        if v.len() > n {
            v.truncate(n / 2);
            s *= v[v.len() / 2];
        }
        s
    }
    for n in [1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
}

#[test]
fn cut_and_grown() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut v = x.to_vec();
        let mut s = w;
        for k in 0..n {
            v.extend_from_slice(x);
            s += v[k] * v[v.len() - 1];
            v.resize(2 + k, s * w);
            s += v[v.len() - 1] * v[0];
            v.truncate(k + 1);
            v[0] *= w;
            v.extend_from_slice(&[s, w * s, 1.0]);
            s += v[v.len() - 2];
            if k == 2 {
                v.clear();
                v.resize(5, w);
            }
        }
        s * v[0]
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w, n));
    }
}

#[test]
fn rows_pushed() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> Vec<Vec<f64>> {
        let mut rows = Vec::new();
        for i in 0..n {
            let mut row = Vec::with_capacity(x.len());
            for j in 0..x.len() {
                row.push(x[j] * x[(i + j) % x.len()] * (i + 1) as f64);
            }
            rows.push(row);
        }
        rows
    }
    let x = data(3);
    for n in 0..3 {
        let value = f(&x, n);
        let truth = hostile::jacobian(|x: &Vec<f64>| f(x, n), &x);
        let (same, pullback) = f_pullback(&x, n);
        assert_eq!(same, value);
        let mut at = 0;
        for i in 0..n {
            for j in 0..3 {
                let mut cotangent = vec![vec![0.0; 3]; n];
                cotangent[i][j] = 1.0;
                let mut d_x = vec![0.0; 3];
                pullback(&cotangent, &mut d_x);
                hostile::assert_close("row", &d_x, &truth[at]);
                at += 1;
            }
        }
    }

    #[differentiate]
    fn g(x: &[f64], w: f64, n: usize) -> f64 {
        let mut rows: Vec<Vec<f64>> = vec![];
        let mut s = 0.0;
        for i in 0..n {
            rows.push(vec![w * x[i]; i + 1]);
            rows[i][0] *= w;
            let row = rows[i / 2].clone();
            rows.push(row);
            let mut last = rows.pop().unwrap();
            last.push(s);
            s += last[0] * last[last.len() - 1] + last[0];
            rows[i].push(s);
        }
        total(s, &rows)
    }
    #[differentiate]
    fn total(s: f64, rows: &[Vec<f64>]) -> f64 {
        let mut t = s;
        for i in 0..rows.len() {
            for j in 0..rows[i].len() {
                t += rows[i][j] * rows[i][j] * (i + 2 * j) as f64;
            }
        }
        t
    }
    for n in 0..4 {
        scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = data(4), w: f64 = 0.7] (&x, w, n));
    }
}

/// Buckets that start empty, and are taken away from under their names.
#[test]
fn buckets() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut buckets = vec![Vec::new(); 3];
        for i in 0..n {
            buckets[i % 3].push(x[i] * x[i]);
        }
        let mut s = 0.0;
        for k in 0..3 {
            let mut taken = std::mem::take(&mut buckets[k]);
            for i in 0..taken.len() {
                s += taken[i] * (i + k) as f64 + s * taken[i];
            }
            taken.push(s);
            buckets[(k + 1) % 3].push(taken[0]);
        }
        s
    }
    for n in 0..6 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(6)] (&x, n));
    }
}

/// A `Vec` that is made anew in each turn, and one that outlives it.
#[test]
fn made_in_a_loop() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut state = x.to_vec();
        let mut s = 0.0;
        for k in 0..n {
            let mut next = Vec::new();
            for i in 0..state.len() {
                next.push(state[i] * state[(i + 1) % state.len()] * 0.9);
                if i == k {
                    next.push(s + 0.1);
                }
            }
            s += next[next.len() - 1];
            state = next;
        }
        for i in 0..state.len() {
            s += state[i];
        }
        s
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(3)] (&x, n));
    }
}

/// A callee that reads what is pushed onto between its calls.
#[test]
fn lent_to_a_callee_between_pushes() {
    #[differentiate]
    fn norm(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            s += x[i] * x[i];
        }
        s.sqrt()
    }
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        for i in 0..n {
            let length = norm(&v);
            v.push(length * x[i % 2]);
            if i == 1 {
                v.swap(0, 2);
                let top = v.pop().unwrap();
                v[0] += norm(&v) * top;
            }
        }
        norm(&v) + v[0]
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
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

#[differentiate]
fn scaled(x: &[f64], w: f64) -> Vec<f64> {
    let mut out = Vec::with_capacity(x.len());
    for i in 0..x.len() {
        out.push((w * x[i]).tanh());
    }
    out
}

#[differentiate]
fn product(a: f64, b: f64) -> f64 {
    a * b + b
}

/// What a call returns is pushed, and popped again: its type is nobody's but rustc's.
#[test]
fn results_of_calls_pushed() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut layers = Vec::new();
        layers.push(x.to_vec());
        for k in 0..n {
            let next = scaled(&layers[k], w);
            layers.push(next);
        }
        let last = layers.pop().unwrap();
        let mut numbers = Vec::new();
        for i in 0..last.len() {
            numbers.push(product(last[i], w));
        }
        let mut s = 0.0;
        for i in 0..numbers.len() {
            s += numbers[i] * numbers[0];
        }
        let one = numbers.pop().unwrap();
        let two = numbers.pop().unwrap();
        s + one * two
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w, n));
    }
}

#[test]
fn pairs_and_arrays_pushed() {
    #[differentiate]
    fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut pairs = vec![(x, y)];
        let mut points: Vec<[f64; 2]> = Vec::new();
        for k in 0..n {
            let (a, b) = pairs.pop().unwrap();
            pairs.push((a * b, a + b));
            pairs.push((b, 1.0));
            points.push([a, b * k as f64]);
            points[k / 2][0] *= b;
        }
        let mut s = 0.0;
        for k in 0..points.len() {
            points[k].swap(0, 1);
            s += points[k][0] * points[k][1];
        }
        let last = pairs.pop().unwrap();
        s + last.0 * last.1 + pairs[0].0
    }
    for n in 1..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, y: f64 = 1.3] (x, y, n));
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

/// Given away in a branch, and made anew.
#[test]
fn rows_given_away_now_and_then() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut rows = Vec::new();
        let mut row = vec![x[0]];
        for k in 0..n {
            row.push(x[k % x.len()] * row[0]);
            if k % 3 == 1 {
                rows.push(row);
                row = vec![x[1], x[k % 2] * x[1]];
            } else {
                row[0] *= 1.1;
            }
        }
        rows.push(row);
        let mut s = 0.0;
        for k in 0..rows.len() {
            let last = rows[k].len() - 1;
            s += rows[k][0] * rows[k][last] * (k + 1) as f64;
        }
        s
    }
    for n in 0..7 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}

/// Rows that are replaced by longer and by shorter ones.
#[test]
fn rows_of_changing_length() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut m = vec![x.to_vec(), vec![x[0]; 2]];
        let mut s = 0.0;
        for k in 0..n {
            let i = k % 2;
            let last = m[i].len() - 1;
            s += m[i][last] * m[i][0];
            m[i] = vec![s; 1 + k];
            m[1 - i][0] *= s;
            if k == 2 {
                m = vec![m[i].clone(), vec![s, x[1], 2.0]];
            }
        }
        s + m[0][0] * m[1][0]
    }
    for n in 0..6 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
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

#[test]
fn by_the_names_of_its_ends() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut v = vec![*x.first().unwrap() * w];
        for i in 0..x.len() {
            v.push(v.last().copied().unwrap() * x[i] + *v.first().expect("never empty"));
            *v.last_mut().unwrap() *= w;
            *v.first_mut().unwrap() += v[i];
        }
        let mut rows = vec![v.clone()];
        rows.last_mut().unwrap().push(w);
        let first = v.first().unwrap();
        let all = rows.last().unwrap();
        let s = first * v.last().unwrap() + all[0];
        let row = rows.last_mut().unwrap();
        row[0] = *first * w + s;
        let last = *v.last().unwrap();
        last * rows[0][0] + *x.last().unwrap()
    }
    for n in 1..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
}

#[differentiate]
fn three(x: f64) -> [f64; 3] {
    [x, x * x, 1.0]
}

/// Copies of what calls returned, and into other memory.
#[test]
fn copies_of_results() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let h = scaled(x, w);
        let mut g = h.clone();
        g[0] *= w;
        let p = product(w, g[0]);
        let q = p.clone();
        let mut all: Vec<f64> = g.clone();
        all.extend_from_slice(&scaled(&h, w));
        all.extend_from_slice(&three(q));
        all[..3].copy_from_slice(&three(w));
        let mut buckets = [Vec::new(), Vec::with_capacity(1)];
        let mut s = 0.0;
        for i in 0..all.len() {
            buckets[i % 2].push(all[i] * p);
            s += buckets[i % 2][i / 4];
        }
        s + h[0] * g[1] + p * q
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.7] (&x, w));
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

#[test]
fn rows_cut_off_and_added() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut rows = vec![x.to_vec(), vec![x[0]; 2]];
        let mut s = 0.0;
        for k in 0..n {
            let more = [vec![x[1]; k + 1], rows[0].clone()];
            rows.extend_from_slice(&more);
            let last = rows.len() - 1;
            rows[last][0] *= x[0];
            s += rows[last][0] * rows[last - 1][k] * rows[0][0];
            rows.truncate(2 + k / 2);
            rows[k % 2].push(s);
            s += rows[1][1];
        }
        let count = rows.len() as f64;
        rows.clear();
        rows.push(vec![s]);
        rows[0][0] * count
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, n));
    }
}
