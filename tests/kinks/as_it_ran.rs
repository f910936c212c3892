//! The side of a branch that was taken is remembered; an iteration is differentiated as it ran.

use autodiff_runtime::prelude::*;

/// The condition's operand changes afterwards: decided anew it would choose the other side.
#[differentiate]
fn remembered(x: f64) -> f64 {
    let mut y = x;
    let mut r = 0.0;
    if y < 1.0 {
        r += 3.0 * x;
    } else {
        r += 5.0 * x;
    }
    y += 10.0;
    r + 0.0 * y
}

#[differentiate]
fn remembered_by_the_turn(x: f64) -> f64 {
    let mut y = x;
    let mut r = 0.0;
    for _ in 0..4 {
        if y < 1.0 {
            r += x * y;
        } else {
            r -= x;
        }
        y *= 2.0;
    }
    r
}

#[differentiate]
fn remembered_by_element(x: &[f64]) -> f64 {
    let mut y = [x[0], x[1]];
    let mut r = 0.0;
    if y[0] < y[1] {
        r += 2.0 * x[2];
    } else {
        r += 7.0 * x[2];
    }
    y[0] = 100.0;
    r + 0.0 * y[0]
}

#[differentiate]
fn remembered_flag(x: f64) -> f64 {
    let mut small = x < 1.0;
    let r = if small { 3.0 * x } else { 5.0 * x };
    small = !small;
    if small { r } else { 2.0 * r }
}

#[test]
fn a_branch_is_remembered_when_its_operands_change() {
    assert_eq!([remembered_grad(0.5), remembered_grad(1.5)], [3.0, 5.0]);
    assert_eq!(remembered_by_element_grad(&[1.0, 2.0, 0.0]), [0.0, 0.0, 2.0]);
    assert_eq!(remembered_by_element_grad(&[2.0, 1.0, 0.0]), [0.0, 0.0, 7.0]);
    assert_eq!([remembered_flag_grad(0.5), remembered_flag_grad(1.5)], [6.0, 5.0]);
}

/// For 0.25 ≤ x < 0.5 the values of `y` are x, 2x, 4x, 8x, of which two are below 1: x·x + x·2x − x − x.
#[test]
fn a_branch_is_remembered_by_the_turn() {
    let x = 0.375;
    assert_eq!(remembered_by_the_turn_value_and_grad(x), (3.0 * x * x - 2.0 * x, 6.0 * x - 2.0));
}

/// A shift is too small to change the number, and an adjoint that computed `x + tiny` again from other operands might
/// still decide the tie the other way.
#[differentiate]
fn near_a_tie(x: f64, y: f64) -> f64 {
    let mut s = x;
    for _ in 0..10 {
        s += 0.1 * y;
    }
    if s == x + 10.0 * 0.1 * y { s } else { 2.0 * s }
}

#[test]
fn a_tie_is_decided_once() {
    for (x, y) in [(0.1, 0.3), (0.7, 1.1), (1.0, 1.0)] {
        let (value, (d_x, _)) = near_a_tie_value_and_grad(x, y);
        assert_eq!(value, near_a_tie(x, y));
        let mut s = x;
        for _ in 0..10 {
            s += 0.1 * y;
        }
        assert_eq!(d_x, if s == x + 10.0 * 0.1 * y { 1.0 } else { 2.0 });
    }
}

/// Heron's root, stopped early: its derivative is that of the iterate, not that of the root.
#[differentiate]
fn heron(a: f64, steps: usize) -> f64 {
    let mut x = 1.0;
    for _ in 0..steps {
        x = 0.5 * (x + a / x);
    }
    x
}

#[test]
fn an_iteration_gives_its_own_derivative() {
    let a = 2.0;
    assert_eq!(heron_grad(a, 0), 0.0);
    // x₁ = (1 + a)/2
    assert_eq!(heron_grad(a, 1), 0.5);
    // x₂ = (x₁ + a/x₁)/2
    let x = 0.5 * (1.0 + a);
    assert!((heron_grad(a, 2) - 0.5 * (0.5 + 1.0 / x - a * 0.5 / (x * x))).abs() < 1e-15);
    // And in the end that of the root.
    assert!((heron_grad(a, 30) - 0.5 / a.sqrt()).abs() < 1e-15);
}

#[differentiate]
fn product(x: &[f64]) -> f64 {
    let mut p = 1.0;
    for i in 0..x.len() {
        p *= x[i];
    }
    p
}

/// Dividing the product by an element would be 0/0.
#[test]
fn a_product_with_zeros_is_exact() {
    assert_eq!(product_grad(&[2.0, 0.0, 3.0, 5.0]), [0.0, 30.0, 0.0, 0.0]);
    assert_eq!(product_grad(&[2.0, 0.0, 3.0, 0.0]), [0.0; 4]);
    assert_eq!(product_grad(&[0.0]), [1.0]);
    assert_eq!(product_grad(&[2.0, 3.0, 5.0]), [15.0, 10.0, 6.0]);
    assert_eq!(product_grad(&[]), [0.0; 0]);
    // Nor may it overflow or vanish where the product of the others does not.
    assert_eq!(product_grad(&[1e-300, 1e300, 2.0]), [2e300, 2e-300, 1.0]);
}
