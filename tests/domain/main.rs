//! Functions as programmers of other fields would write them, with gradients checked by central differences, by dual
//! numbers, and in closed form.
#![allow(
    clippy::manual_memcpy,
    clippy::needless_range_loop,
    reason = "loops over indices are the kind that is differentiated"
)]

mod algorithms;
mod dual;
mod dynamics;
mod elimination;
mod evolution;
mod finance;
mod geometry;
mod in_place;
mod iterations;
mod learning;
mod linear_algebra;
mod molecules;
mod objects;
mod scenes;
mod sequences;
mod signals;
mod statistics;
mod tables;

/// A few numbers in (−1, 1), no two alike.
fn numbers<const N: usize>(seed: f64) -> [f64; N] {
    std::array::from_fn(|i| (1.7 * seed + 0.9 * i as f64).sin() * 0.9)
}

/// The gradient of a slice, as the array that it was taken at.
fn array<const N: usize>(gradient: Vec<f64>) -> [f64; N] {
    gradient.try_into().expect("a gradient as long as its parameter")
}
