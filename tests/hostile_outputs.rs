//! Outputs through `&mut`: written, read and written, lent on, in loops and branches, mixed with results.

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
use hostile::{outputs, scalar};

/// Values of order one, none equal to another.
fn data(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.7 + (1.3 * i as f64).sin() * 0.6).collect()
}

#[test]
fn axpy_in_place() {
    #[differentiate]
    fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
        for i in 0..y.len() {
            y[i] += a * x[i];
        }
    }
    for n in [0, 1, 4] {
        outputs!(axpy axpy_vjp axpy_pullback, [a: f64 = 0.7, x: Vec<f64> = data(n)], [y / d_y: Vec<f64> = data(n)],
            (a, &x, &mut y));
    }
}

#[test]
fn scaled_in_place() {
    #[differentiate]
    fn f(a: f64, y: &mut [f64]) {
        for i in 0..y.len() {
            y[i] = a * y[i] * y[i];
        }
    }
    outputs!(f f_vjp f_pullback, [a: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (a, &mut y));

    #[differentiate]
    fn g(a: f64, y: &mut [f64; 3]) {
        for i in 0..3 {
            y[i] *= a;
            y[i] -= y[(i + 1) % 3];
        }
    }
    outputs!(g g_vjp g_pullback, [a: f64 = 0.7], [y / d_y: [f64; 3] = [0.4, -0.3, 0.9]], (a, &mut y));

    #[differentiate]
    fn h(a: f64, y: &mut Vec<f64>) {
        for i in 0..y.len() {
            y[i] /= a;
        }
    }
    outputs!(h h_vjp h_pullback, [a: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (a, &mut y));
}

#[test]
fn prefix_sums_in_place() {
    #[differentiate]
    fn f(y: &mut [f64]) {
        for i in 1..y.len() {
            y[i] += y[i - 1];
        }
    }
    outputs!(f f_vjp f_pullback, [], [y / d_y: Vec<f64> = data(5)], (&mut y));

    #[differentiate]
    fn g(y: &mut [f64]) {
        for i in (0..y.len() - 1).rev() {
            y[i] = y[i] * y[i + 1];
        }
    }
    outputs!(g g_vjp g_pullback, [], [y / d_y: Vec<f64> = data(5)], (&mut y));
}

#[test]
fn swapped_through_temporaries() {
    #[differentiate]
    fn f(y: &mut [f64], i: usize, j: usize) {
        let a = y[i];
        let b = y[j];
        y[i] = b;
        y[j] = a;
        y[0] *= y[1];
    }
    for (i, j) in [(0, 1), (2, 0), (1, 1), (0, 2)] {
        outputs!(f f_vjp f_pullback, [], [y / d_y: Vec<f64> = data(3)], (&mut y, i, j));
    }

    #[differentiate]
    fn g(a: &mut f64, b: &mut f64) {
        let old = *a;
        *a = *b * old;
        *b = old;
    }
    outputs!(g g_vjp g_pullback, [], [a / d_a: f64 = 0.7, b / d_b: f64 = -0.4], (&mut a, &mut b));
}

#[test]
fn never_written() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) -> f64 {
        x * y[0] + y[1] * y[1]
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (x, &mut y), returns s: f64 => s);

    #[differentiate]
    fn g(x: f64, _y: &mut [f64], _acc: &mut f64) {
        let _unused = x * x;
    }
    outputs!(g g_vjp g_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3), acc / d_acc: f64 = 0.3],
        (x, &mut y, &mut acc));
}

#[test]
fn never_read() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], n: &mut f64) {
        y[0] = x * x;
        y[1] = 3.0;
        *n = x.sin();
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3), n / d_n: f64 = 0.3], (x, &mut y, &mut n));
}

#[test]
fn written_twice() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) {
        y[0] = x * y[1];
        let a = y[0] * y[0];
        y[0] = a * x;
        y[1] = y[0] + a;
        y[1] = y[1] * y[0];
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(2)], (x, &mut y));
}

