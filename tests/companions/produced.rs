//! Functions that `macro_rules!` wrote: every kind of fragment, in the places where each may stand.

use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

macro_rules! declared {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),*) -> $out:ty = $body:expr) => {
        $(#[$meta])*
        #[differentiate]
        $vis fn $name($($arg: $ty),*) -> $out {
            $body
        }
    };
}

declared! {
    /// An expression stays in one piece.
    pub(crate) fn declared(x: f64, y: f64) -> f64 = x * y + (x - y) * x.sin()
}

macro_rules! scaled {
    ($name:ident, $float:ty, $factor:expr, $number:literal, $sign:tt, $check:block) => {
        #[differentiate]
        fn $name(x: $float, y: &[$float]) -> $float {
            let mut sum = $factor * x;
            for value in y {
                sum = sum * 0.5 $sign *value * $number;
                $check
            }
            sum * x
        }
    };
}

scaled!(scaled_32, f32, 1.0 + 2.0, 3.0, +, {});
scaled!(scaled_64, f64, 1.0 + 2.0, 3.0, -, { let _count = 3; });

macro_rules! named {
    ($x:ident) => {
        #[differentiate]
        fn named($x: f64) -> f64 {
            let t = $x * 2.0;
            let d_t = t * $x;
            d_t * t + $x
        }
    };
}

named!(x);

macro_rules! arms {
    ($name:ident, $($pattern:pat => $factor:expr),*) => {
        #[differentiate]
        fn $name(x: f64, k: usize) -> f64 {
            match k {
                $($pattern => x * $factor,)*
                _ => x * x,
            }
        }
    };
}

arms!(arms, 0 | 1 => 2.0 + 1.0, 2..=4 => 0.5);

macro_rules! record {
    ($name:ident { $($field:ident),* }, $method:ident) => {
        #[derive(Clone, Debug, PartialEq, Differentiable)]
        struct $name {
            $($field: f64,)*
        }

        #[differentiate]
        impl $name {
            #[differentiate]
            fn $method(&self, factor: f64) -> f64 {
                let mut sum = 0.0;
                $(sum += self.$field * factor;)*
                sum * factor
            }
        }
    };
}

record!(Record { a, b, c, sum }, sum);

#[test]
fn expressions_types_literals_and_blocks() {
    assert_gradient(|&(x, y)| declared(x, y), &(0.7, 0.4), &declared_grad(0.7, 0.4));
    let (d_x, d_y) = scaled_64_grad(0.5, &[1.0, 2.0]);
    assert_eq!((d_x, &d_y[..]), (-6.75, &[-0.75, -1.5][..]));
    let (d_x, d_y) = scaled_32_grad(0.5, &[1.0, 2.0]);
    assert_eq!((d_x, &d_y[..]), (8.25, &[0.75, 1.5][..]));
}

#[test]
fn names_and_patterns() {
    assert_eq!(named_grad(1.0), 13.0);
    assert_eq!([0, 3, 5].map(|k| arms_grad(2.0, k)), [3.0, 0.5, 4.0]);
}

#[test]
fn structs_and_methods() {
    let record = Record { a: 1.0, b: 2.0, c: 3.0, sum: 0.0 };
    assert_eq!(record.sum_grad(2.0), (Record { a: 4.0, b: 4.0, c: 4.0, sum: 4.0 }, 24.0));
}
