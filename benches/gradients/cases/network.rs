//! A network of two layers on all 569 tumors: differentiated functions that call each other, in a loop.

use std::hint::black_box;
use std::rc::Rc;

use super::{Case, Gradient, wave};
use crate::by_hand;
use crate::data::{FEATURES, Split};
use crate::model::{log_loss, log_loss_grad_into};

const HIDDEN: usize = 16;

/// Weights and biases of the two layers.
type Leaves<'a> = (&'a [f64], &'a [f64], &'a [f64], &'a [f64]);
type LeavesMut<'a> = (&'a mut [f64], &'a mut [f64], &'a mut [f64], &'a mut [f64]);

fn parameters() -> Vec<f64> {
    wave(HIDDEN * (FEATURES + 2) + 1, 1.0)
}

fn cut(flat: &[f64]) -> Leaves<'_> {
    let (w1, rest) = flat.split_at(HIDDEN * FEATURES);
    let (b1, rest) = rest.split_at(HIDDEN);
    let (w2, b2) = rest.split_at(HIDDEN);
    (w1, b1, w2, b2)
}

fn cut_mut(flat: &mut [f64]) -> LeavesMut<'_> {
    let (w1, rest) = flat.split_at_mut(HIDDEN * FEATURES);
    let (b1, rest) = rest.split_at_mut(HIDDEN);
    let (w2, b2) = rest.split_at_mut(HIDDEN);
    (w1, b1, w2, b2)
}

/// Generic in the gradient, so that each one is called directly.
fn at_parameters(
    tumors: &Rc<Split>,
    gradient: impl Fn(Leaves<'_>, &[[f64; FEATURES]], &[f64], LeavesMut<'_>) -> f64 + 'static,
) -> Gradient {
    let tumors = Rc::clone(tumors);
    let parameters = parameters();
    Box::new(move |slopes| {
        gradient(cut(black_box(&parameters)), black_box(&tumors.x), black_box(&tumors.y), cut_mut(slopes))
    })
}

pub(crate) fn case(tumors: &Rc<Split>) -> Case {
    let by_hand = at_parameters(tumors, |(w1, b1, w2, b2), x, y, (d_w1, d_b1, d_w2, d_b2)| {
        by_hand::log_loss_grad_into(w1, b1, w2, b2, x, y, d_w1, d_b1, d_w2, d_b2)
    });
    let generated = at_parameters(tumors, |(w1, b1, w2, b2), x, y, (d_w1, d_b1, d_w2, d_b2)| {
        log_loss_grad_into(w1, b1, w2, b2, x, y, d_w1, d_b1, d_w2, d_b2)
    });
    let size = format!("{} rows through {FEATURES}-{HIDDEN}-1", tumors.len());
    let tumors = Rc::clone(tumors);
    let parameters = parameters();
    Case {
        name: "two-layer network",
        size,
        parameters: parameters.len(),
        primal: Box::new(move || {
            let (w1, b1, w2, b2) = cut(black_box(&parameters));
            log_loss(w1, b1, w2, b2, black_box(&tumors.x), black_box(&tumors.y))
        }),
        by_hand,
        generated,
        same: true,
    }
}
