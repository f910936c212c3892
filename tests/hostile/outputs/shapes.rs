//! Outputs of every shape: numbers, rows, wholes, single precision; left early, looked at through references.

use crate::harness::{data, outputs};
use autodiff_runtime::prelude::*;

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
