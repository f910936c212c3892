//! Structs: as parameters, locals and results, by value and by reference, taken apart and put together.

use crate::harness::{flat, outputs, rows, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Body {
    mass: f64,
    at: Vec3,
    weights: Vec<f64>,
    name: String,
    count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Pair(f64, f64);

flat!(Vec3, Body, Pair);

const V: Vec3 = Vec3 { x: 0.7, y: -1.2, z: 0.4 };
const W: Vec3 = Vec3 { x: 1.1, y: 0.3, z: -0.8 };

fn body() -> Body {
    Body { mass: 1.3, at: V, weights: vec![0.4, -0.9, 1.7], name: "moon".to_owned(), count: 2 }
}

#[differentiate]
fn cross(a: Vec3, b: Vec3) -> Vec3 {
    Vec3 { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x }
}

#[differentiate]
fn dot(a: &Vec3, b: &Vec3) -> f64 {
    a.x * b.x + a.y * b.y + a.z * b.z
}

#[differentiate]
fn scaled(body: Body, k: f64) -> Body {
    Body { mass: body.mass * k, ..body }
}

#[differentiate]
fn lightened(body: &Body, k: f64) -> Body {
    Body { mass: k, at: body.at, weights: body.weights.clone(), name: body.name.clone(), count: body.count }
}

#[differentiate]
fn drift(velocity: &Vec3, dt: f64, at: &mut Vec3) {
    at.x += velocity.x * dt;
    at.y += velocity.y * dt;
    at.z *= at.x;
}

#[test]
fn a_field_is_read_twice_and_a_struct_is_not_changed() {
    #[differentiate]
    fn f(v: Vec3, k: f64) -> f64 {
        v.x * v.x * k + (v.y * v.z).sin()
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [v: Vec3 = V, k: f64 = 0.9] (v, k));
    #[differentiate]
    fn g(v: &Vec3, k: f64) -> f64 {
        v.x * v.x * k + (v.y * v.z).sin()
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [v: Vec3 = V, k: f64 = 0.9] (&v, k));
    assert_eq!(f_grad(V, 0.9), g_grad(&V, 0.9));
}

#[test]
fn calls_take_and_give_structs() {
    #[differentiate]
    fn f(a: Vec3, b: Vec3, c: Vec3) -> f64 {
        let n = cross(a, b);
        let m = cross(n, n);
        dot(&n, &c) + dot(&n, &n) * dot(&m, &c)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: Vec3 = V, b: Vec3 = W, c: Vec3 = V] (a, b, c));
}

#[test]
fn fields_are_overwritten_after_they_were_read() {
    #[differentiate]
    fn f(mut b: Body, k: f64) -> f64 {
        b.mass *= k;
        b.at.x = b.mass * b.at.y;
        for i in 0..b.weights.len() {
            b.weights[i] = b.weights[i] * b.at.x + b.mass;
            b.at.x = b.at.x * 0.5;
        }
        let mut s = 0.0;
        for w in &b.weights {
            s += w * w;
        }
        s + b.mass * b.at.x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [b: Body = body(), k: f64 = 0.9] (b.clone(), k));
    assert_eq!(f_grad(body(), 0.9).0.name, "moon");
}

#[test]
fn the_rest_comes_from_another_value() {
    #[differentiate]
    fn f(b: &Body, k: f64) -> f64 {
        let c = lightened(b, k);
        let d = scaled(c, k);
        d.mass * d.weights[0] * d.at.x + d.weights[d.count]
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [b: Body = body(), k: f64 = 0.9] (&b, k));
    #[differentiate]
    fn g(v: Vec3, k: f64) -> f64 {
        let w = Vec3 { y: v.x * k, ..v };
        let u = Vec3 { x: 2.0, ..w };
        u.x * w.y * u.y + w.x * u.z + v.y
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [v: Vec3 = V, k: f64 = 0.9] (v, k));
    // What is named does not flow to the rest, though its own value carries nothing.
    #[differentiate]
    fn h(v: Vec3, #[constant] w: Vec3) -> f64 {
        let u = Vec3 { x: w.x, ..v };
        u.x * u.x + u.y
    }
    assert_eq!(h_grad(V, W), Vec3 { x: 0.0, y: 1.0, z: 0.0 });
}

#[test]
fn structs_are_carried_by_a_loop() {
    #[differentiate]
    fn f(a: f64, b: f64, n: usize) -> f64 {
        let mut v = Vec3 { x: a, y: b, z: 1.0 };
        for _ in 0..n {
            v = Vec3 { x: v.y, y: v.z * a, z: v.x };
            v.x += b * v.x * v.x;
        }
        v.x * v.y + v.z
    }
    for n in [0, 1, 2, 5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.8, b: f64 = 0.6] (a, b, n));
    }
    #[differentiate]
    fn g(mut b: Body, k: f64, n: usize) -> f64 {
        for i in 0..n {
            if i % 2 == 0 {
                b = scaled(b, k);
            } else {
                b.weights[0] *= b.mass;
            }
        }
        b.mass * b.weights[0]
    }
    for n in [0, 1, 2, 5] {
        scalar!(g g_grad g_value_and_grad g_pullback, [b: Body = body(), k: f64 = 0.9] (b.clone(), k, n));
    }
}

