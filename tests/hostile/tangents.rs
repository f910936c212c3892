//! Forward mode: tangents that are there, that are not, and that are written over.

use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Layer {
    s: f64,
    rows: usize,
}

#[differentiate(jvp)]
fn written_over(own: &Layer, mut t: f64) -> f64 {
    t = 0.5 + t * own.s + 0.5;
    t
}

#[differentiate(jvp)]
fn written_over_in_memory(own: f64, mut t: Vec<f64>, mut layer: Layer) -> f64 {
    for row in &mut t {
        *row *= own;
    }
    layer.s *= t[0];
    t.iter().sum::<f64>() * layer.s
}

#[differentiate(jvp)]
fn with_some_constant(layer: &Layer) -> f64 {
    written_over(layer, 0.66)
        + written_over_in_memory(layer.s, vec![0.5, 0.25], Layer { s: 2.0, rows: 3 })
        + written_over_in_memory(0.7, vec![0.5, 0.25], *layer)
}

/// A parameter whose tangent the caller leaves out, and which is written over by what has one.
#[test]
fn a_tangent_that_is_not_there_begins_at_zero() {
    let (layer, unit) = (Layer { s: 1.3, rows: 1 }, Layer { s: 1.0, rows: 0 });
    let (value, tangent) = with_some_constant_jvp(&layer, &unit);
    assert_eq!(value, with_some_constant(&layer));
    let grad = with_some_constant_grad(&layer).s;
    assert!((tangent - grad).abs() < 1e-13, "{tangent} is not {grad}");
    // 0.66 s; (s/2 + s/4) · 2 · s/2; (0.35 + 0.175) · 0.35 s.
    let by_hand = 0.66 + 2.0 * 0.75 * 1.3 + 0.525 * 0.35;
    assert!((tangent - by_hand).abs() < 1e-13, "{tangent} is not {by_hand}");
}

#[differentiate(jvp)]
fn root(x: f64, y: f64) -> f64 {
    x.sqrt() + y * y
}

#[differentiate(jvp)]
fn at_the_root_of_a_constant(y: f64) -> f64 {
    root(0.0, y)
}

/// The slope of a root at zero is infinite: what is held constant there contributes nothing, not a NaN.
#[test]
fn what_is_constant_contributes_nothing() {
    assert_eq!(at_the_root_of_a_constant_jvp(3.0, 1.0), (9.0, 6.0));
}

#[differentiate(jvp)]
fn swept(a: f64, x: &[f64], y: &mut [f64], n: usize) -> f64 {
    let mut s = 0.0;
    for _ in 0..n {
        for (y, x) in y.iter_mut().zip(x) {
            *y = *y * *y + a * x;
            if *y > 2.0 {
                return s * *y;
            }
            s += *y;
        }
    }
    s
}

/// With tangents in and out of what is lent, through loops that are left, or never entered.
#[test]
fn lent_memory_has_its_tangent_beside_it() {
    let run = |n: usize, h: f64| {
        let mut y = [0.4 + h, 0.9 - 2.0 * h];
        let s = swept(0.7 + 0.5 * h, &[0.3 - h, 0.8], &mut y, n);
        [s, y[0], y[1]]
    };
    for n in 0..5 {
        let (mut y, mut d_y) = ([0.4, 0.9], [1.0, -2.0]);
        let (s, d_s) = swept_jvp(0.7, 0.5, &[0.3, 0.8], &[-1.0, 0.0], &mut y, &mut d_y, n);
        assert_eq!([s, y[0], y[1]], run(n, 0.0));
        let h = 1e-6;
        let (up, down) = (run(n, h), run(n, -h));
        for (tangent, (up, down)) in [d_s, d_y[0], d_y[1]].into_iter().zip(up.into_iter().zip(down)) {
            let slope = (up - down) / (2.0 * h);
            assert!((tangent - slope).abs() < 1e-7 * slope.abs().max(1.0), "{n}: {tangent} is not {slope}");
        }
    }
}

#[test]
#[should_panic(expected = "x")]
fn a_tangent_of_another_length_panics() {
    let _ = swept_jvp(0.7, 0.5, &[0.3, 0.8], &[1.0], &mut [0.4], &mut [0.0], 1);
}

#[differentiate(jvp)]
fn power(x: f64, n: usize) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}

#[test]
fn recursion_carries_tangents() {
    assert_eq!(power_jvp(2.0, 0.5, 3), (8.0, 6.0));
    assert_eq!(power_jvp(2.0, 0.5, 0), (1.0, 0.0));
}

#[differentiate]
impl Layer {
    #[differentiate(jvp)]
    fn scale(&self, x: f64) -> f64 {
        self.s * x * self.rows as f64
    }

    #[differentiate(jvp)]
    fn grow(&mut self, by: f64) {
        self.s += self.s * by;
    }
}

#[differentiate(jvp)]
fn by_methods(mut layer: Layer, x: f64) -> f64 {
    layer.grow(x);
    layer.scale(x * x) + layer.scale(2.0)
}

#[test]
fn methods_have_forward_mode() {
    let (layer, d_layer) = (Layer { s: 1.5, rows: 2 }, Layer { s: 0.25, rows: 0 });
    let (value, tangent) = by_methods_jvp(layer, d_layer, 0.4, -1.0);
    let (grad, d_x) = by_methods_grad(layer, 0.4);
    assert_eq!(value, by_methods(layer, 0.4));
    let along = grad.s * 0.25 - d_x;
    assert!((tangent - along).abs() < 1e-14, "{tangent} is not {along}");
}

fn table(x: f64, k: usize) -> f64 {
    x.abs() * k as f64
}

