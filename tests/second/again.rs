//! Companions that are differentiated themselves: `of(grad)`, and what calls them.

use autodiff_runtime::prelude::*;
use num_dual::{Dual3_64, DualNum, third_derivative};
use num_traits::Float;

#[differentiate(of(grad(of(grad))))]
fn wave(x: f64) -> f64 {
    x.sin() * x.exp() / (1.0 + x * x) + x.powi(5) - x.sqrt().ln()
}

fn wave_dual(x: Dual3_64) -> Dual3_64 {
    x.sin() * x.exp() / (x * x + 1.0) + x.powi(5) - x.sqrt().ln()
}

#[test]
fn third_derivatives_of_a_number() {
    for x in [0.3, 0.9, 2.0] {
        let (value, first, second, third) = third_derivative(wave_dual, x);
        let got = [wave(x), wave_grad(x), wave_grad_grad(x), wave_grad_grad_grad(x)];
        for (got, want) in got.into_iter().zip([value, first, second, third]) {
            assert!((got - want).abs() <= 1e-12 * want.abs().max(1.0), "{got} is not {want}");
        }
    }
}

/// The derivative of a gradient step: `x − ηx` twice on `f = x²/2 · k` is `x(1 − ηk)²`.
#[differentiate(of(grad))]
fn bowl(x: f64, k: f64) -> f64 {
    0.5 * k * x * x
}

#[differentiate]
fn two_steps(x: f64, k: f64, rate: f64) -> f64 {
    let mut x = x;
    for _ in 0..2 {
        let (slope, _) = bowl_grad(x, k);
        x -= rate * slope;
    }
    x
}

#[test]
fn steps_of_gradient_descent() {
    let (x, k, rate) = (1.5, 0.8, 0.25);
    let kept = 1.0 - rate * k;
    let (d_x, d_k, d_rate) = two_steps_grad(x, k, rate);
    assert!((d_x - kept * kept).abs() < 1e-15);
    assert!((d_k - -2.0 * x * kept * rate).abs() < 1e-15);
    assert!((d_rate - -2.0 * x * kept * k).abs() < 1e-15);
}

/// Newton's method in a function: the root of `x³ − a`, by value and second derivative of `x⁴/4 − ax`.
#[differentiate(of(grad))]
fn potential(x: f64, a: f64) -> f64 {
    0.25 * x.powi(4) - a * x
}

#[differentiate(wrt(x), of(grad(of(grad))))]
fn potential_in_x(x: f64, a: f64) -> f64 {
    0.25 * x.powi(4) - a * x
}

#[differentiate]
fn cube_root(a: f64) -> f64 {
    let mut x = 1.5;
    for _ in 0..12 {
        let (slope, _) = potential_grad(x, a);
        // The curvature does not depend on `a`, so that the one with `a` held constant is as good.
        let curvature = potential_in_x_grad_grad(x, stop_gradient(a));
        x -= slope / curvature;
    }
    x
}

#[test]
fn newtons_method_in_a_function() {
    let a = 2.7;
    assert!((cube_root(a) - a.cbrt()).abs() < 1e-14);
    assert!((cube_root_grad(a) - a.cbrt() / (3.0 * a)).abs() < 1e-13);
}

// Each of these is tested by what it is asked for: central differences, and one mode against the other.

#[differentiate(of(grad(check)))]
fn kinks(x: f64, y: f64) -> f64 {
    x.abs().max(y * x).hypot(y) + x.atan2(y) + gelu(x) * silu(y) + x.powf(y) + elu(x, 0.5) * selu(y) + x.min(y) * y
        - x.copysign(y) * x
        + relu(x - 0.1) * leaky_relu(y, 0.1)
        + (x * y % 3.0) * x.rem_euclid(2.0)
}

#[differentiate(jvp, of(grad(check)))]
fn springs(x: &[f64], k: f64) -> f64 {
    let mut energy = 0.0;
    for i in 1..x.len() {
        let d = x[i] - x[i - 1];
        energy += 0.5 * k * d * d + d.powi(4);
    }
    energy
}

#[differentiate(of(grad(check(n = 4))))]
fn logistic(mut x: f64, r: f64, n: usize) -> f64 {
    for _ in 0..n {
        x = r * x * (1.0 - x);
    }
    x
}

#[differentiate(of(grad(check)))]
fn log_determinant(mut a: [[f64; 3]; 3]) -> f64 {
    let mut sum = 0.0;
    for k in 0..3 {
        sum += (a[k][k] * a[k][k] + 1.0).ln();
        for i in k + 1..3 {
            let factor = a[i][k] / (a[k][k] + 1.0);
            for j in k + 1..3 {
                a[i][j] -= factor * a[k][j];
            }
        }
    }
    sum
}

