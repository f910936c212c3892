//! Logistic regression with a ridge, on all 569 tumors.

use std::hint::black_box;
use std::rc::Rc;

use super::{Case, Gradient};
use crate::by_hand;
use crate::data::{FEATURES, Split};
use crate::model::{logistic_objective, logistic_objective_grad_into};

type Row = [f64; FEATURES];

fn weights() -> (Row, f64) {
    (std::array::from_fn(|j| 0.5 * (1.0 + j as f64).sin()), 0.25)
}

/// Generic in the gradient, so that each one is called directly.
fn at_weights(
    tumors: &Rc<Split>,
    gradient: impl Fn(&Row, f64, &[Row], &[f64], &mut Row, &mut f64) -> f64 + 'static,
) -> Gradient {
    let tumors = Rc::clone(tumors);
    let (w, b) = weights();
    Box::new(move |slopes| {
        let (d_w, d_b) = slopes.split_first_chunk_mut().expect("weights and a bias");
        gradient(black_box(&w), black_box(b), black_box(&tumors.x), black_box(&tumors.y), d_w, &mut d_b[0])
    })
}

pub(crate) fn case(tumors: &Rc<Split>) -> Case {
    let size = format!("{} rows of {FEATURES} features", tumors.len());
    let by_hand = at_weights(tumors, by_hand::logistic_objective_grad_into);
    let generated = at_weights(tumors, logistic_objective_grad_into);
    let tumors = Rc::clone(tumors);
    let (w, b) = weights();
    let primal = move || logistic_objective(black_box(&w), black_box(b), black_box(&tumors.x), black_box(&tumors.y));
    Case {
        name: "logistic regression",
        size,
        parameters: FEATURES + 1,
        primal: Box::new(primal),
        by_hand,
        generated,
        same: true,
    }
}
