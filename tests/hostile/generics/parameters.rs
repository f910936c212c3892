//! Type parameters that are no floats, and closures that are held constant.

use crate::harness::{assert_close, scalar};
use autodiff_runtime::prelude::*;
use num_traits::Float;

#[test]
fn parameters_that_are_no_floats() {
    #[differentiate]
    fn f<'x, T: Float, I: Into<usize> + Copy, G, const N: usize>(
        x: &'x [T; N],
        #[constant] n: I,
        #[constant] weight: G,
    ) -> T
    where
        G: Fn(usize) -> T,
    {
        let mut s = T::zero();
        for i in 0..N {
            let w = weight(i);
            s = s + w * x[i] * x[(i + n.into()) % N];
        }
        s
    }
    let weight = |i: usize| 1.0 + 0.5 * i as f64;
    scalar!(f f_grad f_value_and_grad f_pullback, [x: [f64; 3] = [0.3, -1.2, 0.8]] (&x, 1_u8, weight));
    #[differentiate]
    fn caller<T: Float, G: Fn(usize) -> T + Copy>(x: [T; 2], #[constant] weight: G) -> T {
        f(&x, 1_u8, weight) * f::<T, u16, G, 2>(&x, 2, weight)
    }
    scalar!(caller caller_grad caller_value_and_grad caller_pullback, [x: [f64; 2] = [0.3, -1.2]] (x, weight));
}

#[test]
fn closures_without_a_named_type() {
    #[differentiate]
    fn weighted<T: Float>(x: &[T], #[constant] weight: impl Fn(usize) -> T) -> T {
        let mut s = T::zero();
        for i in 0..x.len() {
            s = s + weight(i) * x[i] * x[i];
        }
        s
    }
    #[differentiate]
    fn scaled(x: f64, #[constant] g: &impl Fn(f64) -> f64, #[constant] c: f64) -> f64 {
        let k = g(c);
        (x * k).sin() + g(2.0) * x
    }
    #[differentiate]
    fn f(x: &[f64], #[constant] g: impl Fn(usize) -> f64 + Copy) -> f64 {
        let square = |t| t * t;
        weighted(x, g) * scaled(x[0], &square, 2.0) * weighted(&x[1..], |i| 2.0 * i as f64 + 1.0)
    }
    let shift = 0.5;
    let weight = |i: usize| shift + i as f64;
    let x = vec![0.3, -1.2, 0.8];
    scalar!(weighted weighted_grad weighted_value_and_grad weighted_pullback, [x: Vec<f64> = x.clone()] (&x, weight));
    scalar!(scaled scaled_grad scaled_value_and_grad scaled_pullback, [x: f64 = 0.7] (x, &|t: f64| t.exp(), 0.2));
    scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = x.clone()] (&x, weight));
    // The type of what is behind `impl` is not among the arguments that a caller may name.
    assert_eq!(weighted_grad::<f32>(&[2.0], |_| 3.0), [12.0]);
}

#[test]
fn bounds_with_lifetimes() {
    #[differentiate]
    fn f<'x, 'y: 'x, T: Float + 'y>(x: &'x [T], y: &'y mut [T])
    where
        'y: 'x,
    {
        for i in 0..x.len() {
            y[i] = y[i] * x[i];
        }
    }
    #[differentiate]
    fn g<T: Float>(x: [T; 2]) -> T {
        let mut y = x;
        f(&x, &mut y);
        f(&x[..1], &mut y);
        y[0] + y[1] * y[1]
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [x: [f64; 2] = [0.3, -1.2]] (x));
}

#[test]
fn a_rule_of_the_users_own() {
    fn cube<T: Float>(x: T) -> T {
        x.powi(3)
    }
    #[pullback]
    fn cube_pullback<T: Float>(x: T) -> (T, impl Fn(T, &mut T)) {
        (cube(x), move |d_value, d_x| *d_x = *d_x + d_value * T::from(3).unwrap() * x * x)
    }
    #[differentiate]
    fn f<T: Float>(x: T) -> T {
        cube(x.sin()) * cube::<T>(x)
    }
    #[differentiate]
    fn g(x: f64) -> f64 {
        cube(x) + cube::<f64>(x * x)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x));
    scalar!(g g_grad g_value_and_grad g_pullback, [x: f64 = 0.7] (x));
}

