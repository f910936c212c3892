//! Functions over floats that the caller names.

use gradients::prelude::*;
use num_traits::Float;

/// Half the square of the distance, weighed.
///
/// # Panics
///
/// Never: 2 is a float.
#[differentiate(crate = gradients)]
#[must_use]
pub fn energy<T: Float, const N: usize>(x: &[T; N], center: T, #[constant] weight: impl Fn(usize) -> T) -> T {
    let half = T::one() / T::from(2).unwrap();
    let mut sum = T::zero();
    for i in 0..N {
        let distance = x[i] - center;
        sum = sum + half * weight(i) * distance.powi(2);
    }
    sum
}

/// A step down the slope, in place.
#[differentiate(crate = gradients)]
pub fn relax<T>(x: &mut [T], rate: T)
where
    T: Float + core::ops::AddAssign,
{
    for i in 1..x.len() {
        x[i] += rate * (x[i - 1] - x[i]);
    }
}

/// The energy of what is left after two steps.
#[differentiate(crate = gradients)]
#[must_use]
pub fn settled<T: Float + core::ops::AddAssign>(x: [T; 3], rate: T) -> T {
    let mut y = x;
    relax(&mut y, rate);
    relax(&mut y, rate);
    energy(&y, T::zero(), |_| T::one())
}

#[cfg(test)]
mod tests {
    use super::{energy, energy_grad, settled, settled_grad};
    use gradients::check::assert_gradient;

    #[test]
    fn gradients_agree_with_differences() {
        let weight = |i: usize| 1.0 + f64::from(u8::try_from(i).unwrap_or(0));
        let at = ([0.3, -0.7, 1.1], 0.4);
        assert_gradient(|(x, c)| energy(x, *c, weight), &at, &energy_grad(&at.0, at.1, weight));
        assert_gradient(|(x, rate)| settled(*x, *rate), &at, &settled_grad(at.0, at.1));
        assert_eq!(energy_grad(&[1.0_f32], 0.0, |_| 3.0), ([3.0], -3.0));
    }
}
