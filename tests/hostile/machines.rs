//! Machines whose state is an enum, that run until something is used up; elements that are looked at while there are any.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

#[differentiate]
fn walk(v: &[f64], k: f64) -> f64 {
    let mut i = 0;
    let mut s = 1.0;
    while let Some(x) = v.get(i) {
        s = s * x + k;
        i += 2;
        if s > 50.0 {
            break;
        }
    }
    let mut w = v.to_vec();
    while let Some(last) = w.last_mut() {
        *last *= k;
        s += *last * s;
        let y = w.pop().unwrap();
        if y > 0.6 {
            continue;
        }
        s *= 1.0 + y;
    }
    if let Some(x) = w.first() {
        s += x;
    }
    s
}
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
enum Mode {
    Fast(f64),
    Slow { rate: f64, steps: usize },
    Off,
}
flat!(Mode);
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Car {
    mode: Mode,
    history: Vec<Mode>,
    fuel: Option<f64>,
    pos: f64,
}
flat!(Car);
impl Car {
    #[differentiate]
    fn tick(&mut self, dt: f64) {
        self.history.push(self.mode);
        match &mut self.mode {
            Mode::Fast(v) => {
                *v *= 0.9;
                self.pos += *v * dt;
            }
            Mode::Slow { rate, steps } => {
                for _ in 0..*steps {
                    *rate *= 1.0 + dt;
                }
                self.pos += *rate * dt * dt;
            }
            Mode::Off => {}
        }
        self.fuel = match self.fuel {
            Some(f) if f > 0.3 => Some(f - dt * self.pos * 0.1),
            _ => None,
        };
        if self.fuel.is_none() {
            self.mode = Mode::Off;
        } else if self.pos > 1.0 {
            self.mode = Mode::Slow { rate: self.pos, steps: 2 };
        }
    }
    #[differentiate]
    fn cost(&self) -> f64 {
        let mut c = self.pos + self.fuel.unwrap_or(self.pos);
        for m in &self.history {
            c += match m {
                Mode::Fast(v) => v * v,
                Mode::Slow { rate, .. } => rate * self.pos,
                Mode::Off => 0.1,
            };
        }
        c
    }
}
#[differentiate]
fn drive(car: &Car, dt: f64, n: usize) -> f64 {
    let mut c = car.clone();
    for _ in 0..n {
        c.tick(dt);
    }
    c.cost()
}
#[test]
fn machines_and_walks() {
    for n in 0..5 {
        scalar!(walk walk_grad walk_value_and_grad walk_pullback, [v: Vec<f64> = [0.7, 0.4, 1.2, 0.3, 0.9][..n].to_vec(), k: f64 = 0.8] (&v, k));
        for mode in [Mode::Fast(0.8), Mode::Slow { rate: 0.6, steps: 3 }, Mode::Off] {
            for fuel in [Some(0.9), Some(0.2), Some(0.36), None] {
                let car = Car { mode, history: vec![Mode::Off, Mode::Fast(0.2)], fuel, pos: 0.8 };
                scalar!(drive drive_grad drive_value_and_grad drive_pullback, [c: Car = car.clone(), dt: f64 = 0.3] (&c, dt, n));
            }
        }
    }
}
