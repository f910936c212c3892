//! A crate without the standard library, without an allocator and without a prelude: what straight lines, branches, loops
//! over arrays, structs and calls are differentiated to needs none of them.
//!
//! The tests are another crate: this one has nothing to run them with.
#![no_std]
#![no_implicit_prelude]

use ::autodiff_runtime::prelude::*;
use ::core::prelude::rust_2024::derive;

/// Straight on, with what the core library has of floats.
#[differentiate]
pub fn plain(x: f64, y: f64) -> f64 {
    let z = mul(x, y) + add(x, 2.0);
    let w = if z > 1.0 { z * z / y } else { relu(z) };
    w.abs() * 3.0 + w.max(x) + y.clamp(0.0, 1.0) + x.recip() + x.signum()
}

/// After Horner, with neighbours.
#[differentiate]
pub fn polynomial(c: &[f64; 4], x: f64) -> f64 {
    let mut sum = 0.0;
    for i in (0..4).rev() {
        sum = sum * x + c[i] / (1.0 + c[(i + 1) % 4] * c[i]);
    }
    sum
}

/// What each step overwrites is kept on the stack.
#[differentiate]
pub fn logistic(mut x: f64, r: f64) -> f64 {
    for _ in 0..10 {
        let half = x + r * x * (1.0 - x);
        x += half * (1.0 - half);
    }
    x
}

/// By iterators.
#[differentiate]
pub fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    for (a, b) in a.iter().zip(b) {
        sum += a * b;
    }
    sum
}

/// A type of its own.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, Differentiable)]
pub struct Body {
    /// Its mass.
    pub mass: f64,
    /// Where it is.
    pub place: [f64; 2],
    /// Which it is.
    pub number: u32,
}

#[differentiate]
impl Body {
    /// How much it turns.
    #[differentiate]
    pub fn moment(&self, arm: f64) -> f64 {
        self.mass * self.place[0] * arm + self.place[1]
    }

    /// In place.
    #[differentiate]
    pub fn grow(&mut self, by: f64) {
        self.mass *= by;
        self.place[0] += by * self.mass;
    }
}

#[differentiate]
impl ::core::ops::Mul<f64> for Body {
    type Output = Body;
    fn mul(self, by: f64) -> Body {
        Body { mass: self.mass * by, ..self }
    }
}

/// Methods, operators, and other functions.
#[differentiate]
pub fn calls(body: Body, by: f64) -> f64 {
    let mut grown = body;
    grown.grow(by);
    let heavy = grown * by;
    heavy.moment(by) + polynomial(&[1.0, by, by, 2.0], heavy.mass)
}

/// Over any float.
#[differentiate]
pub fn generic<T: Scalar>(x: T, y: T) -> T {
    x * y + x / y
}

/// By number.
#[differentiate]
pub fn matched(x: f64, k: u8) -> (f64, f64) {
    match k {
        0 => (x * x, x),
        1..=3 => (x * x * x, 1.0),
        _ => (0.5 * x, x),
    }
}

/// As if it did nothing.
pub fn table(x: f64) -> f64 {
    x
}

/// A rule of one's own.
#[pullback]
pub fn table_pullback(x: f64) -> (f64, impl ::core::ops::Fn(f64, &mut f64)) {
    (table(x), move |d_out, d_x: &mut f64| *d_x += d_out)
}

/// What calls it.
#[differentiate]
pub fn uses(x: f64) -> f64 {
    table(x) * x
}
