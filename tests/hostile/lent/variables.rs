//! Memory lent through `&mut`, once more: variables of every kind, in statements of every kind.

use super::*;
use crate::harness::{data, outputs, scalar};
use autodiff_runtime::prelude::*;

#[differentiate]
fn is_large(y: &mut [f64], x: f64) -> bool {
    y[0] += x;
    y[1] *= y[0];
    y[1] > 0.9
}

#[differentiate]
fn sized<const N: usize>(y: &mut [f64; N], x: f64) {
    for i in 0..N {
        y[i] *= x * y[(i + 1) % N];
    }
}

#[test]
fn owned_parameters_lent() {
    #[differentiate]
    fn f(mut x: f64, mut a: [f64; 3], mut v: Vec<f64>, w: f64) -> f64 {
        push_up(&mut x, w);
        stir(&mut a, x);
        stir(&mut v, a[1]);
        push_up(&mut v[0], x);
        sized(&mut a, w);
        sized::<3>(&mut a, x);
        x * a[0] + v[0] * v[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6, a: [f64; 3] = [0.4, 0.9, 0.3], v: Vec<f64> = data(2), w: f64 = 0.5] (x, a, v.clone(), w));
    #[differentiate]
    fn h(mut x: f64, mut a: [f64; 3], n: usize) -> f64 {
        for i in 0..n {
            push_up(&mut x, a[i % 3]);
            if i == 1 {
                stir(&mut a, x);
            }
        }
        x
    }
    for n in 0..4 {
        scalar!(h h_grad h_value_and_grad h_pullback, [x: f64 = 0.6, a: [f64; 3] = [0.4, 0.9, 0.3]] (x, a, n));
    }
}

#[test]
fn fields_and_deferred() {
    #[differentiate]
    fn f(x: f64, y: f64, n: usize) -> f64 {
        let mut t = (x, [x, y], (y, 1.0));
        let mut s;
        s = x * y;
        push_up(&mut s, x);
        for _ in 0..n {
            stir(&mut t.1, s);
            push_up(&mut t.0, t.1[0]);
            push_up(&mut t.1[1], x);
            push_up(&mut (t.2).0, s);
        }
        let z = {
            let mut inner = t.0;
            push_up(&mut inner, s);
            inner
        };
        z * t.1[1] + t.2.0
    }
    for n in 0..3 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6, y: f64 = 0.4] (x, y, n));
    }
}

#[test]
fn moved_on() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut a = vec![x; 3];
        stir(&mut a, x);
        let mut b = a;
        for _ in 0..n {
            let mut c = vec![0.0; 3];
            for i in 0..3 {
                c[i] = b[i] * x;
            }
            stir(&mut c, b[0]);
            b = c;
            stir(&mut b, x);
        }
        b[0] * b[2]
    }
    for n in 0..3 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6] (x, n));
    }
}

#[test]
fn several_in_one_expression() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut a = x * x;
        let s = take_half(&mut a, x) + take_half(&mut a, x) * a;
        let mut y = [a, s];
        let t = y[0] * take_half(&mut y[0], s) - y[0];
        let u = pair(a, take_half(&mut a, t), a);
        take_half(&mut a, u) * a
    }
    #[differentiate]
    fn pair(x: f64, y: f64, z: f64) -> f64 {
        x * y + z * z
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.9] (x));
    #[differentiate]
    fn last(x: f64) -> f64 {
        let mut s = x;
        take_half(&mut s, x)
    }
    scalar!(last last_grad last_value_and_grad last_pullback, [x: f64 = 0.9] (x));
}

#[test]
fn tails_and_arms() {
    #[differentiate]
    fn f(y: &mut [f64], x: f64) {
        stir(y, x)
    }
    #[differentiate]
    fn g(x: f64, k: usize, y: &mut [f64]) {
        if x > 0.5 {
            stir(y, x)
        } else {
            f(y, x * x)
        }
        match k {
            0 => stir(y, x),
            1 => push_up(&mut y[0], x),
            _ => {}
        }
        for i in 0..3 {
            if i == k {
                continue;
            }
            stir(y, x);
            if y[0] > 3.0 {
                break;
            }
            f(y, x)
        }
        if k == 2 {
            stir(y, x)
        }
    }
    for k in 0..3 {
        outputs!(g g_vjp g_pullback, [x: f64 = 0.6], [y / d_y: Vec<f64> = data(3)], (x, k, &mut y));
        outputs!(g g_vjp g_pullback, [x: f64 = 0.4], [y / d_y: Vec<f64> = data(2)], (x, k, &mut y));
    }
}

