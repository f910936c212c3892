//! One transform behind another.

use super::Transform;
use crate::Differentiable;

/// Two transforms, the second one applied to what the first one made. See [`chain`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chain<A, B> {
    first: A,
    second: B,
}

/// First `first`, then `second`. Longer chains nest: `chain(a, chain(b, c))`.
///
/// ```
/// use autodiff_runtime::clip::clip_by_value;
/// use autodiff_runtime::optim::{Sgd, Transform, chain};
///
/// let transform = chain(clip_by_value(1.0), Sgd::new(0.5));
/// let params = [0.0, 0.0];
/// let mut updates = [10.0, -0.5];
/// transform.update(&mut updates, &mut transform.init(&params), &params);
/// assert_eq!(updates, [-0.5, 0.25]);
/// ```
#[must_use]
pub fn chain<A, B>(first: A, second: B) -> Chain<A, B> {
    Chain { first, second }
}

impl<P, A, B> Transform<P> for Chain<A, B>
where
    P: Differentiable + ?Sized,
    A: Transform<P>,
    B: Transform<P>,
{
    type State = (A::State, B::State);

    fn init(&self, params: &P) -> Self::State {
        (self.first.init(params), self.second.init(params))
    }

    fn update(&self, updates: &mut P::Accumulator, state: &mut Self::State, params: &P) {
        self.first.update(updates, &mut state.0, params);
        self.second.update(updates, &mut state.1, params);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::clip_by_value;
    use crate::optim::Sgd;

    #[test]
    fn order_matters() {
        let through = |transform: Chain<_, _>| {
            let mut updates = [10.0];
            transform.update(&mut updates, &mut transform.init(&[0.0]), &[0.0]);
            updates
        };
        assert_eq!(through(chain(clip_by_value(1.0), chain(Sgd::new(0.5), clip_by_value(9.0)))), [-0.5]);
        assert_eq!(through(chain(clip_by_value(20.0), chain(Sgd::new(0.5), clip_by_value(1.0)))), [-1.0]);
    }
}
