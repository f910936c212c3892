//! What carries no derivative: data and models that are held constant, constants of the file, counts, items of inner blocks.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

const LIMIT: f64 = 1.25;

const TABLE: [f64; 3] = [0.5, 1.5, 2.5];

const STRIDE: usize = 2;

static SCALE: f64 = 0.75;

struct Config {
    rate: f64,
}

const CONFIG: Config = Config { rate: 0.3 };

struct Model {
    weights: Vec<f64>,
}

impl Model {
    fn new(n: usize) -> Model {
        Model { weights: (0..n).map(|i| 1.0 + i as f64).collect() }
    }

    fn rate(&self, n: usize) -> f64 {
        self.weights[n]
    }

    fn row(&self) -> &[f64] {
        &self.weights
    }

    fn len(&self) -> usize {
        self.weights.len()
    }
}

#[differentiate]
fn weighted(x: f64, by: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..by.len() {
        s += by[i] * x * x;
    }
    s
}

#[differentiate]
fn squares(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * x[i];
    }
    y
}

fn count(x: f64) -> usize {
    x as usize
}

#[test]
fn data_by_iterators_closures_and_matches() {
    #[differentiate]
    fn f(x: f64, #[constant] data: &[f64], #[constant] c: f64, n: usize) -> f64 {
        let mean = data.iter().sum::<f64>() / data.len() as f64;
        let total: f64 = data.iter().map(|d| d * c).sum();
        let twice = data.to_vec();
        let list = vec![c, 1.0, 3.0];
        let best = data.iter().cloned().fold(f64::MIN, f64::max);
        let chosen = match n {
            0 => c,
            _ => data[n],
        };
        let scale = |t: f64| t * c;
        let mut s = x.sin() * mean;
        for i in 0..data.len() {
            let before = data.iter().take(i).count();
            s += x * x * twice[i] * before as f64 * list[i] + total * x;
        }
        s * chosen + best * scale(c) * x
    }
    let data = [0.5, 1.5, 2.5];
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, &data, 1.2, 2));
}

#[test]
fn references_to_data_are_made_again() {
    #[differentiate]
    fn f(x: f64, #[constant] data: &[f64], n: usize) -> f64 {
        let part = &data[1..n];
        let all = data;
        let fixed = &[0.25, 0.5];
        let mut s = weighted(x, &data[1..n]);
        for i in 0..part.len() {
            s += x.exp() * part[i] * all[i] * fixed[i];
            s *= x;
        }
        s * part[0] + part.len() as f64 * x
    }
    let data = [0.5, 1.5, 2.5];
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, &data, 3));
}

#[test]
fn a_model_of_ones_own() {
    #[differentiate]
    fn f(x: f64, #[constant] model: &Model, n: usize) -> f64 {
        let own = Model::new(n + 1);
        let row = model.row();
        let first = model.weights[0];
        let mut s = x;
        for i in 0..model.len() {
            s = s * x + row[i] * own.rate(n) * x + model.rate(i);
        }
        s * first / model.len() as f64 + row[1] * x.powi(row.len() as i32)
    }
    let model = Model::new(3);
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, &model, 2));
}

#[test]
fn constants_of_the_file() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let scale = 2.0 * LIMIT / n as f64;
        x * LIMIT
            + LIMIT.max(x)
            + (x * SCALE).min(CONFIG.rate)
            + x * TABLE[n * STRIDE - 1].sqrt()
            + x.sin() * (LIMIT * SCALE) * scale
            + f64::MAX.min(x * x)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, 1));
}

#[test]
fn lengths_and_counts_of_what_calls_return() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let y = squares(x);
        let mut s = 0.0;
        if !y.is_empty() {
            for i in 0..y.len() {
                s += y[i] * x[y.len() - 1 - i];
            }
        }
        let last = y.len() - 1;
        s / y.len() as f64 + squares(&y).len() as f64 * x[last]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.5, 1.5, 2.5]] (&x));

    #[differentiate]
    fn g(x: f64, z: &[f64]) -> f64 {
        let k = count(x);
        let n = count(x) + 1;
        let j = count(2.0 * x);
        let inside = if j > 2 { x.cos() } else { x.sin() };
        let near = z.iter().filter(|z| **z < x).count();
        x * z[k] * n as f64 * (j * 2) as f64 + inside * near as f64 + x.floor() as i64 as f64 * x
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = 1.3, z: Vec<f64> = vec![0.5, 1.5, 2.5]] (x, &z));
}

#[test]
fn items_of_inner_blocks() {
    #[differentiate]
    fn f(x: f64, w: &[f64]) -> f64 {
        let mut y = {
            const N: i32 = 3;
            x.powi(N)
        };
        for i in 0..2 {
            use std::f64::consts::PI;
            const STEP: usize = 2;
            fn twice(i: usize) -> usize {
                i * 2
            }
            let mut v = [0.0; STEP];
            v[1] = y * x;
            y += w[i * STEP] * PI + v[1] + w[twice(i)];
        }
        if x > 0.0 {
            use std::f64::consts::PI;
            y * PI
        } else {
            y
        }
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, w: Vec<f64> = vec![0.5, 1.5, 2.5]] (x, &w));
}

#[test]
fn parts_of_tuples() {
    #[differentiate]
    fn cell(x: f64, h: f64, c: &[f64; 2]) -> (f64, [f64; 2]) {
        let (s, t) = f64::sin_cos(h);
        (x * s * c[0], [c[1] * t, c[0] + x])
    }

    #[differentiate]
    fn f(x: f64) -> f64 {
        let (mut s, t): (f64, f64) = (2.0, 0.5);
        let (p, q): (f64, f64) = if x > 0.0 { (1.0, x) } else { (x, 2.0) };
        let (mut h, mut c) = (x, [x, 0.5]);
        for _ in 0..3 {
            (h, c) = cell(x, h, &c);
        }
        (s, _) = if x > 1.0 { (h, s) } else { (s, h) };
        let _ = s * t;
        s.tanh() + p * q + h + c[1] * t
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x));
}
