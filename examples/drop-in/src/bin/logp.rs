//! A log density as samplers ask for it, `logp(position, gradient) -> f64`: the companion that overwrites a caller's buffer.
//!
//! What samples here is plain Hamiltonian Monte Carlo, which costs fifty gradients a draw; a No-U-Turn sampler asks for the
//! same function. The posterior of a normal mean and a log scale is known, and so is where the draws must lie.

use autodiff_runtime::prelude::*;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

/// `x` is drawn from a normal distribution of mean `p₀` and scale `exp(p₁)`, with a wide normal prior on both.
#[differentiate]
fn log_posterior(p: &[f64], #[constant] x: &[f64]) -> f64 {
    let (mean, log_scale) = (p[0], p[1]);
    let precision = (-2.0 * log_scale).exp();
    let mut logp = -0.5 * (mean * mean + log_scale * log_scale) / 100.0;
    for x in x {
        logp -= 0.5 * (x - mean).powi(2) * precision + log_scale;
    }
    logp
}

/// What a sampler knows: a position in, a gradient out.
trait LogDensity {
    fn logp(&mut self, position: &[f64], gradient: &mut [f64]) -> f64;
}

struct Posterior {
    x: Vec<f64>,
}

impl LogDensity for Posterior {
    fn logp(&mut self, position: &[f64], gradient: &mut [f64]) -> f64 {
        log_posterior_grad_into(position, &self.x, gradient)
    }
}

fn normal(random: &mut SmallRng) -> f64 {
    let (u, v): (f64, f64) = (random.random(), random.random());
    (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// The mean of the draws after a warm-up.
fn sample(density: &mut impl LogDensity, start: &[f64], draws: usize) -> Vec<f64> {
    const STEPS: usize = 25;
    const STEP: f64 = 0.05;
    let mut random = SmallRng::seed_from_u64(7);
    let (mut at, mut gradient) = (start.to_vec(), vec![0.0; start.len()]);
    let mut logp = density.logp(&at, &mut gradient);
    let mut sum = vec![0.0; start.len()];
    for draw in 0..draws + draws / 4 {
        let mut next = at.clone();
        let mut slope = gradient.clone();
        let mut momentum: Vec<f64> = at.iter().map(|_| normal(&mut random)).collect();
        let energy = logp - 0.5 * momentum.iter().map(|p| p * p).sum::<f64>();
        let mut there = logp;
        for _ in 0..STEPS {
            momentum.iter_mut().zip(&slope).for_each(|(p, g)| *p += 0.5 * STEP * g);
            next.iter_mut().zip(&momentum).for_each(|(x, p)| *x += STEP * p);
            there = density.logp(&next, &mut slope);
            momentum.iter_mut().zip(&slope).for_each(|(p, g)| *p += 0.5 * STEP * g);
        }
        let proposed = there - 0.5 * momentum.iter().map(|p| p * p).sum::<f64>();
        if random.random::<f64>().ln() < proposed - energy {
            (at, gradient, logp) = (next, slope, there);
        }
        if draw >= draws / 4 {
            sum.iter_mut().zip(&at).for_each(|(sum, x)| *sum += x / draws as f64);
        }
    }
    sum
}

fn main() {
    let x: Vec<f64> = (0..50).map(|i| 3.0 + 2.0 * (1.7 * f64::from(i)).sin()).collect();
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let scale = (x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();

    let found = sample(&mut Posterior { x }, &[0.0, 0.0], 4000);
    println!("posterior means: {found:.3?}; of the data: [{mean:.3}, {:.3}]", scale.ln());
    assert!((found[0] - mean).abs() < 0.03, "the mean is {}", found[0]);
    assert!((found[1] - scale.ln()).abs() < 0.03, "the log scale is {}", found[1]);
}
