//! Programs over arrays, slices and vectors: aliasing indices, overwritten elements, buffers born in loops.

use crate::harness::{data, into, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn read_modify_write_sweeps() {
    #[differentiate]
    fn f(x: &[f64], y: f64) -> f64 {
        let n = x.len();
        let mut a = vec![0.0; n];
        for i in 0..n {
            a[i] = x[i] * y;
        }
        for i in 1..n {
            a[i] = a[i - 1] * a[i];
        }
        for i in (0..n - 1).rev() {
            a[i] = a[i] * a[i + 1] + x[i];
        }
        for i in 0..n {
            a[i] *= a[i];
            a[i] += a[i] * y;
            a[i] -= x[n - 1 - i];
            a[i] /= 2.0 + a[i] * a[i];
        }
        let mut s = 0.0;
        for i in 0..n {
            s += a[i] * (i as f64 + 1.0);
        }
        s
    }
    for n in [1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), y: f64 = 0.9] (&x, y));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(n), y: f64 = 0.9] (&x, y));
    }
}

#[test]
fn an_element_overwritten_repeatedly() {
    #[differentiate]
    fn f(x: &[f64; 3]) -> f64 {
        let mut a = [0.0; 3];
        a[0] = x[0];
        a[0] = a[0] * x[1];
        a[0] = a[0] * a[0];
        a[1] = a[0].sin();
        a[0] = a[1] * a[0] - x[2];
        a[1] = 2.0;
        a[2] = a[1] * a[0];
        a[1] = a[2] * x[0];
        a[2] = a[2] * a[1] * a[0];
        a[0] + a[1] + a[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 3] = [0.4, 0.9, -0.3]] (&x));
    into!(f f_grad f_grad_into, [x: [f64; 3] = [0.4, 0.9, -0.3]] (&x));
}

#[test]
fn indices_with_repeats() {
    #[differentiate]
    fn f(x: &[f64], idx: &[usize]) -> f64 {
        let mut a = vec![0.0; x.len()];
        for i in 0..idx.len() {
            a[idx[i]] = a[idx[i]] * x[i % x.len()] + x[idx[i]] * x[idx[idx[i]]];
        }
        let mut s = 1.0;
        for i in 0..idx.len() {
            s = s * 0.7 + a[idx[i]] * x[idx[i]];
        }
        s
    }
    let idx = [0, 2, 2, 1, 0, 2];
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x, &idx));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(3)] (&x, &idx));
}

#[test]
fn an_index_overwritten_after_use() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut k = 0;
        let mut a = [1.0, 2.0, 3.0];
        let mut s = 0.0;
        for i in 0..5 {
            s += x[k] * a[(k + i) % 3];
            k = (k * 2 + i) % x.len();
            a[k % 3] = s * x[k];
            k = (k + 1) % 3;
        }
        k = 1;
        s * a[k] + x[k]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4)] (&x));
}

#[test]
fn a_table_of_indices_overwritten_on_the_way() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut p = [2_usize, 0, 1];
        let mut s = 0.5;
        for i in 0..6 {
            s = s * x[p[i % 3]] + x[i % 3];
            let t = p[0];
            p[0] = p[i % 3];
            p[i % 3] = t;
            p[2] = (p[2] + 1) % 3;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(3)] (&x));
}

#[test]
fn a_buffer_born_in_the_loop() {
    #[differentiate]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for i in 0..n {
            let mut row = [0.0; 4];
            for j in 0..4 {
                row[j] = s * x[j] + i as f64;
            }
            let mut other = vec![0.0; i + 1];
            for j in 0..i + 1 {
                other[j] = row[j % 4] * row[(j + 1) % 4] * 0.05;
            }
            for j in 1..4 {
                row[j] = row[j] * row[j - 1] * 0.1;
            }
            s = row[3].sin() + other[i];
        }
        s
    }
    for n in [0, 1, 3, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4)] (&x, n));
    }
}

#[test]
fn elements_swapped_through_a_temporary() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut a = [0.0; 4];
        for i in 0..4 {
            a[i] = x[i] * w;
        }
        for i in 0..3 {
            if a[i] > a[i + 1] {
                let t = a[i];
                a[i] = a[i + 1];
                a[i + 1] = t;
            }
        }
        a[0] + 2.0 * a[1] + 3.0 * a[2] * a[0] + 4.0 * a[3]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = 1.2] (&x, w));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4), w: f64 = -1.2] (&x, w));
}

