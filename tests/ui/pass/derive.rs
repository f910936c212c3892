//! The twins of `tests/ui/derive`, each under the name of its case.
#![allow(dead_code)]
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
enum OfUnion {
    Single(f32),
    Double(f64),
}

#[derive(Clone, Differentiable)]
struct Borrowed<'a> {
    weights: Vec<f64>,
    #[differentiable(skip)]
    rows: Vec<(f64, &'a [f64])>,
    names: &'a [String],
}

#[derive(Clone, Copy, Differentiable)]
#[repr(C)]
struct Packed {
    tag: u8,
    x: f64,
}

#[derive(Clone, Differentiable)]
#[differentiable(crate = autodiff_runtime)]
struct Options {
    weights: Vec<f64>,
    #[differentiable(skip)]
    rate: f64,
}

#[derive(Clone, Differentiable)]
struct Settings {
    seed: u64,
}

#[derive(Clone)]
struct Seed {
    seed: u64,
}

#[derive(Clone, Differentiable)]
struct Unmarked {
    weights: Vec<f64>,
    settings: Settings,
    #[differentiable(skip)]
    history: Vec<Option<Seed>>,
    #[differentiable(skip)]
    pairs: [(usize, f64); 2],
}

#[derive(Clone, Differentiable)]
struct NotClone {
    weights: Vec<f64>,
}

mod own_name {
    use autodiff_runtime::Differentiable;

    #[derive(Clone, Differentiable)]
    pub struct Chord {
        frequency: f64,
    }

    /// Of a guitar.
    #[derive(Clone)]
    struct String;

    #[derive(Clone, Differentiable)]
    struct Guitar {
        first: Chord,
        #[differentiable(skip)]
        second: String,
        #[differentiable(skip)]
        others: Vec<String>,
    }
}

#[derive(Clone)]
struct Generator(u64);

#[derive(Clone, Differentiable)]
struct TypeParameter {
    rate: f64,
    #[differentiable(skip)]
    generator: Generator,
}

fn main() {
    let _ = Borrowed { weights: vec![1.0], rows: vec![], names: &[] }.zero_gradient();
    let _ = Packed { tag: 1, x: 1.0 }.leaf_count();
    let _ = TypeParameter { rate: 0.5, generator: Generator(7) }.zero_gradient();
}
