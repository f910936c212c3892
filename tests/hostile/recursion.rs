//! Functions that call themselves, once and twice, on what they write, and by way of others.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;
use num_traits::Float;

#[differentiate]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 {
        1.0
    } else if n % 2 == 0 {
        let half = power(x, n / 2);
        half * half
    } else {
        x * power(x, n - 1)
    }
}

#[test]
fn once_at_each_level() {
    scalar!(power power_grad power_value_and_grad power_pullback, [x: f64 = 1.1] (x, 13));
    scalar!(power power_grad power_value_and_grad power_pullback, [x: f64 = 1.1] (x, 0));
}

#[differentiate]
fn fibonacci<T: Float>(x: T, n: usize) -> T {
    if n < 2 { x } else { fibonacci(x, n - 1) * fibonacci(x * x, n - 2) + x }
}

#[test]
fn twice_at_each_level_and_generic() {
    scalar!(fibonacci fibonacci_grad fibonacci_value_and_grad fibonacci_pullback, [x: f64 = 0.7] (x, 7));
}

#[differentiate]
fn folded(x: &[f64], k: f64) -> f64 {
    if x.is_empty() {
        return k;
    }
    let (a, b) = x.split_at(x.len() / 2);
    if x.len() == 1 { x[0] * x[0] * k } else { folded(a, k * 0.9).sin() + folded(b, k) * x[0] }
}

#[test]
fn on_parts_of_a_slice() {
    let x = vec![0.5, 0.7, -0.3, 0.9, 1.1];
    scalar!(folded folded_grad folded_value_and_grad folded_pullback, [x: Vec<f64> = x, k: f64 = 0.8] (&x, k));
    #[differentiate]
    fn of_data(#[constant] x: &[f64], k: f64) -> f64 {
        if x.is_empty() { k } else { of_data(&x[1..], k * x[0]).sin() * k }
    }
    scalar!(of_data of_data_grad of_data_value_and_grad of_data_pullback, [k: f64 = 0.8] (&[0.5, 0.7, -0.3], k));
}

#[differentiate]
fn scaled(y: &mut [f64], k: f64) {
    if y.len() > 1 {
        y[0] *= k;
        let half = y.len() / 2;
        scaled(&mut y[half..], k * 1.1);
        y[0] += y[half];
        scaled(&mut y[..half], k);
    } else {
        y[0] *= y[0] * k;
    }
}

#[test]
fn on_what_is_written() {
    #[differentiate]
    fn f(x: &[f64], k: f64) -> f64 {
        let mut y = x.to_vec();
        scaled(&mut y, k);
        let mut s = 0.0;
        for v in &y {
            s += v * v;
        }
        s
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.5, 0.7, -0.3, 0.9], k: f64 = 0.8] (&x, k));
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Node {
    w: f64,
    children: Vec<Node>,
}

impl Node {
    #[differentiate]
    pub(crate) fn eval(&self, x: f64) -> f64 {
        let mut s = self.w * x;
        for i in 0..self.children.len() {
            s += self.children[i].eval(s * 0.5);
        }
        s.tanh()
    }

    #[differentiate(boxed)]
    fn depth(&self, x: f64) -> f64 {
        let mut s = x;
        for child in &self.children {
            s += child.depth(x * self.w) * child.w;
        }
        s
    }
}

flat!(Node);

#[test]
fn over_a_tree() {
    let leaf = |w: f64| Node { w, children: Vec::new() };
    let tree = Node { w: 0.5, children: vec![leaf(0.3), Node { w: -0.7, children: vec![leaf(0.2), leaf(1.1)] }] };
    #[differentiate]
    fn f(tree: &Node, x: f64) -> f64 {
        tree.eval(x) * tree.depth(x)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [tree: Node = tree, x: f64 = 0.9] (&tree, x));
}

#[differentiate(boxed)]
fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { odd(x * 1.1, n - 1) + x }
}

#[differentiate]
fn odd(x: f64, n: u32) -> f64 {
    if n == 0 { x * x } else { even(x * x, n - 1) * x }
}

#[test]
fn by_way_of_another() {
    scalar!(even even_grad even_value_and_grad even_pullback, [x: f64 = 0.9] (x, 5));
    scalar!(odd odd_grad odd_value_and_grad odd_pullback, [x: f64 = 0.9] (x, 4));
}

trait Layer {
    #[differentiate]
    fn forward(&self, x: f64) -> f64;
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Scale(f64);

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Both {
    first: Scale,
    second: Scale,
}

impl Layer for Scale {
    #[differentiate]
    fn forward(&self, x: f64) -> f64 {
        (self.0 * x).tanh()
    }
}

impl Layer for Both {
    #[differentiate]
    fn forward(&self, x: f64) -> f64 {
        self.second.forward(self.first.forward(x)) * x
    }
}

flat!(Both);

#[test]
fn a_method_of_the_same_name_of_another_type() {
    #[differentiate]
    fn f(both: &Both, x: f64) -> f64 {
        both.forward(x) + x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [both: Both = Both { first: Scale(0.7), second: Scale(1.2) }, x: f64 = 0.9] (&both, x));
}
