//! What the generator of random programs found (`tests/programs`) about types, names and mutability, cut down to its least
//! and kept: one test a failure.

#![allow(unused_variables, unused_mut, reason = "as they were found")]

use crate::harness::{outputs, scalar};
use autodiff_runtime::prelude::*;

#[differentiate]
fn pair(x: &[f64]) -> [f64; 2] {
    [x[0] * x[1], x[1].sin()]
}

#[differentiate]
fn energy(x: &[f64]) -> f64 {
    x[0] * x[1]
}

#[test]
fn elements_swapped_of_an_array_that_a_call_returned() {
    #[differentiate]
    fn f(p: f64, mut q: f64) -> f64 {
        let mut t = pair(&[p, q]);
        std::mem::swap(&mut q, &mut t[1]);
        let u = t;
        t[1] * t[0] * u[1] + q * p
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [p: f64 = 0.6, q: f64 = -0.7] (p, q));
}

#[test]
fn elements_swapped_with_those_of_an_output() {
    #[differentiate]
    fn f(c: f64, a: &mut [f64]) {
        for i in 0..3 {
            let mut t = pair(&[c, a[i]]);
            std::mem::swap(&mut t[i % 2], &mut a[i]);
            a[i] *= t[0] + t[1];
        }
    }
    outputs!(f f_vjp f_pullback, [c: f64 = 0.7], [a / d_a: Vec<f64> = vec![0.4, -0.3, 0.9]], (c, &mut a));
}

#[test]
fn a_call_dropped_with_what_an_exclusive_name_stands_for() {
    #[differentiate]
    fn f(w: &mut [[f64; 2]]) {
        for row in w.iter_mut() {
            energy(&vec![row[0]; 2]);
            row[1] *= row[0];
        }
    }
    outputs!(f f_vjp f_pullback, [], [w / d_w: Vec<[f64; 2]> = vec![[0.4, -0.3], [0.9, 1.2]]], (&mut w));
}

#[test]
fn a_return_inside_of_a_macro_in_an_arm() {
    #[differentiate]
    fn f(y: f64, c: f64, d: [f64; 3]) -> f64 {
        match (2, c * y) {
            (0..=2, a) => {
                let x = vec![
                    if c <= 0.75 {
                        if y < 0.5 {
                            return a * d[1];
                        }
                        d[2]
                    } else {
                        d[0]
                    };
                    2
                ];
            }
            (k, b) => {}
        }
        y * d[1] + c
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [y: f64 = 0.4, c: f64 = 0.6, d: [f64; 3] = [0.3, -0.8, 1.1]] (y, c, d));
    scalar!(f f_grad f_value_and_grad f_pullback,
        [y: f64 = 0.7, c: f64 = 0.6, d: [f64; 3] = [0.3, -0.8, 1.1]] (y, c, d));
}

#[test]
fn a_loop_whose_name_means_another_variable_inside_of_it() {
    #[differentiate]
    fn f(c: f64, s: &[Vec<f64>]) -> f64 {
        let mut j = 2;
        let s = loop {
            if j == 0 {
                break 1.5 * c * s[0][1];
            }
            j -= 1;
            let mut count = 0;
            while count < 5 && c <= 10.0 {
                count += 1;
                let mut old = vec![c + s[count % 2][j % 2]; 4];
            }
        };
        0.75 * s * c
    }
    scalar!(f f_grad f_value_and_grad f_pullback,
        [c: f64 = 0.4, s: Vec<Vec<f64>> = vec![vec![0.3, 0.7], vec![1.1, -0.4]]] (c, &s));
}

#[test]
fn a_loop_whose_name_is_that_of_a_length_inside_of_it() {
    #[differentiate]
    fn f(c: f64, at: &mut [f64]) {
        let mut k = 2;
        let at_first = at[0];
        let v = {
            let at = loop {
                if k == 0 {
                    break c * at[1];
                }
                k -= 1;
                let mut x = 2;
                loop {
                    if x == 0 {
                        break;
                    }
                    x -= 1;
                    let tape: Vec<f64> = vec![0.0; at.len()];
                }
            };
            at * at
        };
        at[0] = v * at_first;
    }
    outputs!(f f_vjp f_pullback, [c: f64 = 0.7], [at / d_at: Vec<f64> = vec![0.4, -0.3]], (c, &mut at));
}

#[test]
fn a_loop_whose_name_is_that_of_an_output_that_it_writes() {
    #[differentiate]
    fn f(buffer: &[f64; 4], c: &mut f64, z: &mut [f64]) {
        let mut step = 2;
        let z = loop {
            if step == 0 {
                break *c * z[1];
            }
            step -= 1;
            z.copy_from_slice(buffer);
            z[step..step + 3].fill(c.hypot(buffer[step]));
        };
        match step * 3 + 1 {
            3 => {}
            z => assert!(z > 0),
        }
        *c += z * z;
    }
    outputs!(f f_vjp f_pullback, [buffer: [f64; 4] = [0.6, -0.2, 1.1, 0.4]],
        [c / d_c: f64 = 0.7, z / d_z: Vec<f64> = vec![0.4, -0.3, 0.9, 0.2]], (&buffer, &mut c, &mut z));
}

#[test]
fn a_loop_whose_name_is_that_of_a_number_that_it_changes() {
    #[differentiate]
    fn f(z: f64, mut g: f64) -> f64 {
        let mut taken = 3;
        let g: f64 = loop {
            if taken == 0 {
                break -1.5 * g;
            }
            taken -= 1;
            g = g * z;
            assert!(g < 100.0);
        };
        g * z
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [z: f64 = 0.4, g: f64 = 1.6] (z, g));
}

#[test]
fn a_condition_over_a_half_of_an_array_that_changes_later() {
    #[differentiate]
    fn f(z: f64, mut y: [f64; 4]) -> f64 {
        let (_, half) = y.split_at(2);
        let q = if half[1] < -0.1 { z } else { z * z };
        for i in 0..4 {
            y.swap(0, i);
        }
        q + y[0] * y[3]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [z: f64 = 0.4, y: [f64; 4] = [0.3, 0.7, 1.1, -0.4]] (z, y));
    scalar!(f f_grad f_value_and_grad f_pullback, [z: f64 = 0.4, y: [f64; 4] = [-0.3, 0.7, 1.1, 0.4]] (z, y));
}

/// What is swapped with a number is one, though it is an element of what a call returned.
#[test]
fn a_number_is_swapped_with_an_element_of_unknown_type() {
    #[differentiate]
    fn make(x: f64) -> Vec<f64> {
        vec![x, 2.0 * x]
    }
    #[differentiate]
    fn f(a: f64, t: &mut f64) -> f64 {
        let mut s = make(a);
        let mut j = 1;
        while j > 0 {
            j -= 1;
            std::mem::swap(&mut s[j], t);
        }
        *t *= s[0];
        s[0]
    }
    outputs!(f f_vjp f_pullback, [a: f64 = 0.5], [t / d_t: f64 = 1.3], (a, &mut t), returns s: f64 => s);
    #[differentiate]
    fn g(a: f64, t: &mut f64) {
        let mut s = make(a);
        std::mem::swap(t, &mut s[1]);
        s[0] = *t;
        *t = s[0] * s[1];
    }
    outputs!(g g_vjp g_pullback, [a: f64 = 0.5], [t / d_t: f64 = 1.3], (a, &mut t));
}
