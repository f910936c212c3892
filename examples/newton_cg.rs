//! Newton's method with conjugate gradients: minimises a function of many numbers by its gradient and by products of its
//! Hessian with directions. The Hessian itself is never written down.
//!
//! Source: Nocedal and Wright, *Numerical Optimization* (2006), algorithm 7.1, line search Newton-CG.
//!
//! ```text
//! cargo run --release --example newton_cg
//! ```

use autodiff_runtime::prelude::*;

/// Rosenbrock's function in as many dimensions as `x` is long: a bent valley, at the end of which all numbers are 1.
#[differentiate(hvp)]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for pair in x.windows(2) {
        sum += 100.0 * (pair[1] - pair[0] * pair[0]).powi(2) + (1.0 - pair[0]).powi(2);
    }
    sum
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// `y += a·x`
fn add(y: &mut [f64], a: f64, x: &[f64]) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y += a * x);
}

/// The step `p` with `H·p ≈ −g`, as near as conjugate gradients come until the curvature is negative or the residual small;
/// and how many products that took.
fn newton_step(x: &[f64], gradient: &[f64]) -> (Vec<f64>, usize) {
    let size = dot(gradient, gradient).sqrt();
    let tolerance = size * size.sqrt().min(0.5);
    let mut step = vec![0.0; x.len()];
    let mut residual = gradient.to_vec();
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    for products in 1..=2 * x.len() {
        let bent = rosenbrock_hvp(x, &direction);
        let curvature = dot(&direction, &bent);
        if curvature <= 0.0 {
            // Downhill at the least.
            return (if products == 1 { direction } else { step }, products);
        }
        let before = dot(&residual, &residual);
        let length = before / curvature;
        add(&mut step, length, &direction);
        add(&mut residual, length, &bent);
        let after = dot(&residual, &residual);
        if after.sqrt() < tolerance {
            return (step, products);
        }
        direction.iter_mut().zip(&residual).for_each(|(d, r)| *d = *d * after / before - r);
    }
    (step, 2 * x.len())
}

fn main() {
    let mut x: Vec<f64> = (0..100).map(|i| if i % 2 == 0 { -1.2 } else { 1.0 }).collect();
    let mut products = 0;
    println!("Rosenbrock's function of {} numbers:", x.len());
    for iteration in 0..1_000 {
        let (value, gradient) = rosenbrock_value_and_grad(&x);
        let slope = dot(&gradient, &gradient).sqrt();
        if iteration % 50 == 0 || slope < 1e-10 {
            println!("  after {iteration:>3} steps, {products:>4} products   f = {value:<12.6e}  |∇f| = {slope:.2e}");
        }
        if slope < 1e-10 {
            let error = x.iter().fold(0.0_f64, |error, x| error.max((x - 1.0).abs()));
            println!("  {}", if error < 1e-9 { "all numbers are 1" } else { "stuck" });
            return;
        }
        let (step, taken) = newton_step(&x, &gradient);
        products += taken;
        // Half as far until it goes down enough.
        let mut length = 1.0;
        loop {
            let mut next = x.clone();
            add(&mut next, length, &step);
            if rosenbrock(&next) <= value + 1e-4 * length * dot(&gradient, &step) || length < 1e-12 {
                x = next;
                break;
            }
            length *= 0.5;
        }
    }
    println!("  not converged");
}