#[derive(Clone, Differentiable)]
struct Line<T> {
    slope: T,
    offset: T,
}

#[test]
fn structs_of_floats() {
    #[differentiate]
    fn at<T: Float>(line: &Line<T>, x: T) -> T {
        line.slope * x + line.offset * line.offset
    }
    #[differentiate]
    fn f<T: Float>(line: Line<T>, x: T) -> T {
        at(&line, x.sin()) * line.slope
    }
    let (d_line, d_x) = f_grad(Line { slope: 3.0, offset: -0.5 }, 0.7_f64);
    let value = 3.0 * 0.7_f64.sin() + 0.25;
    assert_close("at", &[d_line.slope, d_line.offset], &[3.0 * 0.7_f64.sin() + value, -3.0]);
    assert_close("at", &[d_x], &[9.0 * 0.7_f64.cos()]);
    let (d_line, _) = f_grad(Line { slope: 3.0_f32, offset: -0.5 }, 0.7);
    assert_eq!(d_line.offset, -3.0);
}

/// A field of whatever type is passed on, and its derivative with it.
#[test]
fn fields_are_passed_on_in_generic_structs() {
    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    struct Pair<P> {
        a: P,
        b: f64,
    }
    #[differentiate]
    fn f<P: Differentiable<Gradient = P, Accumulator = P> + DifferentiableMut + Clone>(
        pair: &Pair<P>,
        x: f64,
    ) -> Pair<P> {
        Pair { a: pair.a.clone(), b: pair.b * x }
    }
    let (value, pullback) = f_pullback(&Pair { a: [1.0, 2.0], b: 3.0 }, 0.5);
    assert_eq!(value, Pair { a: [1.0, 2.0], b: 1.5 });
    let (mut d_pair, mut d_x) = (Pair { a: [0.0; 2], b: 0.0 }, 0.0);
    pullback(Pair { a: [5.0, 7.0], b: 2.0 }, &mut d_pair, &mut d_x);
    assert_eq!((d_pair, d_x), (Pair { a: [5.0, 7.0], b: 1.0 }, 6.0));

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    struct Layer<T> {
        w: Vec<T>,
        b: T,
        n: usize,
    }
    #[differentiate]
    fn g<T: Float>(layer: &Layer<T>, x: T) -> Layer<T> {
        Layer { w: layer.w.clone(), b: layer.b * x, n: layer.n }
    }
    let layer = Layer { w: vec![1.0_f32, 2.0], b: 3.0, n: 4 };
    let (_, pullback) = g_pullback(&layer, 0.5);
    let (mut d_layer, mut d_x) = (layer.zero_gradient(), 0.0);
    pullback(Layer { w: vec![5.0, 7.0], b: 2.0, n: 4 }, &mut d_layer, &mut d_x);
    assert_eq!((d_layer, d_x), (Layer { w: vec![5.0, 7.0], b: 1.0, n: 4 }, 6.0));
}

/// One lifetime for two references, in a function that is generic besides.
#[differentiate]
fn alike<'a, const N: usize>(x: &'a [f64], y: &'a [f64; N], name: &str) -> f64 {
    let mut sum = name.len() as f64;
    for (a, b) in x.iter().zip(y) {
        sum += a * b * b;
    }
    sum
}

#[test]
fn references_of_one_lifetime() {
    let (x, y) = (vec![1.0, 2.0], [3.0, 4.0]);
    let (value, (d_x, d_y)) = alike_value_and_grad(&x, &y, "ab");
    assert_eq!((value, d_x, d_y), (2.0 + 9.0 + 32.0, vec![9.0, 16.0], [6.0, 16.0]));
}
