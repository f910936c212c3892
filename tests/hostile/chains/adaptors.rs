//! What chains start from, and what shortens and orders them.

use crate::harness::{data, scalar};
use autodiff_runtime::prelude::*;

#[test]
fn zip_stops_at_the_shorter() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64], w: f64) -> f64 {
        let dot: f64 = x.iter().zip(y).map(|(a, b)| a * b * w).sum();
        let three: f64 = x.iter().zip(y.iter()).zip(x.iter().rev()).map(|((a, &b), c)| a * b - c).sum();
        let made: f64 = x.iter().map(|v| v * w).zip(y.iter().map(|v| v.exp())).map(|(a, b)| a * b).sum();
        dot + three * made
    }
    for (n, m) in [(0, 0), (0, 3), (3, 0), (2, 5), (5, 2), (1, 1)] {
        scalar!(f f_grad f_value_and_grad f_pullback,
            [x: Vec<f64> = data(n), y: Vec<f64> = data(m), w: f64 = 0.7] (&x, &y, w));
    }
}

#[test]
fn the_order_of_adaptors() {
    #[differentiate]
    fn f(x: &[f64], w: f64, a: usize, b: usize) -> f64 {
        let mut s = 0.0;
        s += x.iter().skip(a).take(b).enumerate().map(|(i, v)| v * v * i as f64).sum::<f64>();
        s += x.iter().enumerate().skip(a).take(b).map(|(i, v)| v * w * i as f64).sum::<f64>();
        s += x.iter().rev().skip(a).step_by(2).map(|v| v.sin() * w).sum::<f64>();
        s += x.iter().step_by(2).rev().map(|v| v * v).fold(0.0, |acc, v| acc * w + v);
        s += x.iter().map(|v| v * w).rev().take(b).fold(1.0, |acc, v| acc * v + w);
        s += x.iter().map(|v| v.exp()).skip(a).enumerate().map(|(i, v)| v * i as f64).sum::<f64>();
        s += (a..b).rev().map(|i| x[i] * w * i as f64).sum::<f64>();
        s += (a..=b).step_by(2).map(|i| w.powi(i as i32)).sum::<f64>();
        s
    }
    for (a, b) in [(0, 0), (1, 3), (5, 1), (0, 5), (2, 100), (7, 2)] {
        let b = if a < b { b.min(5) } else { b };
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(5), w: f64 = 0.7] (&x, w, a, b));
    }
}

#[test]
fn windows_and_chunks() {
    #[differentiate]
    fn f(x: &[f64], k: usize) -> f64 {
        let smooth: f64 = x.windows(3).map(|w| (w[0] - 2.0 * w[1] + w[2]).powi(2)).sum();
        let pairs: f64 = x.windows(2).map(|w| w[0] * w[1]).sum();
        let blocks: f64 = x.chunks_exact(2).map(|c| c.iter().sum::<f64>() * c[1]).sum();
        let ragged: f64 = x.chunks(k).map(|c| c.iter().map(|v| v * v).sum::<f64>().sqrt()).sum();
        smooth * pairs + blocks * ragged
    }
    for n in [1, 2, 3, 7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n)] (&x, 3));
    }
}

#[test]
fn filters() {
    #[differentiate]
    fn f(x: &[f64], t: f64) -> f64 {
        let above = x.iter().filter(|v| **v > t).map(|v| v * v).sum::<f64>();
        let even: f64 = x.iter().enumerate().filter(|(i, _)| i % 2 == 0).map(|(_, v)| v * t).sum();
        let numbers: f64 = (0..x.len()).filter(|&i| x[i] > 0.6 && i != 1).map(|i| x[i].ln()).sum();
        let copied: f64 = x.iter().copied().filter(|v| *v < t).map(|v| v.exp()).sum();
        let made: f64 = x.iter().map(|v| v * t).filter(|v| *v > 0.3).map(|v| v * v).sum();
        let twice: f64 =
            x.iter().filter(|v| **v > 0.2).filter(|&&v| v < 1.1).enumerate().map(|(k, v)| v * k as f64).sum();
        let zipped: f64 = x.iter().zip(x.iter().skip(1)).filter(|(a, b)| *a < *b).map(|(a, b)| a * b).sum();
        above + even * numbers - copied + made * twice + zipped
    }
    for n in [0, 1, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), t: f64 = 0.77] (&x, t));
    }
}