#[differentiate(of(grad(check)))]
fn square_root(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-12 {
        x = 0.5 * (x + a / x);
    }
    x
}

#[differentiate(of(grad(check(n = 2))))]
fn left_early(x: &[f64], n: usize) -> f64 {
    let mut s = 0.5;
    for i in 0..x.len() {
        if i == n {
            return s * s;
        }
        s += x[i] * x[i] * s + x[i];
    }
    s
}

#[differentiate(of(grad(check, jvp)))]
fn chain(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).filter(|(x, _)| **x > 0.0).map(|(x, y)| x * y * y).sum::<f64>().powi(2)
}

#[differentiate(of(grad(check)))]
fn swapped(mut x: [f64; 4], y: f64) -> f64 {
    x.swap(0, 2);
    x[1] = x[0] * y;
    let z = x;
    z[1] * z[2] * x[3]
}

#[derive(Clone, Debug, Differentiable)]
struct Layer {
    w: Vec<f64>,
    b: f64,
}

#[differentiate(of(grad(check(layer = &Layer { w: vec![0.5, 0.7], b: 0.3 }))))]
fn forward(layer: &Layer, x: [f64; 2]) -> f64 {
    let mut sum = layer.b;
    for i in 0..2 {
        sum += layer.w[i] * x[i];
    }
    sum.tanh()
}

#[derive(Clone, Debug, Differentiable)]
enum Shape {
    Disk(f64),
    Box { a: f64, b: f64 },
}

#[differentiate(of(grad(check(shape = &Shape::Box { a: 0.3, b: 0.4 }))))]
fn mass(shape: &Shape, density: f64) -> f64 {
    match shape {
        Shape::Disk(r) => r * r * density,
        Shape::Box { a, b } => a * b * density * density,
    }
}

#[differentiate(of(grad(check), value_and_grad(check)))]
fn generic<T: Float>(x: T, y: T) -> T {
    x.sin() * y + (x - T::one()).powi(2) * y.max(x)
}

#[differentiate(jvp, hvp, of(jvp(check), hvp(check)))]
fn polar(r: f64, #[constant] turn: f64, phi: f64) -> f64 {
    r * r * (phi + turn).cos() + r.powi(3) * phi
}

#[differentiate(of(grad_into(check(d_x = &mut [0.1; 4]))))]
fn into_a_buffer(x: &[f64], k: f64) -> f64 {
    x[0] * x[1] * k * x[0]
}

#[differentiate(of(vjp(check(x = &[0.1, 0.2], y = &mut [0.3, 0.4], d_y = &mut [0.2, 0.9]))))]
fn in_place(a: f64, x: &[f64], y: &mut [f64]) {
    for i in 0..y.len() {
        y[i] += a * x[i] * y[i];
    }
}

/// Whole rows are read, moved and written again, so that whole rows are added up.
#[differentiate(of(grad(check(n = 3))))]
fn rows(x: &[[f64; 3]], k: f64, n: usize) -> f64 {
    let mut row = x[0];
    for i in 0..n {
        let before = row;
        row = x[i];
        row[0] *= before[1] * k;
        row[1] += row[2] * before[0];
    }
    row[0] * row[1]
}

#[test]
fn of_no_trips() {
    let (gradient, pullback) = logistic_grad_pullback(0.3, 2.0, 0);
    assert_eq!(gradient, (1.0, 0.0));
    let (mut d_x, mut d_r) = (0.0, 0.0);
    pullback((1.0, 1.0), &mut d_x, &mut d_r);
    assert_eq!((d_x, d_r), (0.0, 0.0));
}

/// What is the user's own is not taken for the runtime's, though it is called alike.
mod private {
    use autodiff_runtime::prelude::*;

    #[differentiate]
    pub(super) fn sign(x: f64) -> f64 {
        3.0 * x
    }

    #[differentiate]
    pub(super) fn zero_like(x: &[f64]) -> f64 {
        x[0] * x[1]
    }
}

#[differentiate]
fn of_names_alike(x: &[f64]) -> f64 {
    private::sign(x[0]) + private::zero_like(x)
}

#[test]
fn names_of_the_runtimes_own() {
    assert_eq!(of_names_alike_grad(&[2.0, 5.0]), [8.0, 2.0]);
}

/// Rows of rows, three times over: what is added up row by row has its own index at each level.
#[differentiate(of(grad(check, of(grad(check)))))]
fn of_rows(x: f64) -> f64 {
    let mut m = [[x, x * x, 1.0], [x.sin(), 2.0, x]];
    for at in 0..2 {
        let row = m[at];
        m[1 - at] = row;
        m[at][0] *= row[1] * x;
        let whole = m;
        m = [whole[1], [whole[0][2], row[2] * whole[0][0], x]];
    }
    m[0][0] * m[0][1] + m[1][1] * m[1][2] + m[0][2]
}