#[test]
fn branches_yield_structs() {
    #[differentiate]
    fn f(v: Vec3, k: f64) -> f64 {
        let w = if k > 0.0 { v } else { Vec3 { x: k, y: k * k, z: v.x } };
        w.x * w.y * w.z
    }
    for k in [0.7, -0.7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [v: Vec3 = V, k: f64 = k] (v, k));
    }
}

#[test]
fn patterns_take_structs_apart() {
    #[differentiate]
    fn f(v: Vec3, p: Pair, k: f64) -> f64 {
        let Vec3 { x, y: v, .. } = v;
        let Pair(a, mut b) = p;
        b *= a;
        x * k + v * a * b
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [v: Vec3 = V, p: Pair = Pair(0.3, 1.2), k: f64 = 0.9] (v, p, k));
    #[differentiate]
    fn g(v: &Vec3, k: f64) -> f64 {
        let Vec3 { x: v, y, z: k2 } = v;
        v * k + y * k2
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [v: Vec3 = V, k: f64 = 0.9] (&v, k));
    #[differentiate]
    fn h(b: &Body) -> f64 {
        let Body { at: Vec3 { x, z, .. }, weights, .. } = b;
        x * weights[0] * z
    }
    scalar!(h h_grad h_value_and_grad h_pullback, [b: Body = body()] (&b));
    #[differentiate]
    fn i(a: f64, b: f64) -> f64 {
        let (Pair(x, y), z) = (Pair(a * b, b), a);
        x * y * z
    }
    scalar!(i i_grad i_value_and_grad i_pullback, [a: f64 = 0.8, b: f64 = 0.6] (a, b));
    #[differentiate]
    fn j(vs: &[Vec3], k: f64) -> f64 {
        let mut s = 0.0;
        for Vec3 { x, z, .. } in vs {
            s += x * z * k;
        }
        for v in vs.iter().rev() {
            s = s * v.y + v.x;
        }
        s
    }
    scalar!(j j_grad j_value_and_grad j_pullback, [vs: Vec<Vec3> = vec![V, W, V], k: f64 = 0.9] (&vs, k));
}

#[test]
fn results_are_structs() {
    rows!(cross cross_pullback, [a: Vec3 = V, b: Vec3 = W] (a, b), by value);
    rows!(scaled scaled_pullback, [b: Body = body(), k: f64 = 0.7] (b.clone(), k), by value);
    rows!(lightened lightened_pullback, [b: Body = body(), k: f64 = 0.7] (&b, k), by value);
    #[differentiate]
    fn same(b: Body) -> Body {
        b
    }
    rows!(same same_pullback, [b: Body = body()] (b.clone()), by value);
    #[differentiate]
    fn chosen(b: Body, k: f64) -> Body {
        if k > 1.0 {
            return b;
        }
        let mut c = b;
        c.weights[1] *= k;
        c
    }
    for k in [0.5, 1.5] {
        rows!(chosen chosen_pullback, [b: Body = body(), k: f64 = k] (b.clone(), k), by value);
    }
}

