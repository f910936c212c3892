//! Enums and options that carry derivatives: made, matched, overwritten, written in place.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
enum Shape {
    Circle(f64),
    Rect { w: f64, h: f64 },
    Ngon { n: usize, side: f64 },
    Pair(f64, f64),
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Load {
    Point(f64),
    Spread(Vec<f64>),
    Both { at: Option<f64>, shape: Shape },
    Nested(Box<Load>),
}

flat!(Shape, Load);

#[differentiate]
fn area(s: &Shape, k: f64) -> f64 {
    match s {
        Shape::Circle(r) => r * r * k,
        Shape::Rect { w, h } => w * h + k,
        Shape::Ngon { n, side } => *n as f64 * side * side,
        Shape::Pair(a, b) => a * b * b,
        Shape::Nothing => k * k,
    }
}

#[differentiate]
fn by_value(s: Shape, k: f64) -> f64 {
    match s {
        Shape::Circle(r) => r.sin() * k,
        Shape::Rect { w, .. } => w * w,
        Shape::Ngon { n, side } => side.powi(n as i32),
        Shape::Pair(..) => k,
        _ => 2.0 * k,
    }
}

#[differentiate]
fn shadowed(x: Option<f64>, k: f64) -> f64 {
    let y = match x {
        Some(x) => x * x * k,
        None => k,
    };
    match x {
        Some(x) if x > 0.5 => y * x,
        Some(k) => y * k * k,
        None => y,
    }
}

#[differentiate]
fn overwritten(x: f64, k: f64) -> f64 {
    let mut s = Shape::Circle(x);
    let a = area(&s, k);
    s = Shape::Rect { w: x * k, h: a };
    let b = area(&s, x);
    if let Shape::Rect { w, h } = s {
        s = Shape::Nothing;
        return a * b + w * h * area(&s, k);
    }
    0.0
}

#[differentiate]
fn in_place(x: f64, k: f64) -> f64 {
    let mut s = Shape::Rect { w: x, h: k };
    if let Shape::Rect { w, h } = &mut s {
        *w *= *h;
        *h += *w * x;
        *w = w.sin();
    }
    match &mut s {
        Shape::Rect { w, .. } => *w *= k,
        _ => {}
    }
    if let Shape::Circle(r) = &mut s {
        *r *= k;
    }
    area(&s, k)
}

#[differentiate]
fn running(xs: &[f64], k: f64) -> f64 {
    let mut best: Option<f64> = None;
    for x in xs {
        let v = (x * k).sin();
        best = match best {
            Some(b) if b >= v => Some(b * 0.9),
            Some(b) => Some(b * 0.1 + v),
            None => Some(v),
        };
    }
    best.unwrap_or(0.0) + best.map_or(0.0, |b| b * b)
}

#[differentiate]
fn many(shapes: &[Shape], k: f64) -> f64 {
    let mut sum = 0.0;
    for s in shapes {
        sum += match *s {
            Shape::Circle(r) if r > 1.0 => r * k,
            Shape::Circle(r) => r * r * k,
            Shape::Rect { w, h } => area(s, w) * h,
            Shape::Ngon { n: 3, side } => side,
            Shape::Ngon { n, side } => {
                let mut p = 1.0;
                for _ in 0..n {
                    p *= side * k;
                }
                p
            }
            _ => k,
        };
        sum *= k;
    }
    sum
}

#[differentiate]
fn either(a: Option<f64>, b: Option<f64>, k: f64) -> f64 {
    match (a, b) {
        (Some(a), Some(b)) => a * b * k,
        (Some(x), None) | (None, Some(x)) => x * x * k,
        (None, None) => k,
    }
}

#[differentiate]
fn decaying(x: f64, k: f64) -> f64 {
    let mut state = Some(x);
    let mut sum = 0.0;
    while let Some(s) = state {
        sum += s * s;
        state = if s > 0.2 { Some(s * k) } else { None };
    }
    sum
}

#[differentiate]
fn made(x: f64, n: usize) -> Shape {
    match n {
        0 => Shape::Circle(x * x),
        1 => Shape::Rect { w: x, h: x.exp() },
        2 => Shape::Ngon { n: 4, side: x },
        _ => Shape::Nothing,
    }
}

#[differentiate]
fn of_made(x: f64, k: f64, n: usize) -> f64 {
    area(&made(x, n), k) + by_value(made(k, n), x)
}

#[differentiate]
fn inverse(x: f64) -> Option<f64> {
    if x == 0.0 { None } else { Some(1.0 / x) }
}

#[differentiate]
fn of_inverse(x: f64, k: f64) -> f64 {
    let Some(y) = inverse(x * k) else { return k * k };
    if let Some(z) = inverse(y + x) { z * y } else { y }
}

#[differentiate]
fn methods(x: Option<f64>, y: Option<f64>, k: f64) -> f64 {
    let a = x.map(|x| x * k).unwrap_or(1.0);
    let b = y.or(x).map_or(k, |y| y.sin());
    let c = x.and_then(|x| if x > 0.0 { Some(x * x) } else { None }).unwrap_or_else(|| k * 2.0);
    let d = x.map(f64::exp).unwrap_or_default();
    let e = x.as_ref().map(|x| x * 2.0 * k).unwrap_or(k);
    let f = if x.is_some() && y.is_none() { k } else { 0.0 };
    a * b + c * d + e * f
}

#[differentiate]
fn loads(l: &Load, k: f64) -> f64 {
    match l {
        Load::Point(p) => p * k,
        Load::Spread(v) => {
            let v: &Vec<f64> = v;
            let mut s = 0.0;
            for x in v {
                s += x * x * k;
            }
            s
        }
        Load::Both { at: Some(a), shape } => a * area(shape, k),
        Load::Both { at: None, shape: Shape::Circle(r) } => r * k,
        Load::Both { at: None, .. } => k,
        Load::Nested(inner) => k * loads(inner, k),
    }
}

#[differentiate]
fn references(s: Shape, o: &Option<f64>, k: f64) -> f64 {
    let a = match &s {
        &Shape::Circle(r) => r * r,
        Shape::Pair(a, b) => a * b,
        _ => 1.0,
    };
    let b = match o {
        &Some(x) => x * k,
        None => 1.0,
    };
    let c = match *o {
        Some(ref x) => x * x,
        None => k,
    };
    a * b * c
}

#[differentiate]
fn of_arrays(x: Option<[f64; 2]>, k: f64) -> f64 {
    let mut y = x;
    if let Some(v) = &mut y {
        v[0] *= k;
        v[1] += v[0];
    }
    match y {
        Some([a, b]) => a * b,
        None => k,
    }
}

#[differentiate]
fn of_tuple(x: (Option<f64>, Option<f64>), k: f64) -> f64 {
    let (a, b) = x;
    let c = match x {
        (Some(a), _) => a * k,
        (None, Some(b)) => b * b,
        _ => k,
    };
    c + a.unwrap_or(k) * b.unwrap_or(2.0)
}

impl Shape {
    #[differentiate]
    fn size(&self, k: f64) -> f64 {
        match self {
            Self::Circle(r) => r * k,
            Self::Rect { w, h } => w * h * k,
            _ => k,
        }
    }

