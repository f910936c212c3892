//! One neuron, the chain rule by hand, and the companion that the compiler derived from the same function.
//!
//! ```text
//! cargo run --release --example neuron
//! ```

use autodiff_runtime::prelude::*;

/// How far a neuron with one input is from the target `y`, squared.
#[differentiate]
fn neuron_loss(w: f64, b: f64, #[constant] x: f64, #[constant] y: f64) -> f64 {
    let z = w * x + b;
    let a = sigmoid(z);
    (a - y).powi(2)
}

fn main() {
    let (w, b): (f64, f64) = (0.5, 0.1);
    let (x, y): (f64, f64) = (1.5, 1.0);
    let rate = 0.5;

    println!("A neuron with weight w = {w} and bias b = {b} sees x = {x} and should answer y = {y:.1}.");
    println!();
    println!("Forward, one operation after another:");
    let z = w * x + b;
    let a = sigmoid(z);
    let loss = (a - y).powi(2);
    println!("  z = w·x + b  = {z:.6}");
    println!("  a = σ(z)     = {a:.6}");
    println!("  L = (a − y)² = {loss:.6}");
    println!();

    println!("How each result answers to what it was made of, the local gradients:");
    let dl_da = 2.0 * (a - y);
    let da_dz = a * (1.0 - a);
    let (dz_dw, dz_db) = (x, 1.0);
    println!("  ∂L/∂a = 2·(a − y)   = {dl_da:>9.6}");
    println!("  ∂a/∂z = a·(1 − a)   = {da_dz:>9.6}");
    println!("  ∂z/∂w = x           = {dz_dw:>9.6}");
    println!("  ∂z/∂b               = {dz_db:>9.6}");
    println!();

    println!("Backward: the chain rule multiplies them, from the loss to the parameters:");
    let dl_dz = dl_da * da_dz;
    let dl_dw = dl_dz * dz_dw;
    let dl_db = dl_dz * dz_db;
    println!("  ∂L/∂z = ∂L/∂a · ∂a/∂z = {dl_dz:>9.6}");
    println!("  ∂L/∂w = ∂L/∂z · ∂z/∂w = {dl_dw:>9.6}");
    println!("  ∂L/∂b = ∂L/∂z · ∂z/∂b = {dl_db:>9.6}");
    println!();

    // What #[differentiate] wrote beside `neuron_loss`: the same products, derived at compile time.
    let (d_w, d_b) = neuron_loss_grad(w, b, x, y);
    println!("neuron_loss_grad({w}, {b}, {x}, {y:.1}) = ({d_w:.6}, {d_b:.6})");
    assert!((d_w - dl_dw).abs() <= 1e-15, "the companion and the chain rule disagree about w");
    assert!((d_b - dl_db).abs() <= 1e-15, "the companion and the chain rule disagree about b");
    println!("The companion agrees with the chain rule.");
    println!();

    println!("One step of gradient descent, against the slope, at rate {rate}:");
    let (new_w, new_b) = (w - rate * d_w, b - rate * d_b);
    let new_loss = neuron_loss(new_w, new_b, x, y);
    println!("  w ← w − {rate}·∂L/∂w = {w:.6} + {:.6} = {new_w:.6}", -rate * d_w);
    println!("  b ← b − {rate}·∂L/∂b = {b:.6} + {:.6} = {new_b:.6}", -rate * d_b);
    println!("  L = {loss:.6} before, {new_loss:.6} after.");
    assert!(new_loss < loss, "a small step against the slope must go downhill");
}
