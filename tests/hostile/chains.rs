//! Chains of iterator methods: what they start from, what shortens them, what they come to, to the bit.

use crate::harness::{assert_same, data, into, outputs, rows, scalar};
use autodiff_runtime::prelude::*;

#[differentiate]
fn squashed(x: f64) -> f64 {
    x.tanh() * x
}

#[test]
fn sums_and_products() {
    #[differentiate]
    fn f(x: &[f64], w: f64) -> f64 {
        let total: f64 = x.iter().sum();
        let product = x.iter().map(|v| v * w).product::<f64>();
        total * w + product + x.iter().copied().map(|v| v * v).sum::<f64>() / 2.0
    }
    for n in [0, 1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
        into!(f f_grad f_grad_into, [x: Vec<f64> = data(n), w: f64 = 0.7] (&x, w));
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.0, 2.0, 0.5], w: f64 = 0.7] (&x, w));
}

#[test]
fn empty_sums_have_the_sign_of_std() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        x.iter().sum()
    }
    #[differentiate]
    fn g(x: &[f32]) -> f32 {
        x.iter().map(|v| v * 2.0).sum::<f32>()
    }
    #[differentiate]
    fn h(x: &[f64]) -> f64 {
        x.iter().filter(|v| **v > 100.0).product()
    }
    for x in [vec![], vec![-0.0], vec![0.0], vec![1.0, -1.0]] {
        let (value, slope) = f_value_and_grad(&x);
        assert_same("sum", &[value], &[f(&x)]);
        assert_same("sum", &[value], &[x.iter().sum::<f64>()]);
        assert_eq!(slope, vec![1.0; x.len()]);
        assert_same("product", &[h_value_and_grad(&x).0], &[h(&x)]);
    }
    assert_eq!(g_value_and_grad(&[]).0.to_bits(), g(&[]).to_bits());
    assert_eq!(g_value_and_grad(&[0.1, 0.2, 0.3]).0.to_bits(), g(&[0.1, 0.2, 0.3]).to_bits());
}

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
fn folds() {
    #[differentiate]
    fn f(c: &[f64], x: f64) -> f64 {
        let horner = c.iter().rev().fold(0.0, |acc, c| acc * x + c);
        let (s, q) = c.iter().fold((0.0, 1.0), |(s, q), v| (s + v * q, q * x + v));
        let (older, newer) = c.iter().fold((x, 1.0), |(a, b), v| (b, a * v));
        let block = c.iter().enumerate().fold(x, |mut acc, (i, &v)| {
            if i % 2 == 0 {
                acc = acc * v;
            }
            acc += v;
            acc
        });
        let early = c.iter().fold(1.0, |acc, v| {
            if *v > 1.0 {
                return acc * x;
            }
            acc - v
        });
        horner + s * q + older * newer + block * early
    }
    for n in [0, 1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [c: Vec<f64> = data(n), x: f64 = 0.7] (&c, x));
    }
}

#[test]
fn folds_of_memory_and_numbers() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let bins = x.iter().enumerate().fold(vec![0.0; 3], |mut bins, (i, v)| {
            bins[i % 3] += v * a;
            bins
        });
        let count = x.iter().fold(0, |k, v| if *v > 0.72 { k + 1 } else { k });
        bins[0] * bins[1] + bins[2] * count as f64
    }
    for n in [0, 1, 7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}

#[test]
fn maxima() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let m = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lowest = x.iter().fold(f64::INFINITY, |a, b| a.min(*b));
        let lse = x.iter().map(|v| (v - m).exp()).sum::<f64>().ln() + m;
        lse * lowest + x.iter().copied().reduce(f64::max).unwrap() + x.iter().copied().reduce(|a, b| a * b).unwrap()
    }
    for n in [1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n)] (&x));
    }
    #[differentiate]
    fn g(x: &[f64]) -> f64 {
        x.iter().copied().fold(f64::NAN, f64::max)
    }
    // A tie is halved each time that it is met, and a NaN is passed over.
    scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = vec![2.0, 3.0, 3.0]] (&x), exactly [0.0, 0.5, 0.5]);
    scalar!(g g_grad g_value_and_grad g_pullback, [x: Vec<f64> = vec![1.0, f64::NAN, 0.5]] (&x), exactly [1.0, 0.0, 0.0]);
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
fn collected() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> Vec<f64> {
        let scaled = x.iter().map(|v| v * a).collect::<Vec<_>>();
        let positive: Vec<f64> = scaled.iter().filter(|v| **v > 0.3).cloned().collect();
        let table: Vec<Vec<f64>> = (0..positive.len()).map(|i| positive.iter().map(|v| v * x[i]).collect()).collect();
        let mut sums: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
        sums.push(a);
        sums.iter().chain(&scaled).map(|v| v * v).collect()
    }
    for n in [0, 1, 3] {
        rows!(f f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a), by reference);
    }
}

