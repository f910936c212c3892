//! What the generator of random programs found (`tests/programs`), cut down to its least and kept: one test a failure.

#![allow(dead_code, reason = "as they were found")]

use crate::harness::{into, outputs, rows, scalar};
use autodiff_runtime::prelude::*;

#[differentiate]
fn inner(x: f64, p: &[f64]) -> f64 {
    x * p[0] + p[1]
}

#[differentiate]
fn doubled(p: &[f64; 3]) -> Vec<f64> {
    let mut a = vec![0.0; 2];
    a[0] = p[0] * p[1];
    a[1] = p[2] * a[0];
    a
}

#[test]
fn a_buffer_lent_to_a_call_that_is_added_to_one_of_its_elements() {
    #[differentiate]
    fn f(z: f64) -> f64 {
        let mut r = vec![z; 3];
        r[2] += inner(z, &r);
        r[0] *= inner(r[1], &r);
        r[0] * r[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [z: f64 = 0.6] (z));
}

#[test]
fn a_reference_to_an_array_where_a_slice_is_wanted() {
    #[differentiate]
    fn f(next: &[f64; 4]) -> f64 {
        inner(next[1], next) * next[3]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [next: [f64; 4] = [0.6, 0.7, -0.3, 1.2]] (&next));
    into!(f f_grad f_grad_into, [next: [f64; 4] = [0.6, 0.7, -0.3, 1.2]] (&next));
}

#[test]
fn a_call_inside_a_block_that_binds_a_value() {
    #[differentiate]
    fn f(q: f64) -> f64 {
        let a = {
            let b = doubled(&[0.5, q, q]);
            b[0] * b[1]
        };
        let (c, d) = {
            let t = inner(a, &[q, a]);
            (t * q, inner(t, &[t, q]))
        };
        let e = if c > d { inner(c, &[d, a]) } else { doubled(&[c, d, 2.0])[1] };
        a * e
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [q: f64 = 0.6] (q));
    scalar!(f f_grad f_value_and_grad f_pullback, [q: f64 = -1.1] (q));
}

#[test]
fn buffers_assigned_to_themselves() {
    #[differentiate]
    fn f(mut e: [f64; 2], mut v: Vec<f64>, w: f64) -> f64 {
        e[0] = e[1] * w;
        e = e;
        v[1] *= e[0];
        v = v;
        let mut m = [[e[0], w], [v[1], 0.5]];
        for i in 0..3 {
            m = m;
            m[0][1] *= m[1][0];
            e = if m[0][1] > 0.1 { e } else { [w, m[0][i % 2]] };
        }
        e[0] * v[1] + m[0][1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [e: [f64; 2] = [0.6, 0.7], v: Vec<f64> = vec![0.3, 0.9], w: f64 = 0.8] (e, v.clone(), w));
    into!(f f_grad f_grad_into,
        [e: [f64; 2] = [0.6, 0.7], v: Vec<f64> = vec![0.3, 0.9], w: f64 = 0.8] (e, v.clone(), w));
}

#[test]
fn a_vector_moved_in_a_branch() {
    #[differentiate]
    fn f(v: Vec<f64>, w: f64) -> f64 {
        let a = if w > 0.0 {
            let c = v;
            c[0] * w
        } else {
            0.5 * v[1]
        };
        a * a
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [v: Vec<f64> = vec![0.6, 0.7], w: f64 = 0.8] (v.clone(), w));
    scalar!(f f_grad f_value_and_grad f_pullback, [v: Vec<f64> = vec![0.6, 0.7], w: f64 = -0.8] (v.clone(), w));
}

#[test]
fn a_vector_assigned_to_itself_and_returned() {
    #[differentiate]
    fn f(mut v: Vec<f64>) -> Vec<f64> {
        v = v;
        v
    }
    rows!(f f_pullback, [v: Vec<f64> = vec![0.6, 0.7]] (v.clone()), by reference);
}

#[test]
fn a_parameter_moved_into_a_variable_that_was_assigned_before() {
    #[differentiate]
    fn f(w: f64, v: Vec<f64>, a: [f64; 2]) -> f64 {
        let mut n = vec![w; 2];
        let s = n[0] * n[1];
        n = v;
        let mut m = [w; 2];
        let t = m[1] * s;
        m = a;
        n[1] * t + m[0] * n[0]
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [w: f64 = 0.8, v: Vec<f64> = vec![0.6, 0.7], a: [f64; 2] = [0.3, -0.4]] (w, v.clone(), a));
    into!(f f_grad f_grad_into,
        [w: f64 = 0.8, v: Vec<f64> = vec![0.6, 0.7], a: [f64; 2] = [0.3, -0.4]] (w, v.clone(), a));
}

#[test]
fn a_vector_parameter_that_a_block_yields() {
    #[differentiate]
    fn f(w: Vec<f64>, s: &[f64; 3]) -> [f64; 2] {
        let p = [w[1] * s[0], 0.5, 0.5];
        let c = { w };
        [c[0] + p[2], c[1] * p[0]]
    }
    rows!(f f_pullback, [w: Vec<f64> = vec![0.6, 0.7], s: [f64; 3] = [0.3, 0.4, 0.5]] (w.clone(), &s), by value);
}

#[test]
fn a_deferred_binding_of_what_a_call_returns() {
    #[differentiate]
    fn trebled(d: f64) -> [f64; 3] {
        [d, 2.0 * d, d * d]
    }
    #[differentiate]
    fn f(t: f64) -> f64 {
        let x;
        x = trebled(t);
        let a = [[t, x[1], t], [x[2]; 3]];
        a[0][1] * a[1][2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [t: f64 = 0.8] (t));
}

#[test]
fn the_type_of_a_pattern_is_that_of_its_parts() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let (mut s, t): (f64, f64) = (2.0, 0.5);
        let c = s.tanh() * x;
        s = c * t;
        s.max(t) + c
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

#[test]
fn a_parameter_that_the_users_own_tokens_hide() {
    #[differentiate]
    #[allow(unused_mut, unused_variables, clippy::useless_vec)]
    fn f(mut tanh: f64) -> f64 {
        let r#type = [[tanh, 1.02], [0.5, tanh * tanh]];
        let mut tanh: f64 = {
            let mut tanh: Vec<f64> = vec![0.0; 1];
            0.5
        };
        r#type[1][1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [tanh: f64 = 0.8] (tanh));
}

#[test]
fn a_gradient_that_is_given_away_after_its_last_element_is_read() {
    #[differentiate]
    fn f(mut c: Vec<f64>, s: f64) -> f64 {
        c[3] += s;
        let mut value: f64 = 0.1;
        value += c[3];
        value * c[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [c: Vec<f64> = vec![0.6, 0.7, -0.4, 1.1], s: f64 = 0.8] (c.clone(), s));
}

#[test]
fn a_loop_of_constants_that_assigns_several_things_at_once() {
    #[differentiate]
    fn f(mut x: f64) -> f64 {
        let mut kept = [0.5; 3];
        let mut k = 0;
        while k < 1 {
            (kept[0], x) = (x, 0.5);
            k = 1;
        }
        x + kept[0] * kept[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

#[test]
fn memory_replaced_by_what_is_made_of_it() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut c = vec![x; 2];
        for k in 0..3 {
            let last = c[1] * x;
            c = c.clone();
            c[1] = last * c[0];
            c[0] *= k as f64 + x;
        }
        c[0] * c[1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x));
}

#[test]
fn a_vector_of_vectors_by_value() {
    #[differentiate]
    fn f(mut m: Vec<Vec<f64>>, w: f64) -> f64 {
        m[0][1] *= w;
        m[0][1] * m[1][1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [m: Vec<Vec<f64>> = vec![vec![0.6, 0.7], vec![0.3, 0.9]], w: f64 = 0.8] (m.clone(), w));
    into!(f f_grad f_grad_into,
        [m: Vec<Vec<f64>> = vec![vec![0.6, 0.7], vec![0.3, 0.9]], w: f64 = 0.8] (m.clone(), w));
}

#[test]
fn rows_that_are_repeated() {
    #[differentiate]
    fn arrays(x: f64) -> f64 {
        let mut m = [[x, 2.0 * x]; 3];
        m[1][0] *= x;
        m[1][0] * m[0][1] + m[2][0]
    }
    scalar!(arrays arrays_grad arrays_value_and_grad arrays_pullback, [x: f64 = 0.8] (x));
    #[differentiate]
    fn vectors(x: f64, n: usize) -> f64 {
        let row = vec![x; 2];
        let mut m = vec![vec![row[0] * x; 2]; n];
        let mut copies = vec![row.clone(); n];
        for i in 0..n {
            m[i][0] *= x;
            copies[i][1] *= m[i][0];
        }
        let mut sum = row[1];
        for i in 0..n {
            sum += copies[i][1] * m[i][1] * copies[i][0];
        }
        sum
    }
    scalar!(vectors vectors_grad vectors_value_and_grad vectors_pullback, [x: f64 = 0.8] (x, 3));
    scalar!(vectors vectors_grad vectors_value_and_grad vectors_pullback, [x: f64 = 0.8] (x, 0));
}

#[test]
fn an_output_that_is_filled() {
    #[differentiate]
    fn f(w: f64, x: &mut [f64; 3]) -> f64 {
        let s = x[0] * x[1];
        x.fill(w * s);
        x[2] *= 2.0;
        x[2] * s
    }
    outputs!(f f_vjp f_pullback, [w: f64 = 0.7], [x / d_x: [f64; 3] = [0.4, -0.3, 0.9]], (w, &mut x),
        returns s: f64 => s);
}

#[test]
fn a_part_of_an_output_that_is_run_over_in_a_loop() {
    #[differentiate]
    fn f(x: f64, w: &mut [f64]) -> f64 {
        let mut k = 1;
        while k < w.len() {
            for y in w[k..].iter_mut() {
                *y *= x;
            }
            k += 1;
        }
        x
    }
    outputs!(f f_vjp f_pullback, [x: f64 = 0.7], [w / d_w: Vec<f64> = vec![0.4, -0.3, 0.9]], (x, &mut w),
        returns s: f64 => s);
}

#[test]
fn a_vector_that_is_returned_as_it_came_beside_an_output() {
    #[differentiate]
    fn f(v: Vec<f64>, y: &mut [f64]) -> Vec<f64> {
        y[0] *= y[1];
        v
    }
    outputs!(f f_vjp f_pullback, [v: Vec<f64> = vec![0.6, 0.7]], [y / d_y: Vec<f64> = vec![0.4, -0.3]],
        (v.clone(), &mut y), returns s: Vec<f64> => &s);
}

/// Several elements are written at once, inside of a macro, in a loop that carries nothing else.
#[test]
fn elements_taken_apart_inside_of_a_macro() {
    #[differentiate]
    fn f(x: f64) -> [f64; 2] {
        let mut a = [x, 0.5];
        let mut k = 1;
        loop {
            if k == 0 {
                break;
            }
            k -= 1;
            let _written = vec![
                {
                    (a[0], a[1]) = (0.5, 0.25);
                    0.5
                };
                2
            ];
        }
        a
    }
    let (value, pullback) = f_pullback(2.0);
    let mut d_x = 0.0;
    pullback([1.0, 1.0], &mut d_x);
    assert_eq!((value, d_x), ([0.5, 0.25], 0.0));
}

/// What a macro binds by names of the function's own it does not write; nor does it write what it counts by.
#[test]
fn names_bound_inside_of_a_macro() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut a = x * x;
        let mut k = n;
        loop {
            if k == 0 {
                break;
            }
            k -= 1;
            let _bound = vec![
                {
                    let mut t = [0.0; 4];
                    let (a, b) = (1.0, 2.0);
                    t[k] = a * b;
                    t[k]
                };
                2
            ];
        }
        a *= x;
        a
    }
    assert_eq!(f_value_and_grad(2.0, 3), (8.0, 12.0));
}