#[test]
fn conditions_that_write() {
    #[differentiate]
    fn f(x: f64, y: &mut [f64]) {
        if is_large(y, x) {
            y[0] *= x;
        }
        let large = is_large(y, x * x);
        if large {
            y[1] *= y[0];
        }
        for _ in 0..2 {
            let _: bool = is_large(y, x);
            let big: bool = is_large(&mut *y, x);
            if !big {
                y[0] = x;
            }
        }
    }
    for x in [0.7, 0.2] {
        outputs!(f f_vjp f_pullback, [x: f64 = x], [y / d_y: Vec<f64> = data(2)], (x, &mut y));
    }
}

#[test]
fn scratch_lent_on() {
    #[differentiate]
    fn fill(y: &mut [f64], x: f64) {
        for v in y.iter_mut() {
            *v = x * x;
        }
        y[0] *= 0.5;
    }
    #[differentiate]
    fn f(x: f64, #[constant] buf: &mut [f64], #[constant] n: &mut f64) -> f64 {
        fill(buf, x);
        push_up(&mut *n, x);
        push_up(n, buf[1]);
        stir(buf, *n);
        buf[0] * buf[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, &mut [0.3, 0.2], &mut 0.4));
}

#[test]
fn the_hardest() {
    #[differentiate]
    fn pull(y: &[f64; 3], w: f64) -> f64 {
        y[0] * y[1] * w + y[2]
    }
    #[differentiate]
    fn settle(y: &mut [f64; 3], w: f64, n: usize) -> f64 {
        let mut s = 0.0;
        for k in 0..n {
            if y[0] > 0.5 {
                s += pull(&*y, w);
                stir(y, s * 0.1);
            }
            if s > 2.0 * w {
                break;
            }
            y[k % 3] = s * y[0] + 0.5;
            let t = take_half(&mut y[(k + 1) % 3], w);
            if t < 0.01 {
                return t;
            }
        }
        s
    }
    #[differentiate]
    fn f(w: f64, n: usize, y: &mut [f64; 3]) -> f64 {
        settle(y, w, n)
    }
    for n in 0..6 {
        for w in [0.4, 0.9] {
            outputs!(f f_vjp f_pullback, [w: f64 = w], [y / d_y: [f64; 3] = [0.6, 0.3, 0.2]], (w, n, &mut y), returns s: f64 => s);
        }
    }
}

#[test]
fn not_taken() {
    #[differentiate]
    fn root(y: &mut f64) {
        *y = y.sqrt();
    }
    #[differentiate]
    fn f(x: f64, y: &mut f64) {
        if *y > 0.0 {
            root(y);
            *y *= x;
        } else {
            *y = x;
        }
    }
    let (mut y, mut d_y) = (-1.0, 1.0);
    let d_x = f_vjp(2.0, &mut y, &mut d_y);
    assert_eq!((y, d_x, d_y), (2.0, 1.0, 0.0));
    let (mut y, mut d_y) = (4.0, 1.0);
    let d_x = f_vjp(2.0, &mut y, &mut d_y);
    assert_eq!((y, d_x, d_y), (4.0, 2.0, 0.5));
}

#[test]
fn results_of_calls_lent() {
    #[differentiate]
    fn make(x: f64) -> Vec<f64> {
        vec![x, x * x, 1.0]
    }
    #[differentiate]
    fn number(x: f64) -> f64 {
        x * x
    }
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut v = make(x);
        let mut s = number(x);
        for _ in 0..n {
            stir(&mut v, x);
            push_up(&mut s, v[0]);
            push_up(&mut v[1], s);
        }
        s * v[1]
    }
    for n in 0..3 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.6] (x, n));
    }
}

#[test]
fn taken_apart() {
    #[differentiate]
    fn f(x: f64, y: &mut (f64, [f64; 2]), z: &mut [(f64, f64)]) {
        let (a, b) = y;
        *a *= b[0] * x;
        push_up(a, x);
        stir(b, *a);
        b[1] *= x;
        let (_, c) = &mut z[0];
        *c *= x;
        for (u, v) in z.iter_mut() {
            *u *= *v * x;
            *v += *u;
        }
        let mut t = ((x, 1.0), x);
        let ((d, _), e) = &mut t;
        *d *= x;
        *e += *d;
        z[1].0 *= t.1 * t.0.0;
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.6],
        [y / d_y: (f64, [f64; 2]) = (0.4, [0.9, 0.3]), z / d_z: Vec<(f64, f64)> = vec![(0.4, 0.8), (0.7, -0.2)]],
        (x, &mut y, &mut z));
}
