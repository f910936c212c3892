//! A PID loop on a damped mass: the controller remembers, and returns what it does.

use super::{assert_same_slopes, c, gradient, leaves};
use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, Differentiable)]
struct Pid {
    gains: [f64; 3],
    integral: f64,
    last: f64,
}

impl Pid {
    #[differentiate]
    fn act(&mut self, error: f64, dt: f64) -> f64 {
        self.integral += error * dt;
        let slope = (error - self.last) / dt;
        self.last = error;
        let push = self.gains[0] * error + self.gains[1] * self.integral + self.gains[2] * slope;
        push.clamp(-5.0, 5.0)
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Mass {
    at: f64,
    speed: f64,
    damping: f64,
}

impl Mass {
    #[differentiate]
    fn pushed(self, force: f64, dt: f64) -> Mass {
        let speed = self.speed + (force - self.damping * self.speed) * dt;
        Mass { at: self.at + speed * dt, speed, ..self }
    }
}

/// How far it was from where it should be, all in all.
#[differentiate]
fn cost(pid: &Pid, mass: Mass, goal: f64, steps: usize) -> f64 {
    let dt = 0.05;
    let mut pid = pid.clone();
    let mut mass = mass;
    let mut cost = 0.0;
    for _ in 0..steps {
        let error = goal - mass.at;
        let force = Pid::act(&mut pid, error, dt);
        mass = mass.pushed(force, dt);
        cost += (error * error + 0.01 * force * force) * dt;
    }
    cost
}

#[test]
fn the_loop_is_tuned() {
    let pid = Pid { gains: [4.0, 0.8, 0.3], integral: 0.1, last: 0.2 };
    let mass = Mass { at: 0.3, speed: -0.4, damping: 0.6 };
    for steps in [0, 1, 60] {
        let (d_pid, d_mass, d_goal) = cost_grad(&pid, mass, 1.0, steps);
        let at = [leaves(&pid), leaves(&mass), vec![1.0]].concat();
        let truth = gradient(
            |p| {
                let (mut integral, mut last, mut at, mut speed, mut cost) = (p[3], p[4], p[5], p[6], c(0.0));
                for _ in 0..steps {
                    let error = p[8] - at;
                    integral += error * 0.05;
                    let push = p[0] * error + p[1] * integral + p[2] * ((error - last) / 0.05);
                    last = error;
                    let force = if push.re > 5.0 {
                        c(5.0)
                    } else if push.re < -5.0 {
                        c(-5.0)
                    } else {
                        push
                    };
                    speed += (force - p[7] * speed) * 0.05;
                    at += speed * 0.05;
                    cost += (error * error + force * force * 0.01) * 0.05;
                }
                cost
            },
            &at,
        );
        assert_same_slopes(&[leaves(&d_pid), leaves(&d_mass), vec![d_goal]].concat(), &truth);
    }
}