#[test]
fn nested_arrays_in_place() {
    #[differentiate]
    fn f(x: &[[f64; 3]], w: &[[f64; 2]; 3]) -> f64 {
        let mut a = [[0.0; 2]; 3];
        for i in 0..x.len() {
            for j in 0..3 {
                for k in 0..2 {
                    a[j][k] += x[i][j] * w[j][k];
                    a[j][k] *= 0.9 + 0.1 * x[i][2 - j];
                }
            }
        }
        for i in 1..3 {
            a[i][0] = a[i - 1][1] * a[i][1];
            a[i][1] = a[i][0] - a[i - 1][0];
        }
        let mut s = 0.0;
        for j in 0..3 {
            s += a[j][0] * a[2 - j][1] + a[j][1];
        }
        s
    }
    let x = vec![[0.3, 0.9, -0.4], [1.1, 0.2, 0.6]];
    let w = [[0.5, -0.7], [0.8, 0.1], [-0.2, 0.9]];
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<[f64; 3]> = x.clone(), w: [[f64; 2]; 3] = w] (&x, &w));
    into!(f f_grad f_grad_into, [x: Vec<[f64; 3]> = x.clone(), w: [[f64; 2]; 3] = w] (&x, &w));
}

#[test]
fn written_under_a_branch_and_read_elsewhere() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let mut a = [0.5; 3];
        let mut s = 0.0;
        for i in 0..x.len() {
            if x[i] > 0.5 {
                a[i % 3] = a[(i + 1) % 3] * x[i] + w;
            }
            s += a[i % 3] * a[(i + 2) % 3];
            if s > 1.0 {
                a[2] = s;
                s = a[0];
            }
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(7), w: f64 = 0.8] (&x, w));
    into!(f f_grad f_grad_into, [x: Vec<f64> = data(7), w: f64 = 0.8] (&x, w));
}

#[test]
fn a_branch_on_an_element_that_is_overwritten() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut a = [0.0; 4];
        for i in 0..4 {
            a[i] = x[i];
        }
        for i in 0..8 {
            let k = i % 4;
            if a[k] > a[(k + 1) % 4] {
                a[k] = a[k] * 0.5;
            } else {
                a[(k + 1) % 4] = a[k] * a[(k + 2) % 4];
            }
        }
        a[0] * a[1] + a[2] * a[3]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(4)] (&x));
}

#[test]
fn a_copy_that_is_written_while_the_original_lives() {
    #[differentiate]
    fn f(x: [f64; 3], w: f64) -> f64 {
        let mut y = x;
        y[0] = y[1] * y[2];
        let z = y;
        y[1] = z[0] * w;
        let mut v = y;
        v[2] = v[0] + v[1] * x[2];
        x[0] * y[0] + z[1] * y[1] + v[2] * y[2]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 3] = [0.4, 0.9, -0.3], w: f64 = 1.2] (x, w));
    into!(f f_grad f_grad_into, [x: [f64; 3] = [0.4, 0.9, -0.3], w: f64 = 1.2] (x, w));
}

#[test]
fn a_copy_in_a_loop_and_a_copy_of_the_parameter_written_in_place() {
    #[differentiate]
    fn f(mut x: [f64; 3], w: f64) -> f64 {
        let start = x;
        for i in 0..4 {
            let old = x;
            x[i % 3] = old[(i + 1) % 3] * old[(i + 2) % 3] + w;
            if i == 2 {
                x = start;
            }
            x[1] = x[1] * w + old[1];
        }
        x[0] * x[1] + x[2] * start[0]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 3] = [0.4, 0.9, -0.3], w: f64 = 1.2] (x, w));
    into!(f f_grad f_grad_into, [x: [f64; 3] = [0.4, 0.9, -0.3], w: f64 = 1.2] (x, w));
}

#[test]
fn a_row_copied_out_and_written_back() {
    #[differentiate]
    fn f(x: &[[f64; 2]; 3]) -> f64 {
        let mut m = *x;
        for i in 0..3 {
            let mut row = m[i];
            row[0] = row[0] * row[1];
            row[1] += row[0];
            m[(i + 1) % 3] = row;
        }
        let t = m[0];
        m[0] = m[2];
        m[2] = t;
        m[0][0] * m[1][1] + m[2][0] * m[2][1] * m[0][1]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: [[f64; 2]; 3] = [[0.5, -0.7], [0.8, 0.1], [-0.2, 0.9]]] (&x));
}
