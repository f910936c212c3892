//! The test that `#[differentiate(check)]` writes.

use crate::check::adjoint::{Draws, assert_adjoint, dot, epsilon, leaves, zeros};
use crate::check::check_gradient;
use crate::differentiable::{Differentiable, DifferentiableMut};
use crate::private::lit;
use alloc::vec::Vec;
use core::borrow::Borrow;

/// Arguments that the test makes up.
#[derive(Default)]
pub struct Samples(Draws);

/// How long a `Vec` is.
const LENGTH: usize = 4;

impl Samples {
    /// Numbers between 0.2 and 0.9, all of them different: where logarithms, roots and inverse functions of angles are
    /// defined, and away from the kinks at zero and at one.
    pub fn make<S: Sample>(&mut self) -> S {
        S::sample(self)
    }

    fn number(&mut self) -> f64 {
        0.2 + 0.7 * (num_traits::Float::abs(self.0.next()) - 0.5)
    }
}

/// What can be made up: its type tells what it is made of.
pub trait Sample {
    /// Another one.
    fn sample(samples: &mut Samples) -> Self;
}

impl Sample for f64 {
    fn sample(samples: &mut Samples) -> Self {
        samples.number()
    }
}

impl Sample for f32 {
    fn sample(samples: &mut Samples) -> Self {
        lit(samples.number())
    }
}

impl<S: Sample, const N: usize> Sample for [S; N] {
    fn sample(samples: &mut Samples) -> Self {
        core::array::from_fn(|_| samples.make())
    }
}

impl<S: Sample> Sample for Vec<S> {
    fn sample(samples: &mut Samples) -> Self {
        (0..LENGTH).map(|_| samples.make()).collect()
    }
}

impl<S: Sample> Sample for Option<S> {
    fn sample(samples: &mut Samples) -> Self {
        Some(samples.make())
    }
}

macro_rules! tuple {
    ($($name:ident)+) => {
        impl<$($name: Sample),+> Sample for ($($name,)+) {
            fn sample(samples: &mut Samples) -> Self {
                ($(samples.make::<$name>(),)+)
            }
        }
    };
}

tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);

/// Holds the pullback against central differences, of the value weighted by a cotangent, and against forward mode.
#[track_caller]
pub fn check<X, Y>(
    at: &X,
    value: impl Fn(&X) -> Y,
    jvp: impl FnMut(&X::Gradient) -> Y::Gradient,
    mut pullback: impl FnMut(&Y::Accumulator, &mut X::Gradient),
) where
    X: Clone + DifferentiableMut,
    Y: Differentiable,
{
    let there = value(at);
    let cotangent = Draws::default().of(zeros(&there));
    let mut claimed = zeros(at);
    pullback(cotangent.borrow(), &mut claimed);
    let weights = leaves(&cotangent);
    let weighted = |at: &X| dot(&weights, &leaves(&value(at))).0;
    // The tolerance goes by what the function itself computes in.
    let report = match epsilon(zeros(at)).max(epsilon(zeros(&there))) > f64::EPSILON {
        true => check_gradient(|at| lit::<f32>(weighted(at)), at, claimed.borrow()),
        false => check_gradient(weighted, at, claimed.borrow()),
    };
    report.assert_ok();
    assert_adjoint(at, &there, jvp, pullback);
}

#[cfg(test)]
mod tests {
    use super::{Samples, Vec, check};

    /// Of x², with these slopes.
    fn of_square(tangent: f64, gradient: f64) {
        let at = (1.5,);
        check(&at, |(x,)| (x * x,), |(d_x,)| (tangent * d_x,), |(d,), (d_x,)| *d_x += d * gradient);
    }

    #[test]
    fn what_is_right_passes() {
        of_square(3.0, 3.0);
    }

    #[test]
    #[should_panic(expected = "gradient check failed")]
    fn a_wrong_gradient_is_found() {
        of_square(3.0, 3.001);
    }

    #[test]
    #[should_panic(expected = "dot-product test failed")]
    fn a_wrong_tangent_is_found() {
        of_square(3.0 + 1e-9, 3.0);
    }

    #[test]
    #[should_panic(expected = "gradient check failed")]
    fn two_that_are_wrong_in_the_same_way_are_found() {
        of_square(3.001, 3.001);
    }

    #[test]
    fn what_is_made_up_differs() {
        let made: (Vec<f64>, [f32; 2], Option<f64>) = Samples::default().make();
        let mut all = made.0;
        all.extend(made.1.map(f64::from));
        all.extend(made.2);
        assert_eq!(all.len(), 7);
        assert!(all.iter().all(|x| (0.2..0.9).contains(x)), "{all:?}");
        all.sort_by(f64::total_cmp);
        assert!(all.windows(2).all(|pair| pair[1] > pair[0]), "{all:?}");
    }
}