    #[differentiate]
    fn grow(&mut self, k: f64) {
        match self {
            Self::Circle(r) => *r *= k,
            Self::Rect { w, h } => {
                *w += k;
                *h *= *w;
            }
            Self::Nothing => *self = Self::Circle(k),
            _ => {}
        }
    }
}

#[differentiate]
fn grown(s: Shape, k: f64) -> f64 {
    let mut t = s;
    for i in 0..3 {
        t.grow(k);
        if i == 1 {
            t.grow(k * k);
        }
    }
    t.size(k)
}

#[differentiate]
fn bound_before(x: Option<f64>, k: f64) -> f64 {
    let mut s = x;
    match s {
        Some(v) => {
            s = Some(v * k);
            let w = v * v;
            s.unwrap() * w
        }
        None => {
            s = Some(k);
            s.expect("some")
        }
    }
}

#[differentiate]
fn stored(xs: &[f64], k: f64) -> f64 {
    let mut slots = [None, None, None];
    for (i, x) in xs.iter().enumerate() {
        let old = slots[i % 3];
        slots[i % 3] = match old {
            None => Some(x * k),
            Some(v) => Some(v * x),
        };
    }
    let mut sum = 0.0;
    for s in slots {
        if let Some(v) = s {
            sum += v * v;
        }
    }
    sum
}

#[differentiate]
fn exchanged(x: f64, k: f64) -> f64 {
    let mut a = Some(x);
    let b = std::mem::replace(&mut a, Some(k));
    let c = a.unwrap() * b.unwrap();
    let d = a.take();
    let e = if a.is_none() { d.unwrap_or(1.0) } else { 0.0 };
    c + e * e
}

const SHAPES: [Shape; 5] = [
    Shape::Circle(1.3),
    Shape::Rect { w: 0.7, h: -0.4 },
    Shape::Ngon { n: 4, side: 0.8 },
    Shape::Pair(0.6, 1.1),
    Shape::Nothing,
];

#[test]
fn matched() {
    for s in SHAPES {
        scalar!(area area_grad area_value_and_grad area_pullback, [s: Shape = s, k: f64 = 0.9] (&s, k));
        scalar!(by_value by_value_grad by_value_value_and_grad by_value_pullback, [s: Shape = s, k: f64 = 0.9] (s, k));
        scalar!(grown grown_grad grown_value_and_grad grown_pullback, [s: Shape = s, k: f64 = 0.9] (s, k));
        for o in [Some(0.8), None] {
            scalar!(references references_grad references_value_and_grad references_pullback, [s: Shape = s, o: Option<f64> = o, k: f64 = 0.9] (s, &o, k));
        }
    }
    scalar!(many many_grad many_value_and_grad many_pullback, [s: Vec<Shape> = SHAPES.to_vec(), k: f64 = 0.9] (&s, k));
}

#[test]
fn options() {
    for x in [Some(0.8), Some(0.3), None] {
        scalar!(shadowed shadowed_grad shadowed_value_and_grad shadowed_pullback, [x: Option<f64> = x, k: f64 = 0.9] (x, k));
        scalar!(bound_before bound_before_grad bound_before_value_and_grad bound_before_pullback, [x: Option<f64> = x, k: f64 = 0.9] (x, k));
        for y in [Some(-0.4), None] {
            scalar!(either either_grad either_value_and_grad either_pullback, [x: Option<f64> = x, y: Option<f64> = y, k: f64 = 0.9] (x, y, k));
            scalar!(methods methods_grad methods_value_and_grad methods_pullback, [x: Option<f64> = x, y: Option<f64> = y, k: f64 = 0.9] (x, y, k));
            scalar!(of_tuple of_tuple_grad of_tuple_value_and_grad of_tuple_pullback, [x: (Option<f64>, Option<f64>) = (x, y), k: f64 = 0.9] (x, k));
        }
    }
    for x in [Some([0.8, -0.3]), None] {
        scalar!(of_arrays of_arrays_grad of_arrays_value_and_grad of_arrays_pullback, [x: Option<[f64; 2]> = x, k: f64 = 0.9] (x, k));
    }
}

#[test]
fn made_and_overwritten() {
    scalar!(overwritten overwritten_grad overwritten_value_and_grad overwritten_pullback, [x: f64 = 0.8, k: f64 = 0.9] (x, k));
    scalar!(in_place in_place_grad in_place_value_and_grad in_place_pullback, [x: f64 = 0.8, k: f64 = 0.9] (x, k));
    scalar!(running running_grad running_value_and_grad running_pullback, [x: Vec<f64> = vec![0.3, 0.9, 0.2, 1.4, 1.1], k: f64 = 0.9] (&x, k));
    scalar!(running running_grad running_value_and_grad running_pullback, [x: Vec<f64> = vec![], k: f64 = 0.9] (&x, k));
    scalar!(decaying decaying_grad decaying_value_and_grad decaying_pullback, [x: f64 = 1.8, k: f64 = 0.7] (x, k));
    for n in 0..4 {
        scalar!(of_made of_made_grad of_made_value_and_grad of_made_pullback, [x: f64 = 0.8, k: f64 = 0.9] (x, k, n));
    }
    scalar!(of_inverse of_inverse_grad of_inverse_value_and_grad of_inverse_pullback, [x: f64 = 0.8, k: f64 = 0.9] (x, k));
    scalar!(stored stored_grad stored_value_and_grad stored_pullback, [x: Vec<f64> = vec![0.3, 0.9, 0.2, 1.4, 1.1], k: f64 = 0.9] (&x, k));
    scalar!(exchanged exchanged_grad exchanged_value_and_grad exchanged_pullback, [x: f64 = 0.8, k: f64 = 0.9] (x, k));
}

#[test]
fn loaded() {
    let loads_of = [
        Load::Point(0.8),
        Load::Spread(vec![0.3, -0.4]),
        Load::Both { at: Some(0.4), shape: SHAPES[1] },
        Load::Both { at: None, shape: SHAPES[0] },
        Load::Both { at: None, shape: SHAPES[2] },
        Load::Nested(Box::new(Load::Spread(vec![1.0, 2.0]))),
    ];
    for l in loads_of {
        scalar!(loads loads_grad loads_value_and_grad loads_pullback, [l: Load = l.clone(), k: f64 = 0.9] (&l, k));
    }
}
