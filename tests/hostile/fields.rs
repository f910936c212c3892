//! Memory in fields, of which only rustc knows that it is memory.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Log {
    values: Vec<f64>,
    last: [f64; 3],
    rows: Vec<Vec<f64>>,
    k: f64,
}

flat!(Log);

impl Log {
    #[differentiate]
    fn record(&mut self, x: f64) {
        self.values.push(x * self.k);
        self.last[1] += x;
        self.last.swap(0, 1);
    }

    #[differentiate]
    fn forget(&mut self) -> f64 {
        let x = self.values.pop().unwrap();
        self.last.fill(x);
        x * x
    }

    #[differentiate]
    fn extend(&mut self, xs: &[f64]) {
        self.values.extend_from_slice(xs);
        self.last.copy_from_slice(&xs[..3]);
    }

    #[differentiate]
    fn keep(&mut self, x: f64) {
        self.rows.push(vec![x, x * x]);
    }

    #[differentiate]
    fn total(&self) -> f64 {
        let mut sum = 0.0;
        for x in &self.values {
            sum += x * x;
        }
        for (x, y) in self.last.iter().zip(&self.values) {
            sum += x * y;
        }
        for row in &self.rows {
            for x in row {
                sum += x * self.k;
            }
        }
        sum
    }
}

#[differentiate]
fn logged(log: &Log, xs: &[f64], k: f64) -> f64 {
    let mut l = log.clone();
    let mut sum = 0.0;
    for x in xs {
        l.record(x * k);
        if *x > 0.5 {
            l.keep(x * l.k);
        }
    }
    l.extend(xs);
    sum += Log::forget(&mut l);
    l.record(k);
    sum + l.total()
}

#[test]
fn memory_in_fields() {
    let log = Log { values: vec![0.4, -0.7], last: [0.2, 0.9, -0.3], rows: vec![vec![0.5]], k: 1.2 };
    scalar!(logged logged_grad logged_value_and_grad logged_pullback, [log: Log = log.clone(), xs: Vec<f64> = vec![0.3, 0.8, -0.6], k: f64 = 0.7] (&log, &xs, k));
    scalar!(logged logged_grad logged_value_and_grad logged_pullback, [log: Log = log.clone(), xs: Vec<f64> = vec![0.3, 0.8, -0.6, 0.9], k: f64 = 0.7] (&log, &xs, k));
}
