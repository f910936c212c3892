//! A decision tree with soft splits: every leaf has a say, by how likely the way to it is.

use super::{assert_same_slopes, gradient, leaves};
use autodiff_runtime::prelude::*;
use num_dual::{Dual64, DualNum};

#[derive(Clone, Debug, Differentiable)]
struct Split {
    w: Vec<f64>,
    bias: f64,
}

impl Split {
    /// How likely it is to go left.
    #[differentiate]
    fn left(&self, x: &[f64]) -> f64 {
        let w: &[f64] = &self.w;
        sigmoid(w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + self.bias)
    }
}

/// Splits as in a heap, then the leaves.
#[derive(Clone, Debug, Differentiable)]
struct Tree {
    splits: Vec<Split>,
    values: Vec<f64>,
}

impl Tree {
    #[differentiate]
    fn at(&self, x: &[f64], node: usize) -> f64 {
        let n = self.splits.len();
        if node >= n {
            return self.values[node - n];
        }
        let left = self.splits[node].left(x);
        left * self.at(x, 2 * node + 1) + (1.0 - left) * self.at(x, 2 * node + 2)
    }

    #[differentiate]
    fn predict(&self, x: &[f64]) -> f64 {
        self.at(x, 0)
    }
}

#[test]
fn every_leaf_has_a_say() {
    let number = |k: usize| (1.7 * k as f64 + 0.2).sin();
    let split = |k: usize| Split { w: vec![number(3 * k), number(3 * k + 1)], bias: number(3 * k + 2) };
    let tree = Tree { splits: (0..3).map(split).collect(), values: (9..13).map(number).collect() };
    let x = [0.4, -0.9];
    let (d_tree, d_x) = tree.predict_grad(&x);
    let at = [leaves(&tree), x.to_vec()].concat();
    let truth = gradient(
        |p| {
            let left = |k: usize| {
                let z: Dual64 = p[3 * k] * p[13] + p[3 * k + 1] * p[14] + p[3 * k + 2];
                ((-z).exp() + 1.0).recip()
            };
            let pick = |side: Dual64, one: Dual64, other: Dual64| side * one + (-side + 1.0) * other;
            pick(left(0), pick(left(1), p[9], p[10]), pick(left(2), p[11], p[12]))
        },
        &at,
    );
    assert_same_slopes(&[leaves(&d_tree), d_x].concat(), &truth);
}
