//! The slope of a function along one number, by central differences, with an estimate of its error.

use crate::primitive::pow;

/// A measured derivative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slope {
    pub(super) value: f64,
    /// What the formula's order leaves out, estimated from two step sizes. Infinite if nothing could be measured.
    pub(super) truncation: f64,
    /// What the rounding of the function's values can amount to.
    pub(super) rounding: f64,
}

/// How often the step may be made eight times smaller: from about 10⁻³ down to about 10⁻⁶ for `f64`.
const REFINEMENTS: u32 = 3;

/// The derivative at `x` of `along`, which moves the number to (about) its argument and returns where the number now is
/// and the function's value there. `tolerance` tells how exact the measurement needs to be.
///
/// Two differences with steps `h` and `2h` make one of fourth order, `(4·D(h) − D(2h)) / 3`, by Richardson's extrapolation;
/// two of these, at `h` and `2h`, give an error estimate. The first step is `ε^(1/5)·max(1, |x|)`, which balances truncation
/// `h⁴` against rounding `ε/h`. Where the function varies faster than that, or ends (`ln` near 0), smaller steps are tried,
/// and the measurement of least estimated error is kept: the claim has no part in the choice.
///
/// Source: Richardson, *The approximate arithmetical solution by finite differences* (1911); Press et al., *Numerical
/// recipes* (3rd edition, 2007), section 5.7, for the choice of the step.
pub(super) fn slope(
    mut along: impl FnMut(f64) -> (f64, f64),
    x: f64,
    epsilon: f64,
    tolerance: impl Fn(f64) -> f64,
) -> Slope {
    let magnitude = num_traits::Float::abs(x).max(1.0);
    let mut h = pow(epsilon, 0.2) * magnitude;
    let mut best = Slope { value: f64::NAN, truncation: f64::INFINITY, rounding: 0.0 };
    for _ in 0..=REFINEMENTS {
        let slope = richardson(&mut along, x, h, epsilon);
        let error = slope.truncation + slope.rounding;
        if error < best.truncation + best.rounding {
            best = slope;
        }
        if error <= 0.1 * tolerance(slope.value) {
            break;
        }
        h *= 0.125;
    }
    best
}

fn richardson(along: &mut impl FnMut(f64) -> (f64, f64), x: f64, h: f64, epsilon: f64) -> Slope {
    let mut largest = 0.0_f64;
    // Divided by where the number really went, so that rounding of `x + h`, to `f32` even, costs nothing.
    let mut difference = |h: f64| {
        let (right, above) = along(x + h);
        let (left, below) = along(x - h);
        largest = largest.max(num_traits::Float::abs(above)).max(num_traits::Float::abs(below));
        (above - below) / (right - left)
    };
    let (near, middle, far) = (difference(h), difference(2.0 * h), difference(4.0 * h));
    let fine = (4.0 * near - middle) / 3.0;
    let coarse = (4.0 * middle - far) / 3.0;
    let truncation = num_traits::Float::abs(fine - coarse);
    Slope {
        value: fine,
        truncation: if truncation.is_nan() { f64::INFINITY } else { truncation },
        // Each value is taken to be right to one part in `epsilon`; the weights 4/3 and 1/6 add up to 3/2.
        rounding: 1.5 * epsilon * largest / h,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(f: impl Fn(f64) -> f64, x: f64) -> Slope {
        slope(|x| (x, f(x)), x, f64::EPSILON, |slope| 1e-8 + 1e-7 * slope.abs())
    }

    #[track_caller]
    fn assert_measures(f: impl Fn(f64) -> f64, x: f64, want: f64) {
        let slope = measured(f, x);
        let off = (slope.value - want).abs();
        assert!(off <= 1e-9 * want.abs().max(1.0), "{slope:?}, want {want}");
        assert!(off <= slope.truncation + slope.rounding, "{slope:?} is off by {off}");
    }

    #[test]
    fn smooth_functions_at_ordinary_points() {
        for x in [-2.0, -0.3, 0.0, 0.7, 3.0] {
            assert_measures(f64::sin, x, x.cos());
            assert_measures(f64::exp, x, x.exp());
            assert_measures(|x| x.powi(5), x, 5.0 * x.powi(4));
        }
        assert_measures(|x| x * x, 1e6, 2e6);
        assert_measures(|x| x * x, 1e150, 2e150);
    }

    #[test]
    fn steep_functions_and_ends_of_the_domain_take_smaller_steps() {
        assert_measures(f64::ln, 1e-3, 1e3);
        assert_measures(|x| (50.0 * x).sin(), 0.1, 50.0 * 5.0_f64.cos());
    }

    #[test]
    fn where_there_is_nothing_to_measure_the_error_is_infinite() {
        for slope in [measured(f64::ln, -1.0), measured(f64::sin, f64::NAN)] {
            assert!(slope.value.is_nan() && slope.truncation == f64::INFINITY);
        }
        let jump = measured(|x| if x > 0.5 { 1.0 } else { 0.0 }, 0.5);
        assert!(jump.truncation > 100.0);
    }
}
