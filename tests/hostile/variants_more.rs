//! Variants that change between their use and the way back, and what else unsettles a match.

use crate::harness::{flat, outputs, rows, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
enum Shape {
    Circle(f64),
    Rect { w: f64, h: f64 },
    Ngon { n: usize, side: f64 },
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Load {
    Point(f64),
    Spread(Vec<f64>),
    Both { at: Option<f64>, shape: Shape },
    Pow { n: i32, of: f64 },
    Idx(usize),
    Chain(Box<Load>, f64),
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Cfg {
    gain: Option<f64>,
    shape: Shape,
    bias: f64,
}

flat!(Shape, Load, Cfg);

#[differentiate]
fn grown_then_replaced(x: f64, k: f64) -> f64 {
    let mut s = Shape::Rect { w: x, h: k };
    let mut acc = 0.0;
    for _ in 0..3 {
        if let Shape::Rect { w, h } = &mut s {
            acc += *w * *h;
            *w = *w * *w + *h;
            if *w > 2.0 {
                s = Shape::Circle(*w * k);
            }
        } else if let Shape::Circle(r) = s {
            acc += r * r;
            s = Shape::Nothing;
        }
    }
    acc
}

#[differentiate]
fn loaded(l: &Load, x: &[f64]) -> f64 {
    match l {
        Load::Point(p) | Load::Pow { of: p, .. } if *p > 0.5 => p * x[0],
        Load::Pow { n, of } => of.powi(*n) * x[1],
        Load::Idx(i) => x[*i] * x[*i],
        Load::Spread(w) => w.iter().zip(x).map(|(a, b)| a * b).sum(),
        Load::Both { at: Some(a), shape: Shape::Circle(r) }
        | Load::Both { at: Some(a), shape: Shape::Ngon { side: r, .. } } => a * r * x[0],
        Load::Both { at: Some(a), .. } => *a,
        Load::Both { .. } => x[1],
        Load::Chain(inner, k) => k * loaded(inner, x),
        Load::Point(p) => *p,
    }
}

#[differentiate]
fn swapped(mut a: Option<f64>, mut b: Option<f64>, k: f64) -> f64 {
    let before = a.unwrap_or(k) * 2.0;
    std::mem::swap(&mut a, &mut b);
    if let Some(x) = &mut a {
        *x *= k;
    }
    let mid = a.unwrap_or(3.0 * k);
    std::mem::swap(&mut a, &mut b);
    before * mid + a.map_or(0.0, |x| x * x) - b.unwrap_or(0.1)
}

#[differentiate]
fn twice(x: f64, k: f64) -> Option<f64> {
    let y = root(x - k)?;
    let z = root(y * k - x)?;
    Some(y * z)
}

#[differentiate]
fn root(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.sqrt()) } else { None }
}

#[differentiate]
fn of_roots(x: f64, k: f64) -> f64 {
    let a: Option<f64> = twice(x, k);
    let b: Option<f64> = twice(k, x);
    a.map_or(x * k, |v| v * x) + b.unwrap_or(k)
}

#[differentiate]
fn turn(k: f64, s: &mut Shape) {
    *s = match *s {
        Shape::Circle(r) => Shape::Rect { w: r, h: r * k },
        Shape::Rect { w, h } if w > h => Shape::Ngon { n: 3, side: w * h },
        Shape::Rect { w, h } => Shape::Circle(w + h * h),
        Shape::Ngon { n, side } => Shape::Ngon { n: n + 1, side: side * k },
        Shape::Nothing => Shape::Circle(k),
    };
}

#[differentiate]
fn turned(s: Shape, k: f64) -> f64 {
    let mut s = s;
    for _ in 0..4 {
        turn(k, &mut s);
    }
    match s {
        Shape::Circle(r) => r,
        Shape::Rect { w, h } => w * h,
        Shape::Ngon { n, side } => side.powi(n as i32),
        Shape::Nothing => 0.0,
    }
}

#[differentiate]
fn refresh(x: f64, c: &mut Option<f64>) {
    *c = match *c {
        Some(v) if v > 1.0 => None,
        Some(v) => Some(v * v * x),
        None => Some(x),
    };
    if let Some(v) = c {
        *v += x * *v;
    }
}

#[differentiate]
fn refreshed(x: f64, k: f64) -> f64 {
    let mut c = None;
    for _ in 0..4 {
        refresh(x, &mut c);
        if let Some(v) = &mut c {
            *v *= k;
        }
    }
    c.unwrap_or(k)
}

#[differentiate]
fn reload(k: f64, l: &mut Load) {
    match l {
        Load::Spread(v) => {
            let n = v.len();
            v[0] *= v[n - 1];
            for x in v.iter_mut() {
                *x *= k;
            }
        }
        Load::Point(p) => {
            let q = *p;
            *l = Load::Spread(vec![q, q * k]);
        }
        Load::Both { at, shape } => {
            if let Some(a) = at {
                *a *= k;
                *shape = Shape::Circle(*a);
            } else {
                *at = Some(k);
            }
        }
        _ => {}
    }
}

#[differentiate]
fn spread(k: f64, shapes: &mut [Shape]) {
    for i in 0..shapes.len() {
        if let Shape::Circle(r) = shapes[i] {
            let j = (i + 1) % shapes.len();
            shapes[j] = Shape::Rect { w: r, h: r * k };
        } else if let Shape::Rect { w, h } = &mut shapes[i] {
            *w *= *h;
            *h = k;
        }
    }
    shapes.swap(0, 1);
}

#[differentiate]
fn worklist(x: f64, k: f64) -> f64 {
    let mut stack: Vec<Shape> = Vec::new();
    stack.push(Shape::Circle(x));
    stack.push(Shape::Rect { w: x, h: k });
    let mut t = 0.0;
    while let Some(s) = stack.pop() {
        match s {
            Shape::Rect { w, h } if w > 0.2 => {
                stack.push(Shape::Rect { w: w * 0.5, h: h * k });
                t += w * h;
            }
            Shape::Rect { w, .. } => stack.push(Shape::Circle(w)),
            Shape::Circle(r) => t += r * r,
            _ => {}
        }
    }
    t
}

#[derive(Clone, Debug, Differentiable)]
enum Ex {
    Var(usize),
    Const(f64),
    Add(Box<Ex>, Box<Ex>),
    Mul(Box<Ex>, Box<Ex>),
    Neg(Box<Ex>),
    Sin(Box<Ex>),
    Pow { base: Box<Ex>, n: i32 },
}
flat!(Ex);

#[differentiate]
fn eval(e: &Ex, v: &[f64]) -> f64 {
    match e {
        Ex::Var(i) => v[*i],
        Ex::Const(c) => *c,
        Ex::Add(a, b) => eval(a, v) + eval(b, v),
        Ex::Mul(a, b) => eval(a, v) * eval(b, v),
        Ex::Neg(a) => -eval(a, v),
        Ex::Sin(a) => eval(a, v).sin(),
        Ex::Pow { base, n } => eval(base, v).powi(*n),
    }
}

#[differentiate]
fn descending(x: f64, deep: usize) -> Option<f64> {
    if deep == 0 {
        return Some(x);
    }
    let y = descending(x * 0.9, deep - 1)?;
    if y > 5.0 { None } else { Some(y * y + x) }
}

#[differentiate]
fn compact(w: &[f64], v: &mut [Option<f64>]) {
    for (o, x) in v.iter_mut().zip(w) {
        match o {
            Some(y) => *y *= x,
            None => *o = Some(*x),
        }
    }
    for i in 1..v.len() {
        if let (Some(a), Some(b)) = (v[i - 1], v[i]) {
            v[i] = if a > b { Some(a * b) } else { None };
        }
    }
}

#[differentiate]
fn labelled(x: f64, k: f64) -> f64 {
    let mut s = Shape::Circle(x);
    let mut out = 0.0;
    'o: for i in 0..3 {
        for j in 0..3 {
            match s {
                Shape::Circle(r) if j == 1 => {
                    s = Shape::Rect { w: r, h: k };
                    continue 'o;
                }
                Shape::Circle(r) => {
                    out += r;
                    s = Shape::Circle(r * k);
                }
                Shape::Rect { w, h } if i == 2 => {
                    out += w * h;
                    s = Shape::Nothing;
                    break 'o;
                }
                Shape::Rect { w, h } => {
                    out *= w;
                    s = Shape::Circle(h + w);
                }
                _ => return k,
            }
        }
    }
    out + if s == Shape::Nothing { x } else { k }
}

