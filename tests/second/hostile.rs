//! Programs that would break a transform which takes anything for granted: second derivatives against dual numbers of dual
//! numbers, or against paper.

use autodiff_runtime::prelude::*;
use num_dual::{DualNum, HyperDual64};

/// The Hessian of a function over dual numbers.
fn truth<const N: usize>(at: [f64; N], f: impl Fn([HyperDual64; N]) -> HyperDual64) -> [[f64; N]; N] {
    std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            let seed = |k: usize, of: usize| f64::from(u8::from(k == of));
            f(std::array::from_fn(|k| HyperDual64::new(at[k], seed(k, i), seed(k, j), 0.0))).eps1eps2
        })
    })
}

#[track_caller]
fn assert_close<const N: usize>(got: [[f64; N]; N], want: [[f64; N]; N]) {
    for (got, want) in got.iter().flatten().zip(want.iter().flatten()) {
        assert!((got - want).abs() <= 1e-12 * want.abs().max(1.0), "got {got}, want {want}");
    }
}

/// A tangent that is overwritten after it was read, in a loop that may not run at all.
#[differentiate(hessian)]
fn overwritten(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut z = x * x;
    for _ in 0..n {
        let before = y;
        y = z * y;
        z = before.sin();
    }
    y * z
}

#[test]
fn variables_that_are_overwritten() {
    for n in 0..5 {
        let want = truth([0.7], |[x]| {
            let (mut y, mut z) = (x, x * x);
            for _ in 0..n {
                let before = y;
                y = z * y;
                z = before.sin();
            }
            y * z
        });
        assert_close(overwritten_hessian(0.7, n), want);
    }
}

#[differentiate(hvp)]
fn power_of(x: f64, n: usize) -> f64 {
    let mut y = 1.0;
    for _ in 0..n {
        y *= x;
    }
    y
}

#[differentiate(hvp)]
fn spread(x: f64, over: &mut [f64]) {
    for (i, slot) in over.iter_mut().enumerate() {
        *slot = *slot * x + power_of(x, i);
    }
}

#[differentiate(hvp)]
fn moments(x: &[f64], by: f64) -> Vec<f64> {
    x.iter().map(|v| v * by.exp()).collect()
}

/// Calls of calls, on one argument twice, through memory, with what carries nothing.
#[differentiate(hessian)]
fn nested(x: f64, y: f64) -> f64 {
    let mut held = [x, y, 1.0];
    spread(x * y, &mut held);
    let scaled = moments(&held, y);
    let mut sum = power_of(x, 0);
    for (i, v) in scaled.iter().enumerate() {
        sum += power_of(*v, i + 1) * v;
    }
    sum * power_of(3.0, 2)
}

#[test]
fn calls_in_calls() {
    let at = [0.6, -0.4];
    let want = truth(at, |[x, y]| {
        let power = |x: HyperDual64, n: usize| (0..n).fold(HyperDual64::from(1.0), |y, _| y * x);
        let p = x * y;
        let held = [x, y, HyperDual64::from(1.0)];
        let held: [HyperDual64; 3] = std::array::from_fn(|i| held[i] * p + power(p, i));
        let mut sum = HyperDual64::from(1.0);
        for (i, v) in held.iter().enumerate() {
            let v = *v * y.exp();
            sum += power(v, i + 1) * v;
        }
        sum * 9.0
    });
    assert_close(nested_hessian(at[0], at[1]), want);
}

/// What a callee is handed of a constant has no tangent: a slope that is infinite there contributes nothing.
#[differentiate(hvp)]
fn product_of_roots(w: f64, x: f64) -> f64 {
    w * w * x.sqrt()
}

#[differentiate(hvp)]
fn layer(w: f64, x: f64) -> f64 {
    product_of_roots(w, x) + product_of_roots(w * w, 2.0 * x)
}

#[differentiate(hessian)]
fn with_data(w: f64, #[constant] x: f64) -> f64 {
    layer(w, x)
}