#[test]
fn written_in_a_branch() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], acc: &mut f64) {
        if x > 0.5 {
            y[0] = x * y[1] * *acc;
            *acc = y[0] * x;
        } else if y[0] > 0.2 {
            y[1] *= x;
        }
        if *acc > 0.3 {
            *acc += y[1] * y[0];
        }
        y[0] = y[0] * *acc;
    }
    for (x, acc) in [(0.7, 0.4), (0.3, 0.4), (0.3, 0.1), (0.9, -0.5)] {
        outputs!(f f_vjp f_pullback, [x: f64 = x], [y / d_y: Vec<f64> = data(2), acc / d_acc: f64 = acc],
            (x, &mut y, &mut acc));
    }
}

#[test]
fn read_after_written() {
    #[differentiate]
    fn f(x: &[f64], y: &mut [f64]) -> f64 {
        let n = x.len();
        for i in 0..n {
            y[i] = x[i] * x[i];
        }
        let mut s = 0.0;
        for i in 0..n {
            s += y[i] * y[(i + 1) % n];
            y[i] = s * x[i];
        }
        s + y[0]
    }
    outputs!(f f_vjp f_pullback, [x: Vec<f64> = data(3)], [y / d_y: Vec<f64> = data(3)], (&x, &mut y),
        returns s: f64 => s);
}

#[test]
fn numbers_behind_references() {
    #[differentiate]
    fn f(x: &[f64], acc: &mut f64) {
        for i in 0..x.len() {
            *acc += x[i] * x[i];
        }
    }
    outputs!(f f_vjp f_pullback, [x: Vec<f64> = data(3)], [acc / d_acc: f64 = 0.3], (&x, &mut acc));

    #[differentiate]
    fn g(x: &[f64], acc: &mut f64) {
        for i in 0..x.len() {
            *acc = *acc * x[i] + acc.sin();
            if x[i] > 1.0 {
                *acc -= 0.5 * x[i];
            }
        }
    }
    for n in [0, 1, 4] {
        outputs!(g g_vjp g_pullback, [x: Vec<f64> = data(n)], [acc / d_acc: f64 = 0.3], (&x, &mut acc));
    }

    #[differentiate]
    fn h(x: f64, acc: &mut f64) -> f64 {
        let before = *acc;
        *acc = x;
        let after = *acc;
        before * after
    }
    outputs!(h h_vjp h_pullback, [x: f64 = 0.7], [acc / d_acc: f64 = 0.3], (x, &mut acc), returns s: f64 => s);
}

#[test]
fn rows() {
    #[differentiate]
    fn f(x: f64, y: &mut [[f64; 2]]) {
        for i in 0..y.len() {
            let row = y[i];
            y[i][0] = row[1] * x;
            y[i][1] *= row[0] + y[0][0];
        }
        y[0] = [x, y[1][0]];
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<[f64; 2]> = vec![[0.4, 0.2], [-0.3, 0.8]]], (x, &mut y));

    #[differentiate]
    fn g(x: f64, y: &mut [Vec<f64>]) {
        for i in 0..y.len() {
            for j in 0..y[i].len() {
                y[i][j] = y[i][j] * x + y[0][0];
            }
        }
    }
    outputs!(g g_vjp g_pullback, [x: f64 = 0.7], [y / d_y: Vec<Vec<f64>> = vec![vec![0.4, 0.2], vec![0.3]]], (x, &mut y));

    // Of different lengths, and the cotangents in the order in which they are left.
    #[differentiate]
    fn k(x: f64, y: &mut [Vec<f64>]) {
        y.swap(0, 1);
        for i in 0..y.len() {
            y[i][0] *= x;
        }
    }
    outputs!(k k_vjp k_pullback, [x: f64 = 0.7], [y / d_y: Vec<Vec<f64>> = vec![vec![0.4, 0.2], vec![0.3]]], (x, &mut y));

    #[differentiate]
    fn h(x: f64, y: &mut ([f64; 2], f64)) {
        y.1 += x * y.0[0];
        y.0[1] = y.1 * y.0[1];
    }
    outputs!(h h_vjp h_pullback, [x: f64 = 0.7], [y / d_y: ([f64; 2], f64) = ([0.4, 0.2], 0.9)], (x, &mut y));
}

#[test]
fn given_another_value_as_a_whole() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64; 2]) {
        let old = *y;
        *y = [old[1] * x, old[0]];
        y[0] *= y[1];
        if x > 0.5 {
            *y = [y[0] + x, y[1] * y[1]];
        }
    }
    for x in [0.7, 0.2] {
        outputs!(f f_vjp f_pullback, [x: f64 = x], [y / d_y: [f64; 2] = [0.4, -0.8]], (x, &mut y));
    }
}