#[differentiate]
fn captured(x: f64, k: f64) -> f64 {
    let o = Some(x);
    let add = |a: f64| o.map(|b| a + b * k).unwrap_or(a);
    let pick = |s: &Shape| match s {
        Shape::Circle(r) => r * add(*r),
        Shape::Rect { w, h } => w * h,
        _ => k,
    };
    let shapes = [Shape::Circle(x), Shape::Rect { w: k, h: x }, Shape::Nothing];
    shapes.iter().map(pick).sum::<f64>() + pick(&shapes[0]) * add(k)
}

#[differentiate]
fn clear(k: f64, c: &mut Cfg) {
    c.shape = Shape::Nothing;
    c.gain = None;
    if k > 1.0 {
        c.gain = Some(1.0);
    }
    c.bias *= k;
}

#[test]
fn used_before_and_after() {
    scalar!(grown_then_replaced grown_then_replaced_grad grown_then_replaced_value_and_grad grown_then_replaced_pullback, [x: f64 = 0.7, k: f64 = 1.2] (x, k));
    scalar!(grown_then_replaced grown_then_replaced_grad grown_then_replaced_value_and_grad grown_then_replaced_pullback, [x: f64 = 1.7, k: f64 = 1.2] (x, k));
    scalar!(grown_then_replaced grown_then_replaced_grad grown_then_replaced_value_and_grad grown_then_replaced_pullback, [x: f64 = 0.1, k: f64 = 0.2] (x, k));
    scalar!(swapped swapped_grad swapped_value_and_grad swapped_pullback, [a: Option<f64> = Some(0.5), b: Option<f64> = None, k: f64 = 0.4] (a, b, k));
    scalar!(swapped swapped_grad swapped_value_and_grad swapped_pullback, [a: Option<f64> = Some(0.5), b: Option<f64> = Some(0.8), k: f64 = 0.4] (a, b, k));
    scalar!(swapped swapped_grad swapped_value_and_grad swapped_pullback, [a: Option<f64> = None, b: Option<f64> = Some(0.8), k: f64 = 0.4] (a, b, k));
    scalar!(worklist worklist_grad worklist_value_and_grad worklist_pullback, [x: f64 = 0.5, k: f64 = 0.4] (x, k));
    scalar!(labelled labelled_grad labelled_value_and_grad labelled_pullback, [x: f64 = 0.7, k: f64 = 0.9] (x, k));
}