#[test]
fn functions_by_their_names() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        fn unused() {}
        unused();
        let half = |v: f64| v * 0.5 + x[0];
        x.iter().copied().map(squashed).map(half).map(f64::sqrt).map(sigmoid).sum::<f64>()
            + x.iter().copied().map(f64::abs).fold(0.0, f64::max)
    }
    for n in [1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n)] (&x));
    }
}

#[test]
fn written_through_iter_mut() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut y = x.to_vec();
        y.iter_mut().for_each(|v| *v *= a);
        y.iter_mut().zip(x).for_each(|(v, x)| *v += x * x);
        for (i, v) in y.iter_mut().enumerate().filter(|(i, _)| i % 2 == 0) {
            *v = v.sin() * i as f64;
        }
        let mut t = 0.0;
        y.iter().for_each(|v| t += v * v);
        y.chunks_exact_mut(2).for_each(|c| {
            c[0] = c[1] * a;
        });
        t * y.iter().sum::<f64>()
    }
    for n in [0, 1, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}

#[test]
fn outputs_through_chains() {
    #[differentiate]
    fn f(a: f64, x: &[f64], y: &mut [f64]) {
        y.iter_mut().zip(x).for_each(|(y, x)| *y = *y * a + x);
        let total: f64 = y.iter().sum();
        y.iter_mut().for_each(|v| *v *= total);
    }
    outputs!(f f_vjp f_pullback, [a: f64 = 0.7, x: Vec<f64> = data(3)], [y / d_y: Vec<f64> = data(3)], (a, &x, &mut y));
}

#[test]
fn loops_over_chains() {
    #[differentiate]
    fn f(x: &[f64], y: &[f64], t: f64) -> f64 {
        let mut s = t;
        for v in x.iter().chain(y).map(|v| v * t) {
            if v > 0.8 {
                break;
            }
            if v > 0.6 {
                continue;
            }
            s = s * v + t;
        }
        'all: for (i, v) in x.iter().enumerate().flat_map(|(i, a)| y.iter().map(move |b| (i, a * b))) {
            for k in 0..3 {
                if k == i {
                    continue 'all;
                }
                if s > 4.0 {
                    break 'all;
                }
                s += v * k as f64;
            }
            s += 0.1 * v;
        }
        for v in x.iter().filter(|v| **v > t).rev() {
            s += v * s;
            if s > 9.0 {
                return s * t;
            }
        }
        s
    }
    for (n, m) in [(0, 0), (1, 3), (4, 2), (3, 0)] {
        for t in [0.2, 0.71, 1.3] {
            scalar!(f f_grad f_value_and_grad f_pullback,
                [x: Vec<f64> = data(n), y: Vec<f64> = data(m), t: f64 = t] (&x, &y, t));
        }
    }
}

#[test]
fn what_the_loop_changes_that_move_has_copied() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut s = a;
        for v in x.iter().map(move |v| v * s) {
            s += v;
        }
        let mut n = 2;
        let mut t = 0.0;
        for v in x.iter().take(n).skip(1) {
            n += 1;
            t += v * n as f64;
        }
        s * t
    }
    for n in [0, 1, 4] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.7] (&x, a));
    }
}

#[test]
fn closures_run_in_the_order_of_std() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut state = a;
        let walked: f64 = x
            .iter()
            .map(|v| {
                state = state * 0.5 + v;
                state * state
            })
            .sum();
        let mut seen = 0.0;
        let looked: f64 = x.iter().inspect(|v| seen += **v * a).map(|v| v * 2.0).sum();
        let mut last = a;
        let rising: f64 = x
            .iter()
            .filter(|v| {
                let rises = **v > last;
                last = **v;
                rises
            })
            .map(|v| v * v)
            .sum();
        walked * state + looked * seen + rising * last
    }
    for n in [0, 1, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), a: f64 = 0.65] (&x, a));
    }
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
fn shadowed_names_in_closures() {
    #[differentiate]
    fn f(x: &[f64], v: f64) -> f64 {
        let i = v * 2.0;
        let s: f64 = x.iter().enumerate().map(|(i, x)| x * i as f64 * v).sum();
        let t: f64 = x.iter().map(|v| v * i).map(|x| x + v).sum();
        let sum = s * t;
        let u: f64 = x.iter().map(|sum| sum * s).sum();
        sum * u + i
    }
    for n in [0, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = data(n), v: f64 = 0.7] (&x, v));
    }
}

#[test]
fn flags_and_counts_stay_as_they_are() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        let above = |t: f64| x.iter().filter(|v| **v > t * a).count();
        let any = x.iter().any(|v| *v > 1.2);
        let all = x.iter().all(|v| v.is_finite() && *v > -a);
        let first = x.iter().position(|v| *v > 1.0).unwrap_or(0);
        let s: f64 = x.iter().map(|v| v * above(*v) as f64).sum();
        if any && all { s * x[first] } else { s + x[first] * a }
    }
    for n in [1, 4] {
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