#[test]
fn results_beside_outputs() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) -> Vec<f64> {
        let mut r = vec![0.0; y.len()];
        for i in 0..y.len() {
            r[i] = y[i] * x;
            y[i] = r[i] * y[i];
        }
        r
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (x, &mut y), returns s: Vec<f64> => &s);

    #[differentiate]
    fn g(x: f64, y: &mut [f64]) -> (f64, [f64; 2]) {
        let a = y[0] * x;
        y[0] = a * y[1];
        (a, [y[0], x])
    }
    outputs!(g g_vjp g_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(2)], (x, &mut y),
        returns s: (f64, [f64; 2]) => s);
}

#[test]
fn results_that_carry_nothing() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) -> usize {
        let mut count = 0;
        for i in 0..y.len() {
            if y[i] > 0.5 {
                y[i] *= x;
                count += 1;
            }
        }
        count
    }
    let mut y = [0.9, 0.2, 0.7];
    let mut d_y = [1.0, 2.0, 3.0];
    let d_x = f_vjp(0.5, &mut y, &mut d_y);
    assert_eq!((d_x, y, d_y), (0.9 + 3.0 * 0.7, [0.45, 0.2, 0.35], [0.5, 2.0, 1.5]));
    let mut y = [0.9, 0.2, 0.7];
    let (count, pullback) = f_pullback(0.5, &mut y);
    let (mut d_x, mut d_y) = (0.0, [1.0, 2.0, 3.0]);
    pullback(&mut d_x, &mut d_y);
    assert_eq!((count, d_x, d_y), (2, 0.9 + 3.0 * 0.7, [0.5, 2.0, 1.5]));

    #[differentiate]
    fn g(x: f64) -> f64 {
        let mut y = [x, 0.1, x * x];
        let count: usize = f(x, &mut y);
        y[0] * y[2] * count as f64
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = 0.8] (x));
    scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = 0.6] (x));
}

#[test]
fn scratch_memory() {
    #[differentiate]
    fn f(x: &[f64], #[constant] buffer: &mut [f64], #[constant] sum: &mut f64) -> f64 {
        *sum = 0.0;
        for i in 0..x.len() {
            buffer[i] = x[i] * x[i];
        }
        for i in 0..x.len() {
            buffer[i] = buffer[i] * buffer[0];
            *sum += buffer[i];
        }
        *sum * *sum
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, &mut [0.0; 3], &mut 0.0));

    // What it leaves there is the primal's, whoever asks.
    let (x, mut buffer, mut sum) = (data(3), [0.0; 3], 0.0);
    f(&x, &mut buffer, &mut sum);
    let (mut others, mut other) = ([0.0; 3], 0.0);
    let _ = f_grad(&x, &mut others, &mut other);
    assert_eq!((buffer, sum), (others, other));

    #[differentiate]
    fn g(x: f64, y: &mut [f64], #[constant] buffer: &mut [f64]) {
        for i in 0..y.len() {
            buffer[i] = y[i] * x;
        }
        for i in 0..y.len() {
            y[i] = buffer[i] * buffer[y.len() - 1 - i];
        }
    }
    outputs!(g g_vjp g_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (x, &mut y, &mut [0.0; 3]));
}

#[test]
fn counters_beside_outputs() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], count: &mut usize) {
        for i in 0..*count {
            y[i] *= x;
        }
        *count += 1;
        for i in 0..*count {
            y[i] += x * y[0];
        }
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(3)], (x, &mut y, &mut 2));
}

fn tick(count: &mut usize) -> bool {
    *count += 1;
    *count % 2 == 0
}

fn ticks(counts: &mut [usize]) {
    for count in counts {
        *count += 1;
    }
}

#[test]
fn counters_that_others_count() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], count: &mut usize, counts: &mut [usize]) {
        for i in 0..y.len() {
            if *count > 2 {
                y[i] *= x;
            }
            tick(count);
            if *count % 2 == 0 && counts[0] > 1 {
                y[i] += x * y[0];
            }
            ticks(counts);
            if tick(count) {
                y[i] *= y[0];
            }
            for value in &mut *counts {
                *value += 1;
            }
            y[counts[1] % y.len()] *= x;
            counts.swap(0, 1);
            std::mem::swap(&mut counts[0], count);
            if *count > 3 {
                y[i] -= x;
            }
        }
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [y / d_y: Vec<f64> = data(5)], (x, &mut y, &mut 1, &mut [0, 3]));
}