#[test]
fn patterns() {
    let of = [
        Load::Point(0.7),
        Load::Point(0.2),
        Load::Pow { n: 3, of: 0.9 },
        Load::Pow { n: 3, of: 0.2 },
        Load::Idx(1),
        Load::Spread(vec![1.0, 2.0]),
        Load::Both { at: Some(0.4), shape: Shape::Ngon { n: 2, side: 0.8 } },
        Load::Both { at: None, shape: Shape::Ngon { n: 2, side: 0.8 } },
        Load::Chain(Box::new(Load::Chain(Box::new(Load::Point(0.9)), 0.5)), 2.0),
    ];
    for at in of {
        scalar!(loaded loaded_grad loaded_value_and_grad loaded_pullback, [at: Load = at.clone(), x: Vec<f64> = vec![0.3, 0.4]] (&at, &x));
    }
    let e = Ex::Add(
        Box::new(Ex::Mul(Box::new(Ex::Var(0)), Box::new(Ex::Sin(Box::new(Ex::Var(1)))))),
        Box::new(Ex::Pow { base: Box::new(Ex::Add(Box::new(Ex::Var(0)), Box::new(Ex::Const(0.7)))), n: 3 }),
    );
    scalar!(eval eval_grad eval_value_and_grad eval_pullback, [e: Ex = e, v: Vec<f64> = vec![0.3, 0.4]] (&e, &v));
    scalar!(captured captured_grad captured_value_and_grad captured_pullback, [x: f64 = 0.7, k: f64 = 0.9] (x, k));
}

#[test]
fn left_with_none() {
    rows!(twice twice_pullback, [x: f64 = 0.9, k: f64 = 0.4] (x, k), by value);
    rows!(twice twice_pullback, [x: f64 = 2.9, k: f64 = 2.8] (x, k), by value);
    rows!(twice twice_pullback, [x: f64 = 6.0, k: f64 = 3.5] (x, k), by value);
    rows!(root root_pullback, [x: f64 = 0.9] (x), by value);
    scalar!(of_roots of_roots_grad of_roots_value_and_grad of_roots_pullback, [x: f64 = 0.9, k: f64 = 0.4] (x, k));
    scalar!(of_roots of_roots_grad of_roots_value_and_grad of_roots_pullback, [x: f64 = 0.4, k: f64 = 0.9] (x, k));
    scalar!(of_roots of_roots_grad of_roots_value_and_grad of_roots_pullback, [x: f64 = 6.0, k: f64 = 3.5] (x, k));
    rows!(descending descending_pullback, [x: f64 = 0.7] (x, 3), by value);
    rows!(descending descending_pullback, [x: f64 = 5.7] (x, 3), by value);
}