#[pullback]
fn table_pullback(x: f64, k: usize) -> (f64, impl Fn(f64, &mut f64)) {
    (table(x, k), move |d, d_x| *d_x += k as f64 * x.signum() * d)
}

#[jvp]
fn table_jvp(x: f64, d_x: f64, k: usize) -> (f64, f64) {
    (table(x, k), k as f64 * x.signum() * d_x)
}

#[differentiate(jvp)]
fn by_a_rule(x: f64) -> f64 {
    table(x * x - 3.0, 5) * x + stop_gradient(x) * x
}

#[test]
fn a_rule_by_hand_serves_forward_mode() {
    let (value, tangent) = by_a_rule_jvp(1.5, 2.0);
    assert_eq!(value, by_a_rule(1.5));
    assert!((tangent - 2.0 * by_a_rule_grad(1.5)).abs() < 1e-14);
    // 5 (3 − x²) x + x₀ x: 15 − 15 x² + x₀.
    assert!((tangent - 2.0 * (15.0 - 15.0 * 2.25 + 1.5)).abs() < 1e-14);
}

#[differentiate]
fn taken_apart(state: &[f64; 4], gravity: f64) -> [f64; 4] {
    let [x, y, v, w] = *state;
    let pull = -gravity / (x * x + y * y).powf(1.5);
    [v, w, pull * x, pull * y]
}

/// `let` takes an array apart, as it does a tuple.
#[test]
fn arrays_are_taken_apart() {
    let (value, pull) = taken_apart_pullback(&[2.0, 0.0, 0.0, 0.5], 1.0);
    assert_eq!(value, taken_apart(&[2.0, 0.0, 0.0, 0.5], 1.0));
    let (mut d_state, mut d_gravity) = ([0.0; 4], 0.0);
    pull([0.0, 1.0, 1.0, 0.0], &mut d_state, &mut d_gravity);
    assert_eq!((d_state, d_gravity), ([0.25, 0.0, 0.0, 1.0], -0.25));
}

/// A result that is active for what it is given later: of arguments that are held constant it has no tangent.
#[test]
fn a_call_of_constants_into_what_becomes_active() {
    #[differentiate(jvp)]
    fn square(x: f64) -> f64 {
        x * x
    }
    #[differentiate(jvp)]
    fn f(x: f64, #[constant] c: f64) -> f64 {
        let mut b = square(c + c);
        b += (b + x).cos();
        b * x
    }
    let (x, c) = (0.7_f64, 1.3_f64);
    let b = (c + c) * (c + c);
    let slope = -(b + x).sin();
    let (value, tangent) = f_jvp(x, 1.0, c);
    assert_eq!(value, f(x, c));
    assert!((tangent - (slope * x + b + (b + x).cos())).abs() < 1e-14);
    // The same where only the caller knows what is held constant.
    #[differentiate(jvp)]
    fn g(x: f64, y: f64) -> f64 {
        let mut b = square(y);
        b += x;
        b * b
    }
    #[differentiate(jvp)]
    fn h(x: f64, #[constant] y: f64) -> f64 {
        g(x, y)
    }
    assert_eq!(h_jvp(2.0, 1.0, 3.0), (121.0, 22.0));
}

/// A tangent is read through a reference before what stands behind it is written.
#[test]
fn a_tangent_behind_a_reference() {
    #[differentiate(jvp)]
    fn f(x: &[f64]) -> f64 {
        let mut a = [x[0] * x[1], x[1], 2.0 * x[0]];
        let kept = {
            let (_, tail) = a.split_at(1);
            let kept = tail[1];
            for i in 1..3 {
                a[i] += x[0] * x[0];
            }
            kept
        };
        kept * a[2]
    }
    let (x, d_x) = ([0.7, 1.3], [1.0, -0.5]);
    let (value, tangent) = f_jvp(&x, &d_x);
    assert_eq!(value, f(&x));
    // Of 2x·(2x + x²).
    assert!((tangent - (8.0 * x[0] + 6.0 * x[0] * x[0])).abs() < 1e-14);
}

/// What a branch gives away, tangent and all, is read before.
#[test]
fn a_vec_that_a_branch_gives_away() {
    #[differentiate(jvp)]
    fn f(v: Vec<f64>, u: f64) -> f64 {
        let c = v[1];
        let p = if u > 0.0 { v } else { vec![u; 3] };
        let all = [p[1], c, c * u];
        all[0] * all[1] + all[2]
    }
    let (value, tangent) = f_jvp(vec![0.5, 3.0], vec![0.0, 1.0], 2.0, -1.0);
    assert_eq!((value, tangent), (15.0, 5.0));
    let (value, tangent) = f_jvp(vec![0.5, 3.0], vec![0.0, 1.0], -2.0, -1.0);
    assert_eq!((value, tangent), (-12.0, -10.0));
}

/// What is left of a struct behind a reference has its tangent there, if only the caller says whether there is one.
#[test]
fn the_rest_of_a_struct_behind_a_reference() {
    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Tape(f64, f64, f64);
    #[differentiate(jvp)]
    fn replaced(of: &Tape, first: f64) -> Tape {
        Tape { 0: first, 1: 0.5, ..*of }
    }
    #[differentiate(jvp)]
    fn of_the_rest(all: &[Tape]) -> f64 {
        replaced(&all[0], 0.5).2
    }
    #[differentiate(jvp)]
    fn of_the_first(k: f64) -> f64 {
        let t = replaced(&Tape(1.0, 2.0, 3.0), k);
        t.2 + t.0
    }
    assert_eq!(of_the_rest_jvp(&[Tape(1.0, 2.0, 3.0)], &[Tape(0.5, 0.5, 2.0)]), (3.0, 2.0));
    assert_eq!(of_the_first_jvp(2.0, 1.5), (5.0, 1.5));
}