#[test]
fn nested_chains() {
    #[differentiate]
    fn f(w: &[Vec<f64>], x: &[f64], b: &[f64]) -> f64 {
        let h: Vec<f64> =
            w.iter().zip(b).map(|(row, b)| (row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + b).tanh()).collect();
        let norm = w.iter().map(|row| row.iter().map(|v| v * v).sum::<f64>()).sum::<f64>().sqrt();
        let all: f64 = w.iter().flat_map(|row| row.iter()).map(|v| v.sin()).sum();
        let pairs: f64 = (0..x.len()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| x[i] * x[j]).sum();
        h.iter().map(|v| v * norm).sum::<f64>() * all + pairs
    }
    for (n, m) in [(1, 1), (3, 2), (2, 4)] {
        let w: Vec<Vec<f64>> = (0..n).map(|i| data(m + i)[i..].to_vec()).collect();
        scalar!(f f_grad f_value_and_grad f_pullback,
            [w: Vec<Vec<f64>> = w.clone(), x: Vec<f64> = data(m), b: Vec<f64> = data(n)] (&w, &x, &b));
    }
}

#[test]
fn rows_of_arrays() {
    #[differentiate]
    fn f(p: &[[f64; 3]], q: [[f64; 2]; 2], center: [f64; 3]) -> f64 {
        let spread: f64 =
            p.iter().map(|v| v.iter().zip(&center).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()).sum();
        let corners: f64 = p.iter().map(|&[x, _, z]| x * z).sum();
        spread * q.iter().map(|row| row[0] * row[1]).sum::<f64>()
            + corners
            + q.into_iter().flat_map(|row| row.into_iter()).map(|v| v * v).sum::<f64>()
    }
    let p: Vec<[f64; 3]> = vec![[0.1, 0.2, 0.3], [0.9, -0.4, 0.5]];
    scalar!(f f_grad f_value_and_grad f_pullback,
        [p: Vec<[f64; 3]> = p, q: [[f64; 2]; 2] = [[0.3, 0.4], [0.5, 0.6]], c: [f64; 3] = [1.0, 2.0, 3.0]] (&p, q, c));
}

#[test]
fn taken_while() {
    #[differentiate]
    fn f(x: &[f64], t: f64) -> f64 {
        let head: f64 = x.iter().take_while(|v| **v < t).map(|v| v * v).sum();
        let numbers: Vec<f64> = (0..x.len()).take_while(|&i| i * i < 10).map(|i| x[i] * t).collect();
        head + numbers.iter().map(|v| v.sin()).sum::<f64>()
    }
    for n in [0, 1, 6] {
        for t in [0.1, 1.21, 9.0] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), t: f64 = t] (&x, t));
        }
    }
}

#[test]
fn repeated_and_once() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut k = a;
        let weighted: f64 = x.iter().zip(std::iter::repeat(k)).map(|(v, k)| v * k).sum();
        k = k * k;
        let more: f64 = std::iter::once(k).chain(x.iter().copied()).map(|v| v * v).sum();
        weighted * more + std::iter::repeat(k).take(3).sum::<f64>()
    }
    for n in [0, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}

#[test]
fn tuples_and_rows_in_flight() {
    #[differentiate]
    fn f(x: &[f64], rows: &[Vec<f64>], w: f64) -> f64 {
        let named: f64 = x.iter().map(|v| (v * 2.0, v * v)).filter(|p| p.0 > 1.0).map(|p| p.1).sum();
        let block: f64 = x
            .iter()
            .map(|v| {
                let y = v * w;
                (y, y * y)
            })
            .map(|(a, b)| a + b)
            .fold(0.0, |s, v| s + v);
        let either: f64 = x.iter().map(|v| if *v > w { (v * w, *v) } else { (w, v * v) }).map(|(a, b)| a * b).sum();
        let tails: f64 = rows.iter().map(|r| &r[1..]).map(|r| r[0] * r.len() as f64).sum();
        named * block + either * tails
    }
    for n in [0, 1, 4] {
        let rows: Vec<Vec<f64>> = (0..n).map(|i| data(3 + i)).collect();
        scalar!(f f_grad f_value_and_grad f_pullback,
            [x: Vec<f64> = data(n), rows: Vec<Vec<f64>> = rows.clone(), w: f64 = 0.65] (&x, &rows, w));
    }
}

#[test]
fn ranges_of_any_integers() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let powers: f64 = (0..4).map(|i| x.powi(i)).sum();
        let signed: f64 = (-2..=n as i32).rev().map(|i| x.powi(i) * f64::from(i)).sum();
        let mut s = 0.0;
        (-2..0).into_iter().for_each(|i| s += x * i as f64);
        (0..=7 % 4).into_iter().for_each(|_| s += x * x);
        for (k, i) in (1..=3).enumerate() {
            s += x * (k * i) as f64;
        }
        powers * signed + s
    }
    for n in [0, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, n));
    }
}
