//! A caller pays only for the gradients that it needs. A callee written out by hand, in the form that generated code
//! calls, notes which of its parameters were asked for.

use autodiff_runtime::prelude::*;
use autodiff_runtime::private::{ConstantFlag, Flag};
use std::cell::RefCell;

thread_local! {
    static ASKED: RefCell<Vec<[bool; 2]>> = const { RefCell::new(Vec::new()) };
}

fn spy(x: f64, w: f64, _n: usize) -> f64 {
    x * w
}

/// What `#[differentiate]` would write for `spy`, and a note.
fn spy_pullback_for<X: Flag, W: Flag, N: ConstantFlag, F: Copy + 'static>(
    primal: F,
    (_, x): (X, f64),
    (_, w): (W, f64),
    (_, n): (N, usize),
) -> (f64, impl Fn(&f64, ((), X::Slot<&mut f64>), ((), W::Slot<&mut f64>), ((), N::Slot<()>)) + use<X, W, N, F>) {
    autodiff_runtime::private::derived_from(primal, spy);
    ASKED.with_borrow_mut(|asked| asked.push([X::ACTIVE, W::ACTIVE]));
    let pullback = move |&d_value: &f64,
                         (_, mut d_x): ((), X::Slot<&mut f64>),
                         (_, mut d_w): ((), W::Slot<&mut f64>),
                         _: ((), N::Slot<()>)| {
        if let Some(d_x) = X::slot(&mut d_x) {
            **d_x += d_value * w;
        }
        if let Some(d_w) = W::slot(&mut d_w) {
            **d_w += d_value * x;
        }
    };
    (spy(x, w, n), pullback)
}

fn asked() -> Vec<[bool; 2]> {
    ASKED.take()
}

#[differentiate]
fn of_data(w: f64, #[constant] x: f64) -> f64 {
    spy(x, w, 1)
}

#[differentiate(wrt(x))]
fn of_weights_held(w: f64, x: f64) -> f64 {
    spy(x, w, 1)
}

#[differentiate]
fn of_both(w: f64, x: f64) -> f64 {
    spy(x, w, 1)
}

#[differentiate]
fn of_two_layers(w: f64, #[constant] x: f64) -> f64 {
    let h = spy(x, w, 1);
    spy(h, w, 2)
}

#[differentiate]
fn of_literals(w: f64) -> f64 {
    spy(2.0, w, 1) + spy(w, 3.0, 1) + spy(2.0, 3.0, 1)
}

#[differentiate]
fn of_a_stopped_gradient(w: f64, x: f64) -> f64 {
    spy(stop_gradient(x), w, 1) + spy(x.floor(), w, 1)
}

#[differentiate]
fn of_what_is_not_used(w: f64, x: f64) -> f64 {
    let _unused = spy(x, w, 1);
    w
}

#[differentiate]
fn of_what_turns_active(w: f64, #[constant] x: f64) -> f64 {
    let mut h = x;
    for _ in 0..2 {
        h = spy(h, w, 1);
    }
    h
}

#[test]
fn an_inactive_argument_is_not_asked_for() {
    assert_eq!((of_data_grad(2.0, 3.0), asked()), (3.0, vec![[false, true]]));
    assert_eq!((of_weights_held_grad(2.0, 3.0), asked()), (2.0, vec![[true, false]]));
    assert_eq!((of_both_grad(2.0, 3.0), asked()), ((3.0, 2.0), vec![[true, true]]));
    assert_eq!((of_two_layers_grad(2.0, 3.0), asked()), (12.0, vec![[false, true], [true, true]]));
}

#[test]
fn literals_and_stopped_gradients_are_inactive() {
    assert_eq!((of_literals_grad(5.0), asked()), (5.0, vec![[false, true], [true, false]]));
    assert_eq!((of_a_stopped_gradient_grad(5.0, 3.5), asked()), ((6.5, 0.0), vec![[false, true]; 2]));
}

/// A variable that turns active in the second turn is active in the first one, too.
#[test]
fn activity_in_a_loop_is_that_of_all_turns() {
    assert_eq!((of_what_turns_active_grad(2.0, 3.0), asked()), (12.0, vec![[true, true]; 2]));
}

/// What the result does not use is run for its value at most.
#[test]
fn a_call_whose_result_is_not_used_is_not_differentiated() {
    assert_eq!((of_what_is_not_used_grad(2.0, 3.0), asked()), ((1.0, 0.0), vec![]));
}

/// The flags of the callers' callers are handed down.
#[test]
fn flags_reach_through_calls() {
    #[differentiate]
    fn outer(w: f64, #[constant] x: f64) -> f64 {
        of_both(w, x) + of_both(2.0, w)
    }
    assert_eq!((outer_grad(2.0, 3.0), asked()), (5.0, vec![[false, true], [true, false]]));
}
