//! How a method takes what it is called on, and what it does to it.

use super::{V, Vec3, W};
use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct State {
    p: Vec3,
    v: Vec3,
    t: f64,
    steps: usize,
}

impl State {
    #[differentiate]
    fn step(&mut self, h: f64) {
        let a = self.p.times(-1.0 / self.p.norm().powi(3));
        self.v = self.v.plus(a.times(h));
        self.p = self.p.plus(self.v.times(h));
        self.t += h;
        self.steps += 1;
    }

    #[differentiate]
    fn kick(&mut self, k: f64) -> f64 {
        self.t *= k * self.t;
        self.v = self.v.times(k);
        self.t + self.v.norm()
    }

    #[differentiate]
    fn rates(&self, at: usize, out: &mut [f64]) {
        out[at] += self.p.dot(self.v) * self.t * out[0];
    }

    #[differentiate]
    fn run(mut self, h: f64, n: usize) -> Self {
        for _ in 0..n {
            self.step(h);
        }
        self
    }

    fn is_late(&self) -> bool {
        self.steps > 2
    }
}

flat!(State);

fn state() -> State {
    State { p: V, v: W, t: 0.3, steps: 0 }
}

#[test]
fn a_method_writes_what_it_is_called_on() {
    #[differentiate]
    fn f(p: Vec3, v: Vec3, h: f64, n: usize) -> f64 {
        let mut s = State { p, v, t: h, steps: 0 };
        for _ in 0..n {
            s.step(h);
            if s.is_late() {
                s.step(0.5 * h);
            }
        }
        s.p.norm() * s.t + s.v.x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [p: Vec3 = V, v: Vec3 = W, h: f64 = 0.1] (p, v, h, 4));
    scalar!(f f_grad f_value_and_grad f_pullback, [p: Vec3 = V, v: Vec3 = W, h: f64 = 0.1] (p, v, h, 0));
}

#[test]
fn a_method_reads_itself_and_writes_an_argument() {
    #[differentiate]
    fn f(mut s: State, h: f64) -> f64 {
        let mut out = [h, 2.0 * h, 0.1];
        s.rates(1, &mut out);
        s.step(h);
        s.rates(2, &mut out);
        out[0] * out[1] + out[2] * s.t
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [s: State = state(), h: f64 = 0.1] (s.clone(), h));
}

#[test]
fn what_writes_and_returns_is_called_by_its_path() {
    #[differentiate]
    fn f(mut s: State, k: f64) -> f64 {
        let a = State::kick(&mut s, k);
        let b = State::kick(&mut s, a);
        a * b + s.t * s.v.x
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [s: State = state(), k: f64 = 0.7] (s.clone(), k));
}

#[test]
fn a_receiver_by_value_is_changed_in_the_method() {
    #[differentiate]
    fn f(s: State, h: f64) -> f64 {
        let kept = s.clone();
        let end = State::run(s, h, 3);
        end.p.dot(kept.p) + kept.t * end.t
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [s: State = state(), h: f64 = 0.1] (s.clone(), h));
}

#[test]
fn a_mut_parameter_is_called_on() {
    #[differentiate]
    fn twice(s: &mut State, h: f64) {
        s.step(h);
        let e = s.p.norm();
        s.step(h * e);
    }
    #[differentiate]
    fn f(s: &State, h: f64) -> f64 {
        let mut end = s.clone();
        twice(&mut end, h);
        end.p.norm() + end.t * s.t
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [s: State = state(), h: f64 = 0.1] (&s, h));
}

#[test]
fn an_element_and_a_field_are_called_on_to_be_written() {
    #[derive(Clone, Debug, PartialEq, Differentiable)]
    struct Swarm {
        all: Vec<State>,
        lead: State,
    }
    flat!(Swarm);
    impl Swarm {
        #[differentiate]
        fn advance(&mut self, h: f64) {
            self.lead.step(h);
            for i in 0..self.all.len() {
                self.all[i].step(h * self.lead.t);
            }
            self.all[0].step(h);
        }
    }
    #[differentiate]
    fn f(swarm: &Swarm, h: f64) -> f64 {
        let mut s = swarm.clone();
        s.advance(h);
        s.advance(2.0 * h);
        let mut total = s.lead.t * s.lead.p.x;
        for one in &s.all {
            total += one.p.norm() * one.t;
        }
        total
    }
    let swarm = Swarm { all: vec![state(), state()], lead: state() };
    scalar!(f f_grad f_value_and_grad f_pullback, [swarm: Swarm = swarm, h: f64 = 0.1] (&swarm, h));
}

#[test]
fn a_copy_is_taken_before_an_argument_writes_the_original() {
    #[differentiate]
    fn f(a: Vec3, k: f64) -> f64 {
        let mut p = a;
        let q = p.plus({
            p.x = k;
            p
        });
        q.dot(p)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [a: Vec3 = V, k: f64 = 0.7] (a, k));
    assert_eq!(f(V, 0.7), f_value_and_grad(V, 0.7).0);
}

#[test]
fn assertions_look_at_self() {
    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    struct Gain(f64);
    flat!(Gain);
    impl Gain {
        #[differentiate]
        fn apply(&self, x: f64) -> f64 {
            assert!(self.0 > 0.0, "a gain of {}", self.0);
            let shadow = self;
            let y = shadow.0 * x;
            y * self.0
        }
    }
    #[differentiate]
    fn f(gain: Gain, x: f64) -> f64 {
        gain.apply(x) + gain.apply(gain.0)
    }
    scalar!(f f_grad f_value_and_grad f_pullback, [gain: Gain = Gain(1.3), x: f64 = 0.7] (gain, x));
}