#[test]
fn structs_are_written_through_references() {
    outputs!(drift drift_vjp drift_pullback, [v: Vec3 = W, dt: f64 = 0.1], [at / d_at: Vec3 = V], (&v, dt, &mut at));
    #[differentiate]
    fn steps(v: &Vec3, body: &mut Body, n: usize) {
        for i in 0..n {
            drift(v, 0.3, &mut body.at);
            body.weights[i % 2] *= body.at.x;
            body.mass += body.weights[0];
        }
    }
    for n in [0, 1, 3] {
        outputs!(steps steps_vjp steps_pullback, [v: Vec3 = W], [b / d_b: Body = body()], (&v, &mut b, n));
    }
}

#[test]
fn structs_are_pushed_and_swapped() {
    #[differentiate]
    fn f(k: f64, n: usize) -> f64 {
        let mut vs = Vec::new();
        for i in 0..n {
            vs.push(Vec3 { x: k * i as f64, y: k, z: 2.0 });
        }
        let mut s = 0.0;
        for v in &vs {
            s += v.x * v.y;
        }
        for Vec3 { x, z, .. } in &vs {
            s += x * z;
        }
        s
    }
    for n in [0, 1, 3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [k: f64 = 0.9] (k, n));
    }
    #[differentiate]
    fn g(a: Vec3, b: Vec3) -> f64 {
        let (mut p, mut q) = (a, b);
        std::mem::swap(&mut p, &mut q);
        p.x *= q.y;
        p.x * p.y + q.z * a.x
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [a: Vec3 = V, b: Vec3 = W] (a, b));
    #[differentiate]
    fn h(mut vs: [Vec3; 3], k: f64) -> f64 {
        vs[1].x *= k;
        vs[2] = vs[0];
        vs[0] = Vec3 { x: vs[1].x, y: k, z: vs[2].y };
        vs.swap(0, 1);
        vs[0].x * vs[1].y + vs[1].z * vs[2].x
    }
    scalar!(h h_grad h_value_and_grad h_pullback, [vs: [Vec3; 3] = [V, W, V], k: f64 = 0.9] (vs, k));
}

#[test]
fn a_field_that_is_skipped_passes_adjoints_on() {
    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Step {
        size: f64,
        #[differentiable(skip)]
        factor: f64,
    }
    #[differentiate]
    fn f(a: f64, b: f64) -> f64 {
        let step = Step { size: a, factor: a * b };
        step.size * step.factor
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: f64 = 0.8, b: f64 = 0.6] (a, b));
    #[differentiate]
    fn g(steps: &[Step], k: f64) -> f64 {
        let mut s = k;
        for step in steps {
            let Step { size, factor } = *step;
            s += size * factor;
        }
        s
    }
    let steps = [Step { size: 2.0, factor: 3.0 }];
    let (d_steps, _) = g_grad(&steps, 0.5);
    assert_eq!(d_steps[0].size, 3.0);
}

#[test]
fn names_of_fields_and_of_variables_are_told_apart() {
    #[differentiate]
    fn f(x: f64, v: Vec3) -> f64 {
        let y = Vec3 { x: v.y, y: x, z: x };
        let Vec3 { x: z, y, z: x } = y;
        x * y + z * z
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8, v: Vec3 = V] (x, v));
}

#[test]
fn counts_and_flags_stand_in_structs() {
    #[derive(Clone, Debug, Differentiable)]
    struct Net {
        rows: Vec<Vec<f64>>,
        scale: f64,
        count: usize,
        flag: bool,
    }
    flat!(Net);
    let net = || Net { rows: vec![vec![0.3, 1.2], vec![-0.7, 0.4, 0.9]], scale: 1.1, count: 2, flag: true };
    #[differentiate]
    fn f(net: &Net, x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..net.count {
            for (w, x) in net.rows[i].iter().zip(x) {
                s += w * x;
            }
        }
        if net.flag {
            s *= net.scale;
        }
        s + x[net.count - 1] * net.scale * net.count as f64
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [net: Net = net(), x: Vec<f64> = vec![0.4, 0.8]] (&net, &x));
    #[differentiate]
    fn g(mut net: Net, k: f64) -> f64 {
        net.scale *= net.count as f64;
        net.count += 1;
        net.rows[0][1] *= net.scale * net.count as f64 * k;
        let rows = &mut net.rows;
        rows[1][0] += k;
        net.rows[0][1] * net.rows[1][0]
    }
    scalar!(g g_grad g_value_and_grad g_pullback, [net: Net = net(), k: f64 = 0.8] (net.clone(), k));
}