#[test]
fn shadowed_and_odd_names() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64], d_y: &mut [f64], y_len: f64) {
        y[0] *= x * d_y[0] * y_len;
        d_y[1] = y[0] * y[1];
        let n = y.len();
        for i in 0..y.len() {
            d_y[i] *= y[i];
        }
        let y = x * x;
        for i in 0..n {
            d_y[i] += y * i as f64;
        }
    }
    let run = |x: f64, y0: f64| {
        let (mut y, mut z) = ([y0, 0.5], [0.9, 0.2]);
        f(x, &mut y, &mut z, 1.5);
        y[0] + 2.0 * y[1] + 3.0 * z[0] + 4.0 * z[1]
    };
    let (mut y, mut z) = ([0.8, 0.5], [0.9, 0.2]);
    let (mut y_bar, mut z_bar) = ([1.0, 2.0], [3.0, 4.0]);
    let (d_x, _) = f_vjp(0.7, &mut y, &mut z, 1.5, &mut y_bar, &mut z_bar);
    let h = 1e-6;
    assert!((d_x - (run(0.7 + h, 0.8) - run(0.7 - h, 0.8)) / (2.0 * h)).abs() < 1e-8);
    assert!((y_bar[0] - (run(0.7, 0.8 + h) - run(0.7, 0.8 - h)) / (2.0 * h)).abs() < 1e-8);
}

#[test]
fn the_same_in_single_precision() {
    macro_rules! both {
        ($float:ident $f:ident) => {
            #[differentiate]
            pub(crate) fn $f(a: $float, y: &mut [$float], acc: &mut $float) {
                for i in 0..y.len() {
                    y[i] = a * y[i] * y[i];
                    *acc += y[i] * *acc;
                }
            }
        };
    }
    mod single {
        use super::*;
        both!(f32 f);
    }
    mod double {
        use super::*;
        both!(f64 f);
    }
    outputs!(double_f double_vjp double_pullback, [a: f64 = 0.7], [y / d_y: Vec<f64> = data(3), acc / d_acc: f64 = 0.3],
        (a, &mut y, &mut acc));
    use double::{f as double_f, f_pullback as double_pullback, f_vjp as double_vjp};
    let (mut y, mut acc, mut d_y, mut d_acc) = ([0.4_f64, 0.9], 0.5_f64, [1.0_f64, 2.0], 0.5_f64);
    let d_a = double::f_vjp(0.7, &mut y, &mut acc, &mut d_y, &mut d_acc);
    let (mut y, mut acc, mut s_y, mut s_acc) = ([0.4_f32, 0.9], 0.5_f32, [1.0_f32, 2.0], 0.5_f32);
    let s_a = single::f_vjp(0.7, &mut y, &mut acc, &mut s_y, &mut s_acc);
    let pairs = [(d_a, s_a), (d_y[0], s_y[0]), (d_y[1], s_y[1]), (d_acc, s_acc)];
    assert!(
        pairs.iter().all(|(double, single)| (double - f64::from(*single)).abs() < 1e-5 * double.abs()),
        "{pairs:?}"
    );
}

#[test]
fn lengths_that_differ() {
    #[differentiate]
    fn f(y: &mut [f64]) {
        y[0] *= 2.0;
    }
    let message = |run: &(dyn Fn() + std::panic::RefUnwindSafe)| {
        let panic = std::panic::catch_unwind(run).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    };
    let wanted = "the gradient buffer `d_y` has length 3, but `y` has length 2";
    assert_eq!(message(&|| f_vjp(&mut [1.0, 2.0], &mut [0.0; 3])), wanted);
    let pull = || {
        let ((), pullback) = f_pullback(&mut [1.0, 2.0]);
        pullback(&mut [0.0; 3]);
    };
    assert_eq!(message(&pull), wanted);
}

