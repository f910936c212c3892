//! Scenes: vectors, rays, light, and what repels.

use super::numbers;
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

#[differentiate]
fn dot3(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[differentiate]
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[differentiate]
fn volume(v: &[[f64; 3]; 3]) -> f64 {
    dot3(&cross(v[0], v[1]), &v[2])
}

#[differentiate]
fn gram(v: &[[f64; 3]]) -> f64 {
    let mut s = 0.0;
    for i in 0..v.len() {
        for j in 0..=i {
            s += dot3(&v[i], &v[j]).powi(2);
        }
    }
    s
}

/// Where a ray meets a sphere, if it does.
#[differentiate]
fn hit(origin: [f64; 3], direction: [f64; 3], radius: f64) -> f64 {
    let a = dot3(&direction, &direction);
    let b = 2.0 * dot3(&origin, &direction);
    let c = dot3(&origin, &origin) - radius * radius;
    let disc = b * b - 4.0 * a * c;
    if disc < 0.0 {
        f64::MAX
    } else {
        let root = disc.sqrt();
        let near = (-b - root) / (2.0 * a);
        if near > 0.0 { near } else { (-b + root) / (2.0 * a) }
    }
}

#[differentiate]
fn phong(n: [f32; 3], l: [f32; 3], shininess: f32) -> f32 {
    let mut d = 0.0;
    let mut len = 0.0;
    for k in 0..3 {
        d += n[k] * l[k];
        len += n[k] * n[k];
    }
    let diffuse = (d / len.sqrt()).max(0.0);
    0.1 + 0.7 * diffuse + 0.2 * diffuse.powf(shininess)
}

#[differentiate]
fn repulsion(p: &[[f64; 2]], radius: f64) -> f64 {
    let mut e = 0.0;
    for i in 0..p.len() {
        for j in 0..p.len() {
            if i != j {
                let d = ((p[i][0] - p[j][0]).powi(2) + (p[i][1] - p[j][1]).powi(2)).sqrt();
                let overlap = (1.0 - d / radius).clamp(0.0, 1.0);
                e += overlap * overlap;
            }
        }
    }
    0.5 * e
}

/// Two ways to write a pair of results apart.
#[differentiate]
fn polar(x: f64, y: f64) -> (f64, f64) {
    (x.hypot(y), y.atan2(x))
}

#[differentiate]
fn spiral(x: f64, y: f64) -> f64 {
    let (r, t) = polar(x, y);
    let (r2, t2) = polar(r * t.cos() + 0.1, r * t.sin() - 0.2);
    r2 * t2 + polar(y, x).0 * polar(x * y, 1.0).1
}

#[test]
fn vectors() {
    let v: [[f64; 3]; 3] = [numbers(1.0), numbers(2.0), numbers(3.0)];
    assert_gradient(volume, &v, &volume_grad(&v));
    assert_gradient(|v: &[[f64; 3]; 3]| gram(v), &v, &gram_grad(&v).try_into().unwrap());
    assert_gradient(|&(x, y)| spiral(x, y), &(0.7, 0.4), &spiral_grad(0.7, 0.4));
}

#[test]
fn rays_and_light() {
    let direction = [0.05, 0.0, 1.0];
    // From outside, from inside.
    for origin in [[0.1, 0.2, -3.0], [0.1, 0.2, 0.3]] {
        let gradient = hit_grad(origin, direction, 1.0);
        assert_gradient(|(o, d, r)| hit(*o, *d, *r), &(origin, direction, 1.0), &gradient);
    }
    // Past it.
    assert_eq!(hit_value_and_grad([5.0, 0.0, -3.0], direction, 1.0), (f64::MAX, ([0.0; 3], [0.0; 3], 0.0)));
    let at = ([0.1_f32, 0.2, 0.9], [0.3_f32, 0.1, 0.8], 8.0_f32);
    assert_gradient(|(n, l, s)| phong(*n, *l, *s), &at, &phong_grad(at.0, at.1, at.2));
}

#[test]
fn points_that_repel() {
    let at = ([[0.1, 0.2], [0.4, 0.3], [0.2, 0.8]], 0.9);
    let (d_points, d_radius) = repulsion_grad(&at.0, at.1);
    let gradient = (d_points.try_into().unwrap(), d_radius);
    assert_gradient(|(p, radius): &([[f64; 2]; 3], f64)| repulsion(p, *radius), &at, &gradient);
}
