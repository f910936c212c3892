//! Receivers that gather what they are given.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Tally {
    sum: f64,
    seen: usize,
    kept: Vec<f64>,
}

impl Tally {
    fn new() -> Self {
        Tally { sum: 0.0, seen: 0, kept: Vec::new() }
    }

    #[differentiate]
    fn add(&mut self, x: f64) {
        self.sum += x * (1.0 + self.sum);
        self.seen += 1;
        let kept: &mut Vec<f64> = &mut self.kept;
        kept.push(x * x);
    }

    #[differentiate]
    fn restart(&mut self, at: f64) {
        self.sum = at;
    }

    #[differentiate]
    fn mean(&self) -> f64 {
        let mut total = 0.0;
        for x in &self.kept {
            total += x;
        }
        total / self.seen as f64
    }

    fn count(&self) -> usize {
        self.seen
    }

    fn len(&self) -> usize {
        self.kept.len()
    }
}

flat!(Tally);

#[test]
fn what_begins_constant_gathers_what_is_not() {
    #[differentiate]
    fn f(x: &[f64], k: f64) -> f64 {
        let mut tally = Tally::new();
        for v in x {
            tally.add(*v * k);
            if tally.count() == 2 {
                tally.restart(k);
            }
        }
        let n = tally.count() as f64 + tally.len() as f64;
        tally.mean() * n + tally.sum * k
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.5, -0.3, 1.2], k: f64 = 0.9] (&x, k));
}

#[test]
fn a_method_is_called_on_whatever_a_loop_binds() {
    #[differentiate]
    fn f(x: &[f64], k: f64) -> f64 {
        let mut all = vec![Tally::new(), Tally::new()];
        for (i, v) in x.iter().enumerate() {
            all[i % 2].add(*v);
            all[0].add(k * *v);
        }
        let mut s = 0.0;
        for tally in &all {
            s += tally.mean() * tally.sum;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.5, -0.3, 1.2], k: f64 = 0.9] (&x, k));
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Filter {
    gain: f64,
    state: f64,
}

/// Called like std's, and doing something else.
impl Filter {
    #[differentiate]
    fn push(&mut self, x: f64) {
        self.state = self.state * (1.0 - self.gain) + x * self.gain;
    }

    #[differentiate]
    fn clear(&mut self) {
        self.state *= self.gain;
    }

    #[differentiate]
    fn max(&self, k: f64) -> f64 {
        self.state.max(k) * self.gain
    }

    #[differentiate]
    fn sum(&self, x: &[f64]) -> f64 {
        let this = self.gain;
        let mut d_self = 0.0;
        let mut add = |v: f64| d_self += v * this * self.state;
        for v in x {
            add(*v);
        }
        d_self
    }
}

flat!(Filter);

#[test]
fn methods_that_are_called_like_those_of_std() {
    #[differentiate]
    fn f(filters: &[Filter], x: &[f64]) -> f64 {
        let mut bank = filters.to_vec();
        let mut total = 0.0;
        for v in x {
            for filter in &mut bank {
                filter.push(*v);
            }
            for filter in bank.iter_mut() {
                filter.push(1.0 + 0.1 * v);
            }
            total += bank.iter().map(|filter| filter.max(0.1)).sum::<f64>();
            if *v < 0.0 {
                bank[0].clear();
            }
        }
        total + bank[1].max(0.2) + bank[0].sum(x)
    }
    let bank = vec![Filter { gain: 0.3, state: 0.5 }, Filter { gain: 0.6, state: -0.2 }];
    let x = vec![0.5, -0.3, 1.2];
    scalar!(f f_grad f_value_and_grad f_pullback, [bank: Vec<Filter> = bank, x: Vec<f64> = x] (&bank, &x));
}
