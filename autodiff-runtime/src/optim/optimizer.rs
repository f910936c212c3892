//! A transform together with its state.

use core::borrow::BorrowMut;

use super::{Transform, apply_updates};
use crate::{Differentiable, DifferentiableMut};

/// A [`Transform`] with its state and a buffer for the updates: what a training loop holds.
///
/// It allocates when it is made, and not in a step.
///
/// ```
/// use autodiff_runtime::optim::{Optimizer, Sgd};
///
/// let mut weights = vec![1.0, -1.0];
/// let mut optimizer = Optimizer::new(Sgd::new(0.25), &weights);
/// for _ in 0..100 {
///     let gradient: Vec<f64> = weights.iter().map(|w| 2.0 * w).collect(); // of ‖w‖²
///     optimizer.step(&mut weights, &gradient);
/// }
/// assert!(weights.iter().all(|w| w.abs() < 1e-15));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Optimizer<T, S, G> {
    transform: T,
    state: S,
    updates: G,
}

impl<T, S, G> Optimizer<T, S, G> {
    /// For parameters of the shape of `params`.
    #[must_use]
    pub fn new<P>(transform: T, params: &P) -> Self
    where
        P: Differentiable<Gradient = G> + ?Sized,
        T: Transform<P, State = S>,
    {
        Self { state: transform.init(params), updates: params.zero_gradient(), transform }
    }

    /// Moves the parameters by one step.
    ///
    /// # Panics
    ///
    /// If `params` or `gradient` has another shape than the parameters that the optimiser was made for.
    #[track_caller]
    pub fn step<P>(&mut self, params: &mut P, gradient: &P::Accumulator)
    where
        P: DifferentiableMut<Gradient = G> + ?Sized,
        G: DifferentiableMut<Gradient = G, Accumulator = P::Accumulator> + BorrowMut<P::Accumulator>,
        T: Transform<P, State = S>,
    {
        self.updates.zip_leaves_mut(gradient, &mut |u, g| *u = g);
        let updates: &mut P::Accumulator = self.updates.borrow_mut();
        self.transform.update(updates, &mut self.state, params);
        apply_updates(params, self.updates.borrow());
    }

    /// The transform.
    #[must_use]
    pub fn transform(&self) -> &T {
        &self.transform
    }

    /// The transform, to change it between two steps, a learning rate for example.
    #[must_use]
    pub fn transform_mut(&mut self) -> &mut T {
        &mut self.transform
    }

    /// What the transform remembers.
    #[must_use]
    pub fn state(&self) -> &S {
        &self.state
    }

    /// What the last step added to the parameters; zeros before the first one.
    #[must_use]
    pub fn updates(&self) -> &G {
        &self.updates
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::optim::Sgd;
    use alloc::vec;

    #[test]
    fn a_network_of_vectors_moves_together() {
        let mut params = (vec![1.0, 2.0], vec![3.0], vec![[4.0_f32; 2]], 5.0);
        let mut optimizer = Optimizer::new(Sgd::new(0.5), &params);
        let gradient = (vec![1.0, 0.0], vec![2.0], vec![[4.0_f32, 0.0]], -2.0);
        optimizer.step(&mut params, &gradient);
        assert_eq!(params, (vec![0.5, 2.0], vec![2.0], vec![[2.0, 4.0]], 6.0));
        assert_eq!(optimizer.updates().0, [-0.5, 0.0]);
    }

    #[test]
    fn vectors_and_slices_and_borrowed_buffers_are_the_same_parameters() {
        let mut w = vec![1.0, 2.0];
        let mut optimizer = Optimizer::new(Sgd::new(0.5).with_momentum(0.5), &w);
        optimizer.step(&mut w, &[1.0, 1.0]);
        let zero = vec![0.0, 0.0];
        optimizer.step(&mut w[..], &zero);
        assert_eq!(w, [0.25, 1.25]);

        let (mut a, mut b) = (vec![1.0], [2.0]);
        let mut optimizer = Optimizer::new(Sgd::new(0.5), &(&a, &b));
        optimizer.step(&mut (&mut a, &mut b), &(vec![1.0], [1.0]));
        assert_eq!((a, b), (vec![0.5], [1.5]));
    }

    #[test]
    fn a_copy_goes_on_alike() {
        let mut w = vec![1.0];
        let mut optimizer = Optimizer::new(Sgd::new(0.1).with_momentum(0.9), &w);
        optimizer.step(&mut w, &[3.0]);
        let (mut w2, mut copy) = (w.clone(), optimizer.clone());
        optimizer.step(&mut w, &[1.0]);
        copy.step(&mut w2, &[1.0]);
        assert_eq!((w, optimizer), (w2, copy));
    }

    #[test]
    #[should_panic(expected = "a value of length 2 and its gradient of length 3 differ in length")]
    fn a_gradient_of_another_length_panics() {
        let mut w = vec![1.0, 2.0];
        Optimizer::new(Sgd::new(0.1), &w).step(&mut w, &[0.0; 3]);
    }
}