#[test]
fn by_methods_of_std() {
    #[differentiate]
    fn f(x: &[f64], w: f64, y: &mut [f64], i: usize) {
        y.swap(0, i);
        y[1] *= w;
        let old = y.to_vec();
        y.copy_from_slice(x);
        y[i] += old[0] * old[1];
        y[1..].fill(w);
        y.swap(i, 1);
        y[..2].swap(0, 1);
        y[2..].copy_from_slice(&old[..1]);
    }
    for i in 0..3 {
        outputs!(f f_vjp f_pullback, [x: Vec<f64> = data(3), w: f64 = 0.6], [y / d_y: Vec<f64> = data(3)],
            (&x, w, &mut y, i));
    }

    #[differentiate]
    fn g(w: f64, a: &mut f64, b: &mut f64, y: &mut [f64; 2], z: &mut [f64; 2]) {
        std::mem::swap(&mut *a, &mut *b);
        *a *= w;
        std::mem::swap(a, b);
        *b += w * *a;
        std::mem::swap(&mut *y, &mut *z);
        y[0] *= w;
        std::mem::swap(y, z);
        let before = std::mem::replace(a, w);
        *b *= before;
        z[1] = std::mem::take(b);
        let all = std::mem::replace(y, [w, 1.0]);
        z[0] += all[0] * all[1];
    }
    outputs!(g g_vjp g_pullback, [w: f64 = 0.6],
        [a / d_a: f64 = 0.4, b / d_b: f64 = 0.9, y / d_y: [f64; 2] = [0.3, 0.2], z / d_z: [f64; 2] = [-0.3, 0.7]],
        (w, &mut a, &mut b, &mut y, &mut z));
}

#[test]
fn left_early() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) {
        if x > 0.65 {
            y[0] *= x;
            return;
        }
        for i in 0..y.len() {
            if y[i] < 0.3 {
                return;
            }
            y[i] = y[i] * x + y[0];
            if y[i] > 1.0 {
                break;
            }
        }
        y[0] += x * y[1];
    }
    for (x, second) in [(0.7, 0.4), (0.6, 0.4), (0.6, 0.2), (0.6, 1.9)] {
        outputs!(f f_vjp f_pullback, [x: f64 = x], [y / d_y: Vec<f64> = vec![0.5, second, 0.8]], (x, &mut y));
    }

    #[differentiate]
    fn g(x: f64, acc: &mut f64) -> f64 {
        while *acc < 3.0 {
            *acc = *acc * *acc + x;
            if *acc > 2.5 {
                return *acc * x;
            }
        }
        *acc = 0.0;
        x
    }
    for acc in [0.1, 0.9, 1.4, 4.0] {
        outputs!(g g_vjp g_pullback, [x: f64 = 0.6], [acc / d_acc: f64 = acc], (x, &mut acc), returns s: f64 => s);
    }
}

#[test]
fn looked_at_through_references() {
    #[differentiate]
    fn f(w: f64, y: &mut [[f64; 2]]) {
        for i in 0..y.len() {
            let row = &y[i];
            let t = row[0] * row[1] * w;
            let last = &y[y.len() - 1];
            let s = t * last[0];
            y[i] = [s, t];
        }
        let first = &y[0];
        let both = first[0] * first[1];
        y[1][0] *= both;
    }
    outputs!(f f_vjp f_pullback, [w: f64 = 0.6], [y / d_y: Vec<[f64; 2]> = vec![[0.4, 0.9], [0.8, -0.3]]], (w, &mut y));

    #[differentiate]
    fn g(w: f64, y: &mut [f64], s: &mut f64) {
        for (i, value) in y.iter_mut().enumerate() {
            *value = *value * w + i as f64 * *s;
            *s += *value;
        }
        for value in y.iter() {
            *s *= value;
        }
        for value in &mut *y {
            *value *= *s;
        }
        for pair in y.chunks_exact_mut(2) {
            pair[0] += w * pair[1] * pair[0];
        }
        for value in y {
            *value += *s;
        }
    }
    outputs!(g g_vjp g_pullback, [w: f64 = 0.6], [y / d_y: Vec<f64> = data(3), s / d_s: f64 = 0.4], (w, &mut y, &mut s));

    #[differentiate]
    fn h(x: &[f64], y: &mut [f64]) {
        for (to, from) in y.iter_mut().zip(x) {
            *to += from * from;
        }
    }
    outputs!(h h_vjp h_pullback, [x: Vec<f64> = data(3)], [y / d_y: Vec<f64> = data(3)], (&x, &mut y));
}