#[test]
fn an_infinite_slope_of_a_constant() {
    assert_eq!(with_data_hessian(2.0, 0.0), [[0.0]]);
    assert_eq!(with_data_hessian(2.0, 4.0)[0][0], 2.0 * 2.0 + 12.0 * 4.0 * 8.0_f64.sqrt());
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Spring {
    stiffness: f64,
    rest: f64,
    #[differentiable(skip)]
    id: usize,
}

impl Spring {
    #[differentiate(hvp)]
    fn stretch(&self, length: f64) -> f64 {
        length - self.rest
    }

    #[differentiate(hessian)]
    fn energy(&self, length: f64) -> f64 {
        let stretch = self.stretch(length);
        0.5 * self.stiffness * stretch * stretch
    }
}

#[differentiate(hessian)]
fn total(springs: &[Spring], lengths: &[f64]) -> f64 {
    springs.iter().zip(lengths).map(|(spring, length)| spring.energy(*length)).sum()
}

#[test]
fn structs_and_methods() {
    let spring = Spring { stiffness: 3.0, rest: 0.5, id: 4 };
    let s = 2.0 - 0.5;
    let want = vec![vec![0.0, -s, s], vec![-s, 3.0, -3.0], vec![s, -3.0, 3.0]];
    assert_eq!(spring.energy_hessian(2.0), want);
    let direction = Spring { stiffness: 1.0, rest: 0.0, id: 0 };
    let (of_spring, of_length) = spring.energy_hvp(&direction, 2.0, 0.0);
    assert_eq!((of_spring, of_length), (Spring { stiffness: 0.0, rest: -s, id: 4 }, s));
    let all = total_hessian(&[spring.clone(), spring], &[2.0, 1.0]);
    assert_eq!(all.len(), 6);
    // The lengths come after the springs; what one spring has the other knows nothing of.
    assert_eq!((all[1][1], all[1][4], all[0][4], all[0][2], all[4][5]), (3.0, -3.0, s, 0.0, 0.0));
}

#[test]
fn into_the_callers_buffers() {
    let springs = [Spring { stiffness: 3.0, rest: 0.5, id: 4 }];
    let along = [Spring { stiffness: 0.0, rest: 1.0, id: 0 }];
    let (mut of_springs, mut of_lengths) = (vec![Spring { stiffness: f64::NAN, rest: 7.0, id: 9 }], [f64::NAN]);
    let slope = total_hvp_into(&springs, &along, &[2.0], &[1.0], &mut of_springs, &mut of_lengths);
    assert_eq!(slope, 0.0);
    let (want_springs, want_lengths) = total_hvp(&springs, &along, &[2.0], &[1.0]);
    assert_eq!((of_springs[0].stiffness, of_springs[0].rest), (want_springs[0].stiffness, want_springs[0].rest));
    assert_eq!((of_lengths.as_slice(), want_springs[0].rest), (&want_lengths[..], 3.0 - 3.0));
}

#[test]
#[should_panic(expected = "springs")]
fn a_direction_of_another_length() {
    let spring = Spring { stiffness: 3.0, rest: 0.5, id: 4 };
    let _ = total_hvp(&[spring], &[], &[2.0], &[1.0]);
}

/// A number that no derivative is taken by, though derivatives pass through it: as a direction it is 0.
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Scaled {
    at: f64,
    #[differentiable(skip)]
    by: f64,
}

#[differentiate(hessian)]
fn scaled(of: &Scaled, x: f64) -> f64 {
    of.at * of.at * of.by * x
}

#[differentiate(jacobian)]
fn scaled_twice(of: Scaled) -> [f64; 2] {
    [of.at * of.by, of.at * of.at * of.by]
}

#[test]
fn a_skipped_number_is_no_direction() {
    let of = Scaled { at: 2.0, by: 3.0 };
    assert_eq!(scaled_hessian(&of, 5.0), vec![vec![30.0, 12.0], vec![12.0, 0.0]]);
    assert_eq!(scaled_hessian_diagonal(&of, 5.0), vec![30.0, 0.0]);
    assert_eq!(scaled_twice_jacobian(of).map(|row| row.at), [3.0, 12.0]);
}

/// Names that tangents and their adjoints would like to have.
#[differentiate(hessian)]
fn named(x: f64, d_x: f64, bar_x: f64) -> f64 {
    let d_d_x = x * d_x;
    let bar_d_x = d_d_x * bar_x;
    let pair = bar_d_x * x;
    pair.sin()
}

#[test]
fn names_of_ours() {
    let at = [0.4, 0.9, -1.1];
    assert_close(named_hessian(at[0], at[1], at[2]), truth(at, |[x, d, b]| (x * d * b * x).sin()));
}

#[differentiate(hessian)]
fn generic<T: num_traits::Float>(x: T, y: T) -> T {
    if x > y { (x * y).exp() } else { (x / y).ln() }
}

#[test]
fn over_floats_of_any_kind() {
    assert_close(generic_hessian(0.9, 0.4), truth([0.9, 0.4], |[x, y]| (x * y).exp()));
    assert_close(generic_hessian(0.3, 0.4), truth([0.3, 0.4], |[x, y]| (x / y).ln()));
    let single: [[f32; 2]; 2] = generic_hessian(0.9_f32, 0.4);
    assert!((f64::from(single[0][1]) - generic_hessian(0.9, 0.4)[0][1]).abs() < 1e-5);
}

/// Only by what is asked for.
#[differentiate(hessian, wrt(y))]
fn of_one(x: f64, y: f64) -> f64 {
    x * y * y * y
}

#[test]
fn with_respect_to_one() {
    assert_eq!(of_one_hessian(2.0, 3.0), [[36.0]]);
    assert_eq!(of_one_hvp(2.0, 3.0, 0.5), 18.0);
}

/// What is linear has none, and what does not depend at all.
#[differentiate(hessian)]
fn linear(x: &[f64], #[constant] of: usize) -> f64 {
    if of == 0 { 2.0 } else { x[0] - 3.0 * x[1] }
}

#[test]
fn there_may_be_nothing() {
    for of in 0..2 {
        assert_eq!(linear_hessian(&[1.0, 2.0], of), [[0.0, 0.0], [0.0, 0.0]]);
    }
    assert!(linear_hessian(&[], 0).is_empty());
}

/// A function that is handed in has no tangent.
#[differentiate(hvp)]
fn weighed(x: f64, #[constant] weight: impl Fn(usize) -> f64 + Copy) -> [f64; 2] {
    [x * weight(0), x * x * weight(1)]
}

#[differentiate(hessian)]
fn product_of_both(x: f64) -> f64 {
    let [a, b] = weighed(x, |i| i as f64 + 1.0);
    a * b
}

#[test]
fn a_callee_over_closures() {
    assert_eq!(product_of_both_hessian(0.5), [[6.0]]);
}

trait Energy {
    #[differentiate(hvp)]
    fn energy(&self, x: f64) -> f64;
}

impl Energy for Spring {
    #[differentiate(hvp)]
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

#[differentiate(hessian)]
fn of_a_trait(spring: &Spring, x: f64) -> f64 {
    Energy::energy(spring, x) * Energy::energy(spring, 2.0 * x)
}

#[test]
fn methods_of_traits() {
    let spring = Spring { stiffness: 2.0, rest: 0.0, id: 1 };
    let hessian = of_a_trait_hessian(&spring, 3.0);
    // 4k²x⁴
    assert_eq!([hessian[0][0], hessian[0][2], hessian[2][2]], [8.0 * 81.0, 32.0 * 54.0, 48.0 * 36.0]);
}

#[differentiate(hessian)]
fn perhaps(x: Option<f64>, y: f64) -> f64 {
    match x {
        Some(x) => x * x * y,
        None => y * y,
    }
}

#[test]
fn options() {
    assert_eq!(perhaps_hessian(Some(2.0), 3.0), [[6.0, 4.0], [4.0, 0.0]]);
    assert_eq!(perhaps_hessian(None, 3.0), [[2.0]]);
}

/// Adjoints that wait for each other around a loop, by way of names and of variables that are written in between.
#[differentiate(hessian)]
fn twisted(r: f64, x: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, r);
    for i in 0..n {
        let p = r * a;
        let q = p - b * a;
        b = q * (1.0 - a) + b * p;
        if i % 2 == 0 {
            a = p * (1.0 - a) - q;
        } else {
            a = b - a * a;
        }
        b *= a;
    }
    a * b
}

#[test]
fn adjoints_that_are_carried_around() {
    for n in 0..6 {
        let want = truth([1.7, 0.4], |[r, x]| {
            let one = HyperDual64::from(1.0);
            let (mut a, mut b) = (x, r);
            for i in 0..n {
                let p = r * a;
                let q = p - b * a;
                b = q * (one - a) + b * p;
                a = if i % 2 == 0 { p * (one - a) - q } else { b - a * a };
                b *= a;
            }
            a * b
        });
        assert_close(twisted_hessian(1.7, 0.4, n), want);
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Three(f64, f64, f64);

/// The clone of what is behind a reference is no reference.
#[differentiate(hvp)]
fn replaced(c: f64, a: &Three) -> f64 {
    let mut b = a.clone();
    b = Three { 0: 0.5, 1: c, ..b };
    b.0 * b.1 * b.2
}

#[test]
fn a_clone_of_what_is_lent() {
    let (by_c, by_a) = replaced_hvp(3.0, 1.0, &Three(1.0, 2.0, 4.0), &Three(7.0, 7.0, -1.0));
    assert_eq!(by_c, -0.5);
    assert_eq!((by_a.0, by_a.1, by_a.2), (0.0, 0.0, 0.5));
}