#[test]
fn written_for_the_caller() {
    outputs!(turn turn_vjp turn_pullback, [k: f64 = 0.7], [s / d_s: Shape = Shape::Circle(0.6)], (k, &mut s));
    outputs!(turn turn_vjp turn_pullback, [k: f64 = 0.7], [s / d_s: Shape = Shape::Rect { w: 0.6, h: 0.4 }], (k, &mut s));
    outputs!(turn turn_vjp turn_pullback, [k: f64 = 0.7], [s / d_s: Shape = Shape::Rect { w: 0.4, h: 0.6 }], (k, &mut s));
    outputs!(turn turn_vjp turn_pullback, [k: f64 = 0.7], [s / d_s: Shape = Shape::Nothing], (k, &mut s));
    scalar!(turned turned_grad turned_value_and_grad turned_pullback, [s: Shape = Shape::Circle(0.6), k: f64 = 0.7] (s, k));
    scalar!(turned turned_grad turned_value_and_grad turned_pullback, [s: Shape = Shape::Nothing, k: f64 = 1.7] (s, k));
    outputs!(refresh refresh_vjp refresh_pullback, [x: f64 = 0.7], [c / d_c: Option<f64> = Some(0.3)], (x, &mut c));
    outputs!(refresh refresh_vjp refresh_pullback, [x: f64 = 0.7], [c / d_c: Option<f64> = Some(1.3)], (x, &mut c));
    outputs!(refresh refresh_vjp refresh_pullback, [x: f64 = 0.7], [c / d_c: Option<f64> = None], (x, &mut c));
    scalar!(refreshed refreshed_grad refreshed_value_and_grad refreshed_pullback, [x: f64 = 0.7, k: f64 = 0.4] (x, k));
    scalar!(refreshed refreshed_grad refreshed_value_and_grad refreshed_pullback, [x: f64 = 1.7, k: f64 = 0.9] (x, k));
    outputs!(reload reload_vjp reload_pullback, [k: f64 = 0.7], [l / d_l: Load = Load::Spread(vec![0.3, 0.4])], (k, &mut l));
    outputs!(reload reload_vjp reload_pullback, [k: f64 = 0.7], [l / d_l: Load = Load::Point(0.3)], (k, &mut l));
    outputs!(reload reload_vjp reload_pullback, [k: f64 = 0.7], [l / d_l: Load = Load::Both { at: None, shape: Shape::Nothing }], (k, &mut l));
    outputs!(reload reload_vjp reload_pullback, [k: f64 = 0.7], [l / d_l: Load = Load::Both { at: Some(0.6), shape: Shape::Rect { w: 1.0, h: 2.0 } }], (k, &mut l));
    outputs!(reload reload_vjp reload_pullback, [k: f64 = 0.7], [l / d_l: Load = Load::Idx(3)], (k, &mut l));
    outputs!(spread spread_vjp spread_pullback, [k: f64 = 0.7], [l / d_l: Vec<Shape> = vec![Shape::Circle(0.4), Shape::Circle(0.3), Shape::Nothing, Shape::Circle(0.9)]], (k, &mut l));
    outputs!(compact compact_vjp compact_pullback, [w: Vec<f64> = vec![0.7, 0.4, 0.9, 0.6]], [v / dv: Vec<Option<f64>> = vec![Some(0.3), None, Some(0.5), None]], (&w, &mut v));
    outputs!(clear clear_vjp clear_pullback, [k: f64 = 0.7], [c / dc: Cfg = Cfg { gain: Some(0.3), shape: Shape::Circle(0.4), bias: 0.1 }], (k, &mut c));
    outputs!(clear clear_vjp clear_pullback, [k: f64 = 1.7], [c / dc: Cfg = Cfg { gain: Some(0.3), shape: Shape::Circle(0.4), bias: 0.1 }], (k, &mut c));
}
