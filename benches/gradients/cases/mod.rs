//! The functions that are timed.

mod depth;
mod directions;
mod elimination;
mod exponential;
mod groups;
mod logistic;
mod logistic_map;
mod lorenz;
mod network;
mod neuron;
mod products;
mod rosenbrock;
mod tangents;

use std::rc::Rc;

use crate::data::{Dataset, Split};

/// A function, and its gradient twice. Each contender returns the value; a gradient overwrites the buffer with one number
/// for each parameter.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What one call does.
    pub(crate) size: String,
    /// How many numbers a gradient has.
    pub(crate) parameters: usize,
    pub(crate) primal: Box<dyn Fn() -> f64>,
    pub(crate) by_hand: Gradient,
    pub(crate) generated: Gradient,
    /// Both gradients are of the same numbers; else one is only measured beside the other.
    pub(crate) same: bool,
}

/// A gradient: into the buffer, returning the value.
pub(crate) type Gradient = Box<dyn Fn(&mut [f64]) -> f64>;

impl Case {
    /// Both gradients are the same to 1e-12 of the largest entry, and both values are the primal's.
    ///
    /// # Panics
    ///
    /// If they are not.
    pub(crate) fn assert_gradients_agree(&self) {
        let mut by_hand = vec![f64::NAN; self.parameters];
        let mut generated = vec![f64::NAN; self.parameters];
        let primal = (self.primal)();
        for (who, value) in [("by hand", (self.by_hand)(&mut by_hand)), ("generated", (self.generated)(&mut generated))]
        {
            assert!(
                (value - primal).abs() <= 1e-12 * primal.abs(),
                "{}, {who}: value {value}, not {primal}",
                self.name
            );
        }
        if !self.same {
            assert!(generated.iter().all(|slope| slope.is_finite()), "{}: {generated:?}", self.name);
            return;
        }
        let largest = by_hand.iter().fold(0.0_f64, |largest, slope| largest.max(slope.abs()));
        for (k, (by_hand, generated)) in by_hand.iter().zip(&generated).enumerate() {
            // Written so that a NaN fails.
            let agrees = (by_hand - generated).abs() <= 1e-12 * largest;
            assert!(agrees, "{}, slope {k}: by hand {by_hand}, generated {generated}", self.name);
        }
    }
}

/// All cases, in the order of the table.
pub(crate) fn all() -> Vec<Case> {
    let tumors = Rc::new(tumors());
    let mut cases = vec![
        neuron::case(),
        rosenbrock::case(),
        logistic::case(&tumors),
        network::case(&tumors),
        logistic_map::case(),
        lorenz::case(),
        elimination::case::<4>("LU with pivots, 4"),
        elimination::case::<16>("LU with pivots, 16"),
        exponential::case(),
    ];
    cases.extend(directions::cases());
    cases.extend(tangents::cases());
    cases.extend(products::cases());
    cases.extend(groups::cases());
    cases.extend(depth::cases());
    cases
}

/// Both splits together: here they are only numbers of a realistic kind and size.
fn tumors() -> Split {
    let mut dataset = Dataset::shipped().unwrap_or_else(|why| panic!("{why}"));
    dataset.standardise();
    let Dataset { mut train, test } = dataset;
    train.x.extend(test.x);
    train.y.extend(test.y);
    train
}

/// Numbers without a pattern, the same in every run.
fn wave(n: usize, start: f64) -> Vec<f64> {
    (0..n).map(|k| 0.5 * (start + k as f64).sin()).collect()
}
