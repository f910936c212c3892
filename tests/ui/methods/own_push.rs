use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, Differentiable)]
struct Mean {
    sum: f64,
    n: usize,
}

impl Mean {
    fn push(&mut self, x: f64) {
        self.sum += x;
        self.n += 1;
    }

    fn swap(&mut self, i: usize, j: usize) {
        self.n = i + j;
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Log {
    mean: Mean,
}

impl Log {
    #[differentiate]
    fn record(&mut self, x: f64) {
        self.mean.push(x);
    }

    #[differentiate]
    fn exchange(&mut self, x: f64) {
        self.mean.sum *= x;
        self.mean.swap(0, 1);
    }
}

fn main() {}
