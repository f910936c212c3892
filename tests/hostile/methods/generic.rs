//! Generic blocks and traits: the attribute on the block tells what the block is over.

use super::{V, Vec3};
use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;
use num_traits::Float;

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Linear<T> {
    w: Vec<T>,
    b: T,
}

#[differentiate]
impl<T: Float> Linear<T> {
    #[differentiate]
    fn eval(&self, x: &[T]) -> T {
        let mut s = self.b;
        for (w, x) in self.w.iter().zip(x) {
            s = s + *w * *x;
        }
        s.tanh()
    }

    #[differentiate]
    fn squared(&self, x: &[T]) -> T {
        self.eval(x) * self.eval(x) + self.b
    }

    #[differentiate]
    fn bias(b: T, k: T) -> T {
        b * k + b
    }

    #[differentiate]
    fn through_paths(&self, k: T) -> T {
        Self::bias(self.b, k) + Linear::<T>::bias(k, k)
    }

    fn untouched(&self) -> usize {
        self.w.len()
    }
}

flat!(Linear<f64>);

#[test]
fn a_generic_block() {
    #[differentiate]
    fn f(l: &Linear<f64>, x: &[f64]) -> f64 {
        l.squared(x) + l.through_paths(x[0]) * l.untouched() as f64
    }
    let l = Linear { w: vec![0.3, -0.4], b: 0.2 };
    scalar!(f f_grad f_value_and_grad f_pullback, [l: Linear<f64> = l, x: Vec<f64> = vec![0.9, 1.4]] (&l, &x));
    let l = Linear { w: vec![0.3_f32, -0.4], b: 0.2 };
    assert_eq!(l.squared_value_and_grad(&[1.0, 2.0]).0, l.squared(&[1.0, 2.0]));
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Matrix<const N: usize> {
    a: [[f64; N]; N],
}

/// One function alone needs no mark of its own.
#[differentiate]
impl<const N: usize> Matrix<N> {
    fn times(&self, x: &[f64; N]) -> [f64; N] {
        let mut y = [0.0; N];
        for i in 0..N {
            for j in 0..N {
                y[i] += self.a[i][j] * x[j];
            }
        }
        y
    }
}

flat!(Matrix<2>);

#[test]
fn a_block_over_a_constant() {
    #[differentiate]
    fn f<const N: usize>(m: &Matrix<N>, x: &[f64; N]) -> f64 {
        let y = m.times(x);
        let mut s = 0.0;
        for i in 0..N {
            s += x[i] * y[i];
        }
        s
    }
    let m = Matrix { a: [[1.0, 2.0], [0.5, -1.0]] };
    scalar!(f f_grad f_value_and_grad f_pullback, [m: Matrix<2> = m, x: [f64; 2] = [0.3, 0.4]] (&m, &x));
}

trait Activation {
    #[differentiate]
    fn act(&self, x: f64) -> f64;
    #[differentiate]
    fn decay(&mut self, k: f64);
    fn name(&self) -> &'static str {
        "activation"
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Leaky(f64);

impl Activation for Leaky {
    #[differentiate]
    fn act(&self, x: f64) -> f64 {
        if x > 0.0 { x } else { self.0 * x }
    }

    #[differentiate]
    fn decay(&mut self, k: f64) {
        self.0 *= k * self.0;
    }
}

flat!(Leaky);

#[differentiate]
fn run<A: Activation + Differentiable + Clone>(a: &A, x: f64, k: f64) -> f64 {
    let mut b = a.clone();
    b.decay(k);
    b.decay(x);
    a.act(-x) * b.act(-k)
}

#[test]
fn a_trait_declares_and_a_generic_function_calls() {
    scalar!(run run_grad run_value_and_grad run_pullback, [a: Leaky = Leaky(0.3), x: f64 = 0.5, k: f64 = 0.6] (&a, x, k));
    let dynamic: &dyn Activation = &Leaky(0.3);
    assert_eq!((dynamic.act(2.0), dynamic.name()), (2.0, "activation"));
}

#[differentiate]
trait Kernel<T: Float> {
    fn at(&self, r: T) -> T;
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Gauss<T> {
    width: T,
}

#[differentiate]
impl<T: Float> Kernel<T> for Gauss<T> {
    fn at(&self, r: T) -> T {
        (-(r * r) / self.width).exp()
    }
}

flat!(Gauss<f64>);

#[test]
fn a_generic_trait_for_a_generic_type() {
    #[differentiate]
    fn f(k: &Gauss<f64>, x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..x.len() {
            for j in 0..i {
                s += k.at(x[i] - x[j]) * <Gauss<f64> as Kernel<f64>>::at(k, x[i]);
            }
        }
        s
    }
    let x = vec![0.5, 1.4, -0.2];
    scalar!(f f_grad f_value_and_grad f_pullback, [k: Gauss<f64> = Gauss { width: 0.8 }, x: Vec<f64> = x] (&k, &x));
}

trait Smooth {
    #[differentiate]
    fn smooth(self, w: f64) -> f64;
}

impl Smooth for f64 {
    #[differentiate]
    fn smooth(self, w: f64) -> f64 {
        self * self * w + self
    }
}

trait Moments {
    #[differentiate]
    fn second(&self) -> f64;
}

impl Moments for Vec<f64> {
    #[differentiate]
    fn second(&self) -> f64 {
        let mut s = 0.0;
        for i in 0..self.len() {
            s += self[i] * self[i];
        }
        s
    }
}

#[test]
fn methods_of_the_users_own_on_types_of_std() {
    #[differentiate]
    fn f(x: f64, w: f64) -> f64 {
        let mut s = 0.0;
        for k in 0..3 {
            let y = x.smooth(w) * k as f64;
            s += y.smooth(2.0) * x.smooth(0.5).sin();
        }
        let list = vec![x, s, w * x];
        list.second() * 2.0_f64.smooth(w)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.5, w: f64 = 0.6] (x, w));
}

#[test]
fn a_block_that_is_over_a_lifetime_of_its_methods() {
    struct Picker;
    impl Picker {
        #[differentiate]
        fn pick<'a>(#[constant] &'a self, v: &'a [Vec3], i: usize) -> f64 {
            v[i].norm() * v[0].x
        }
    }
    #[differentiate]
    fn f(v: &[Vec3], #[constant] picker: &Picker) -> f64 {
        picker.pick(v, 1) + picker.pick(v, 0)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [v: Vec<Vec3> = vec![V, V]] (&v, &Picker));
}
