//! Things that move: maps, pendulums, epidemics, heat.

use super::{array, numbers};
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

#[differentiate]
fn logistic_map(r: f64, x0: f64, #[constant] steps: usize) -> f64 {
    let mut x = x0;
    for _ in 0..steps {
        x = r * x * (1.0 - x);
    }
    x
}

#[differentiate]
fn pendulum(state: [f64; 2], g_over_l: f64) -> [f64; 2] {
    [state[1], -g_over_l * state[0].sin()]
}

#[differentiate]
fn rk4_step(state: [f64; 2], g_over_l: f64, #[constant] h: f64) -> [f64; 2] {
    let k1 = pendulum(state, g_over_l);
    let mut s2 = [0.0; 2];
    for i in 0..2 {
        s2[i] = state[i] + 0.5 * h * k1[i];
    }
    let k2 = pendulum(s2, g_over_l);
    let mut s3 = [0.0; 2];
    for i in 0..2 {
        s3[i] = state[i] + 0.5 * h * k2[i];
    }
    let k3 = pendulum(s3, g_over_l);
    let mut s4 = [0.0; 2];
    for i in 0..2 {
        s4[i] = state[i] + h * k3[i];
    }
    let k4 = pendulum(s4, g_over_l);
    let mut next = [0.0; 2];
    for i in 0..2 {
        next[i] = state[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    }
    next
}

#[differentiate]
fn angle_after(theta: f64, omega: f64, g_over_l: f64, #[constant] steps: usize) -> f64 {
    let h = 0.01;
    let mut state = [theta, omega];
    for _ in 0..steps {
        state = rk4_step(state, g_over_l, h);
    }
    state[0]
}

#[test]
fn maps_and_pendulums() {
    let (d_r, d_x0) = logistic_map_grad(3.2, 0.4, 12);
    assert_gradient(|&(r, x0)| logistic_map(r, x0, 12), &(3.2, 0.4), &(d_r, d_x0));
    let gradient = angle_after_grad(0.7, 0.2, 9.81, 60);
    assert_gradient(|&(theta, omega, g)| angle_after(theta, omega, g, 60), &(0.7, 0.2, 9.81), &gradient);
}

/// Gravity and velocity Verlet for two bodies in three dimensions, and the energy that it should keep.
#[differentiate]
fn energy_after(position: &[[f64; 3]; 2], velocity: &[[f64; 3]; 2], mass: [f64; 2], #[constant] steps: usize) -> f64 {
    let dt = 0.02;
    let mut x = [[0.0; 3]; 2];
    let mut v = [[0.0; 3]; 2];
    for body in 0..2 {
        for k in 0..3 {
            x[body][k] = position[body][k];
            v[body][k] = velocity[body][k];
        }
    }
    let mut potential = 0.0;
    for _ in 0..steps {
        let mut distance = 0.01;
        for k in 0..3 {
            distance += (x[0][k] - x[1][k]).powi(2);
        }
        distance = distance.sqrt();
        potential = -mass[0] * mass[1] / distance;
        for k in 0..3 {
            let pull = (x[1][k] - x[0][k]) / distance.powi(3);
            v[0][k] += dt * mass[1] * pull;
            v[1][k] -= dt * mass[0] * pull;
            x[0][k] += dt * v[0][k];
            x[1][k] += dt * v[1][k];
        }
    }
    let mut kinetic = 0.0;
    for body in 0..2 {
        for k in 0..3 {
            kinetic += 0.5 * mass[body] * v[body][k] * v[body][k];
        }
    }
    kinetic + potential
}

#[test]
fn two_bodies() {
    let at = ([[0.0, 0.1, 0.0], [1.0, -0.2, 0.3]], [[0.0, 0.3, 0.1], [0.1, -0.4, 0.0]], [1.0, 0.7]);
    let gradient = energy_after_grad(&at.0, &at.1, at.2, 25);
    assert_gradient(|(x, v, m)| energy_after(x, v, *m, 25), &at, &gradient);
}

#[differentiate]
fn peak_of_an_epidemic(beta: f64, gamma: f64, days: u32) -> f64 {
    let (mut s, mut i, mut r) = (0.99, 0.01, 0.0);
    let mut peak = 0.0_f64;
    for _ in 0..days {
        let infected = beta * s * i;
        let recovered = gamma * i;
        s -= infected;
        i += infected - recovered;
        r += recovered;
        peak = peak.max(i);
    }
    assert!((s + i + r - 1.0).abs() < 1e-9);
    peak
}

#[differentiate]
fn heat_left(start: &[f64], alpha: f64, #[constant] steps: usize) -> f64 {
    let n = start.len();
    let mut u = vec![0.0; n];
    for i in 0..n {
        u[i] = start[i];
    }
    for _ in 0..steps {
        let mut next = vec![0.0; n];
        for i in 0..n {
            let left = if i == 0 { u[i] } else { u[i - 1] };
            let right = if i == n - 1 { u[i] } else { u[i + 1] };
            next[i] = u[i] + alpha * (left - 2.0 * u[i] + right);
        }
        u = next;
    }
    let mut total = 0.0;
    for i in 0..n {
        total += u[i] * u[i];
    }
    total
}

/// Kepler's equation by a fixed number of Newton steps.
#[differentiate]
fn eccentric_anomaly(mean_anomaly: f64, eccentricity: f64) -> f64 {
    let mut e = mean_anomaly;
    for _ in 0..20 {
        e -= (e - eccentricity * e.sin() - mean_anomaly) / (1.0 - eccentricity * e.cos());
    }
    e
}

#[test]
fn epidemics_heat_and_orbits() {
    let gradient = peak_of_an_epidemic_grad(0.5, 0.1, 30);
    assert_gradient(|&(beta, gamma)| peak_of_an_epidemic(beta, gamma, 30), &(0.5, 0.1), &gradient);
    let start: [f64; 7] = numbers(2.0);
    let (d_start, d_alpha) = heat_left_grad(&start, 0.2, 5);
    assert_gradient(|(u, alpha)| heat_left(u, *alpha, 5), &(start, 0.2), &(array(d_start), d_alpha));
    let (by_mean, by_eccentricity) = eccentric_anomaly_grad(1.2, 0.3);
    assert_gradient(|&(m, e)| eccentric_anomaly(m, e), &(1.2, 0.3), &(by_mean, by_eccentricity));
    // By the implicit function theorem.
    let e = eccentric_anomaly(1.2, 0.3);
    assert!((by_mean - 1.0 / (1.0 - 0.3 * e.cos())).abs() < 1e-12);
}
