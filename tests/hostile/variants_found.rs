//! Options and enums that were found not to compile once.

use crate::harness::{flat, outputs, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
enum Shape {
    Circle(f64),
    Rect { w: f64, h: f64 },
    Ngon { n: usize, side: f64 },
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Config {
    gain: Option<f64>,
    shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Pair {
    x: f64,
    y: f64,
}

flat!(Shape, Config, Pair);

#[differentiate]
fn begun_with_none(x: f64, k: f64) -> f64 {
    let mut o: Option<f64> = None;
    let a = o.map_or(x, |c: f64| c * x);
    if k > 0.5 {
        o = Some(x * a);
    }
    let mut m = x * o.unwrap_or(k);
    for i in 0..3 {
        let mut q = None;
        if i > 0 {
            q = Some(m * x);
        }
        m += match q {
            Some(c) => c * c,
            None => x * 0.5,
        };
        q = None;
        if m > 1.0 {
            q = Some(m);
        }
        m = q.map(|v: f64| v * k).unwrap_or(m * x);
    }
    m
}

#[differentiate]
fn of_a_copy(s: Shape, x: f64) -> f64 {
    let t = s;
    let a = match t {
        Shape::Ngon { side, n } => side.powi(n as i32),
        Shape::Circle(r) => r.cos(),
        _ => 0.5,
    };
    let mut u = t;
    let list = [s, Shape::Nothing];
    if x > 5.0 {
        match &mut u {
            Shape::Circle(r) => *r *= x,
            _ => return a,
        }
    }
    u = list[0];
    a * match u {
        Shape::Circle(r) => r.sin(),
        Shape::Rect { w, h } => w * h,
        Shape::Ngon { side, .. } => side,
        Shape::Nothing => x,
    }
}

#[differentiate]
fn replaced(k: f64, s: &mut Shape, p: &mut Pair) {
    let t = p.x * k;
    *p = Pair { x: 0.0, y: 1.0 };
    p.y *= t;
    match s {
        Shape::Circle(r) if *r > 0.6 => *r *= t,
        Shape::Circle(r) => *r += t,
        _ => *s = Shape::Circle(k * t),
    }
    if let Shape::Circle(ref mut r) = *s {
        *r *= k;
    }
    match *s {
        Shape::Circle(ref mut r) if *r > 5.0 => *r = 0.0,
        Shape::Circle(ref mut r) => *r *= *r,
        _ => {}
    }
}

#[differentiate]
fn named(k: f64, s: &mut Shape) {
    match s {
        Shape::Rect { w, .. } => *w *= k,
        s => *s = Shape::Circle(k * k),
    }
}

#[differentiate]
fn begun_again(k: f64, s: &mut Shape) {
    *s = Shape::Nothing;
    if k > 0.0 {
        *s = Shape::Circle(k * k);
    }
}

#[differentiate]
fn looked_at_and_written(x: f64, k: f64) -> f64 {
    let mut v = [Some(x), None, Some(k)];
    let mut sum = 0.0;
    for o in v.iter() {
        if let Some(y) = o {
            sum += y * y;
        }
    }
    v[1] = Some(sum * x);
    for o in &v {
        sum += o.unwrap_or(sum) * k;
    }
    v[0] = None;
    let mut best: Option<f64> = None;
    for y in [x, k, sum] {
        if best.is_none() || y > best.unwrap() {
            best = Some(y * k);
        }
        if best.map_or(0.0, |b| b * x) > 0.4 {
            sum *= 1.1;
        }
    }
    sum * v[1].unwrap() + best.unwrap_or(0.0)
}

#[differentiate]
fn of_fields(c: &Config, k: f64) -> f64 {
    let mut d = *c;
    let a = c.gain.unwrap_or(k) * c.gain.map_or(1.0, |g| g * k);
    d.gain = Some(a);
    d.shape = match c.shape {
        Shape::Rect { w, h } if w > h => Shape::Circle(w),
        Shape::Rect { w, .. } => Shape::Circle(w * k),
        other => other,
    };
    let b = match d.shape {
        Shape::Circle(r) => r * k,
        _ => 1.0,
    };
    a * b * d.gain.unwrap_or(0.0)
}

#[test]
fn options() {
    for (x, k) in [(0.7, 0.4), (0.8, 0.9), (1.3, 0.6)] {
        scalar!(begun_with_none begun_with_none_grad begun_with_none_value_and_grad begun_with_none_pullback, [x: f64 = x, k: f64 = k] (x, k));
        scalar!(looked_at_and_written looked_at_and_written_grad looked_at_and_written_value_and_grad looked_at_and_written_pullback, [x: f64 = x, k: f64 = k] (x, k));
    }
}

#[test]
fn enums() {
    for s in [Shape::Circle(0.7), Shape::Rect { w: 0.7, h: 0.4 }, Shape::Ngon { n: 3, side: 0.8 }, Shape::Nothing] {
        scalar!(of_a_copy of_a_copy_grad of_a_copy_value_and_grad of_a_copy_pullback, [s: Shape = s, x: f64 = 0.4] (s, x));
        for gain in [Some(0.8), None] {
            let c = Config { gain, shape: s };
            scalar!(of_fields of_fields_grad of_fields_value_and_grad of_fields_pullback, [c: Config = c, k: f64 = 0.4] (&c, k));
        }
    }
}

#[test]
fn through_references() {
    for s in [Shape::Circle(0.7), Shape::Circle(0.4)] {
        outputs!(replaced replaced_vjp replaced_pullback, [k: f64 = 0.8], [s / d_s: Shape = s, p / d_p: Pair = Pair { x: 0.6, y: 0.2 }], (k, &mut s, &mut p));
        outputs!(named named_vjp named_pullback, [k: f64 = 0.8], [s / d_s: Shape = s], (k, &mut s));
        outputs!(begun_again begun_again_vjp begun_again_pullback, [k: f64 = 0.8], [s / d_s: Shape = s], (k, &mut s));
    }
    outputs!(named named_vjp named_pullback, [k: f64 = 0.8], [s / d_s: Shape = Shape::Rect { w: 0.3, h: 0.5 }], (k, &mut s));
}

#[differentiate]
fn buffered(o: Option<f64>, s: &Shape, v: &[Option<f64>], c: &Config, x: &[f64]) -> f64 {
    let mut t = x[0];
    if let Some(y) = o {
        t *= y;
    }
    if let Shape::Circle(r) = s {
        t += r * t;
    }
    for a in v {
        t *= a.unwrap_or(x[1]);
    }
    t * of_fields(c, x[1])
}

#[test]
fn buffers_are_overwritten_whatever_they_hold() {
    let (o, s, v, x) = (Some(0.7), Shape::Circle(0.3), vec![Some(0.4), None], vec![0.2, 0.8]);
    let c = Config { gain: Some(0.4), shape: Shape::Rect { w: 0.2, h: 0.1 } };
    let wrong = Config { gain: None, shape: Shape::Circle(7.0) };
    let mut d = (None, Shape::Nothing, vec![None, Some(1.0)], wrong, vec![3.0, 4.0]);
    let _ = buffered_grad_into(o, &s, &v, &c, &x, &mut d.0, &mut d.1, &mut d.2, &mut d.3, &mut d.4);
    assert_eq!(d, buffered_grad(o, &s, &v, &c, &x));
}

#[test]
#[should_panic(
    expected = "a gradient is another variant of its enum than the value is, or `None` where that is `Some`"
)]
fn an_accumulator_of_another_variant_panics() {
    let c = Config { gain: Some(0.4), shape: Shape::Nothing };
    let mut d_c = Config { gain: None, shape: Shape::Nothing };
    of_fields_pullback(&c, 0.5).1(1.0, &mut d_c, &mut 0.0);
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}
#[differentiate]
#[allow(unused_assignments, reason = "it is written while it is read")]
fn eager(o: Option<f64>, x: f64) -> f64 {
    let mut m = x;
    let a = o.unwrap_or({
        m *= 2.0;
        m
    });
    let b = o
        .or({
            m += a;
            Some(m * x)
        })
        .unwrap();
    let c = o.map_or(
        {
            m *= b;
            m.sin()
        },
        |v| v * m,
    );
    let d = o.or(Some(square(m))).unwrap_or(x);
    let mut n = 0;
    let e = o.unwrap_or({
        n += 1;
        x
    });
    a + b * c + d * m + e * n as f64
}

#[test]
fn what_is_given_to_a_method_of_an_option_is_evaluated_in_any_case() {
    for o in [Some(0.8), None] {
        scalar!(eager eager_grad eager_value_and_grad eager_pullback, [o: Option<f64> = o, x: f64 = 0.3] (o, x));
    }
}

#[differentiate]
#[allow(unused_assignments, reason = "it is written while it is read")]
fn taken_meanwhile(o: Option<f64>, x: f64) -> f64 {
    let mut p = o;
    let a = p.unwrap_or({
        let y = p.take().map_or(x, |v| v * v);
        y.sin()
    });
    let b = p.unwrap_or(a * x);
    p = Some(b);
    let c = match (p, {
        p = None;
        x * a
    }) {
        (Some(v), y) if y > 0.2 => v * y,
        (Some(v), _) => v,
        (None, y) => y,
    };
    a * b + c + p.unwrap_or(x)
}

#[test]
fn what_is_matched_in_a_list_is_what_it_was_before_the_rest_of_it() {
    for o in [Some(0.8), None] {
        for x in [0.3, 0.9] {
            scalar!(taken_meanwhile taken_meanwhile_grad taken_meanwhile_value_and_grad taken_meanwhile_pullback, [o: Option<f64> = o, x: f64 = x] (o, x));
        }
    }
}