impl Layer {
    #[differentiate(jvp, of(jvp))]
    fn cubed(&self, x: f64) -> f64 {
        x * x * x * self.b
    }
}

#[test]
fn a_companion_of_a_method() {
    let (at, along) = (Layer { w: Vec::new(), b: 2.0 }, Layer { w: Vec::new(), b: 0.5 });
    let ((value, tangent), pullback) = at.cubed_jvp_pullback(&along, 3.0, 1.0);
    assert_eq!((value, tangent), (54.0, 54.0 + 13.5));
    let mut d_at = Layer { w: Vec::new(), b: 0.0 };
    let (mut d_along, mut d_x, mut d_d_x) = (d_at.clone(), 0.0, 0.0);
    pullback((0.0, 1.0), &mut d_at, &mut d_along, &mut d_x, &mut d_d_x);
    // Of 3x²·ẋ·b + x³·ḃ.
    assert_eq!((d_at.b, d_along.b, d_x, d_d_x), (27.0, 27.0, 36.0 + 13.5, 54.0));
}

/// A molecule pulled by the gradient of its energy: what calls a companion is differentiated in both modes.
#[differentiate(check(n = 3))]
fn simulated(x: &[f64], k: f64, n: usize) -> f64 {
    let mut x = x.to_vec();
    for _ in 0..n {
        let (force, _) = springs_grad(&x, k);
        for i in 0..x.len() {
            x[i] -= 0.01 * force[i];
        }
    }
    springs(&x, k)
}

// Functions that call others: their gradients by products with the Hessian.

#[differentiate(hvp)]
fn attraction(r: f64, depth: f64) -> f64 {
    let s = r.powi(-6);
    depth * (s * s - s)
}

#[differentiate(hvp)]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[differentiate(of(grad(jvp)))]
fn energy(x: &[f64], depth: f64, #[constant] weights: &[f64], n: usize) -> f64 {
    let mut energy = 0.0;
    for i in 0..n {
        for j in 0..i {
            energy += attraction(x[i] - x[j] + 2.0, depth) * weights[i];
        }
    }
    energy * norm(x)
}

#[differentiate(check(n = 3))]
fn relaxed(at: &[f64], depth: f64, n: usize) -> f64 {
    let mut x = at.to_vec();
    for _ in 0..n {
        let (pull, of_depth) = energy_grad(&x, depth, &[0.4, 0.5, 0.6, 0.7], 4);
        for i in 0..x.len() {
            x[i] -= 0.01 * pull[i] * of_depth;
        }
    }
    x[0] * x[1] + x[2]
}

#[differentiate(of(grad(jvp)))]
fn of_a_slice(x: &[f64]) -> f64 {
    norm(x).sin()
}

#[differentiate(of(grad(jvp)))]
fn of_a_vec(x: Vec<f64>) -> f64 {
    norm(&x).sin()
}

#[differentiate(of(grad(jvp)))]
fn of_an_array(x: [f64; 2], k: f64) -> f64 {
    norm(&x).sin() * k
}

#[differentiate(hvp)]
fn cube<T: Float>(x: T) -> T {
    x * x * x
}

#[differentiate(of(grad(jvp)))]
fn over_a_float<T: Float>(x: T, y: T) -> T {
    cube(x * y) * x
}

#[differentiate(check)]
fn of_them_all(x: &[f64], k: f64) -> f64 {
    let (a, b) = (of_a_slice_grad(x), of_a_vec_grad(x.to_vec()));
    let (c, d) = of_an_array_grad([x[0], x[1]], k);
    let (e, f) = over_a_float_grad(k, x[2]);
    a[0] * b[1] * c[0] * d + e * f
}

/// Forward mode of what calls it has to be asked for, where it is called.
#[differentiate(jvp, of(grad(check, jvp)))]
fn product(x: f64, y: f64) -> f64 {
    x * y * y
}

#[differentiate(check)]
fn through_both(x: f64) -> f64 {
    let (a, b) = product_grad(x, x * x);
    a * b
}

#[test]
fn what_is_checked_is_used() {
    assert_eq!(product_grad_pullback(2.0, 3.0).0, (9.0, 12.0));
    // Of 2x⁷.
    assert_eq!(through_both_grad(1.0), 14.0);
    assert_eq!(mass_grad(&Shape::Disk(2.0), 0.5).1, 4.0);
    assert!(forward(&Layer { w: vec![0.0; 2], b: 0.0 }, [1.0; 2]).abs() < 1e-15);
}
