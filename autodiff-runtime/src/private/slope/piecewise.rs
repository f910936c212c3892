//! Slopes that need no float library.

use crate::Scalar;

/// The derivative of `|x|`: 0 at ±0 (although `0.0.signum()` is 1 in Rust), NaN at NaN, else ±1.
#[inline]
pub fn sign<T: Scalar>(x: T) -> T {
    if x > T::zero() {
        T::one()
    } else if x < T::zero() {
        -T::one()
    } else if x == T::zero() {
        T::zero()
    } else {
        x
    }
}

/// The derivative of `x.max(y)` in `x`: 1 where `x > y`, 0 where `x < y`, one half at a tie. Where one operand is NaN
/// Rust returns the other one, and so does the gradient; NaN where both are. In `y` it is `max_share(y, x)`.
#[inline]
pub fn max_share<T: Scalar>(x: T, y: T) -> T {
    share(x > y, x, y)
}

/// The derivative of `x.min(y)` in `x`: 1 where `x < y`, 0 where `x > y`, and else as [`max_share`].
#[inline]
pub fn min_share<T: Scalar>(x: T, y: T) -> T {
    share(x < y, x, y)
}

#[inline]
fn share<T: Scalar>(chosen: bool, x: T, y: T) -> T {
    if chosen {
        T::one()
    } else if x == y {
        T::one() / (T::one() + T::one())
    } else if x.is_nan() {
        if y.is_nan() { x } else { T::zero() }
    } else if y.is_nan() {
        T::one()
    } else {
        T::zero()
    }
}

/// The derivative of `x.powi(n)` in `x`: `n·xⁿ⁻¹`, and 0 for every `x` where `n = 0`.
#[inline]
pub fn powi_slope<T: Scalar>(x: T, n: i32) -> T {
    if n == 0 {
        return T::zero();
    }
    let power = match n.checked_sub(1) {
        Some(less) => x.powi(less),
        None => x.powi(n) / x,
    };
    T::from_double(f64::from(n)) * power
}

/// The derivative of this order of `x.powi(n)` in `x`: `n·(n − 1)⋯(n − order + 1)·xⁿ⁻ᵒʳᵈᵉʳ`, and 0 for every `x` where a
/// factor is.
#[inline]
pub fn powi_derivative<T: Scalar>(x: T, n: i32, order: u8) -> T {
    let factors = (0..i64::from(order)).map(|less| (i64::from(n) - less) as f64);
    let factor = factors.product::<f64>();
    if factor == 0.0 {
        return T::zero();
    }
    let rest = i64::from(n) - i64::from(order);
    let power = match i32::try_from(rest) {
        Ok(rest) => x.powi(rest),
        Err(_) => (0..order).fold(x.powi(n), |power, _| power / x),
    };
    T::from_double(factor) * power
}

/// The derivative of `hypot(x, y)` in `x`, where `r` is its value: `x / r`, and 0 at the origin. In `y` it is
/// `hypot_slope(y, r)`.
#[inline]
pub fn hypot_slope<T: Scalar>(x: T, r: T) -> T {
    if r == T::zero() { T::zero() } else { x / r }
}

/// The derivative of `x % y` in `y`: `−trunc(x / y)`. In `x` it is 1.
///
/// Taken from the remainder itself, `−(x − x % y) / y`: near a multiple of `y` the quotient `x / y` may be rounded up to
/// a whole number that `%` did not reach.
#[inline]
pub fn rem_slope<T: Scalar>(x: T, y: T) -> T {
    -((x - x % y) / y).round()
}

/// The derivative of `x.rem_euclid(y)` in `y`: `−x.div_euclid(y)`, which is `−floor(x / y)` for `y > 0` and
/// `−ceil(x / y)` for `y < 0`. In `x` it is 1.
#[inline]
pub fn rem_euclid_slope<T: Scalar>(x: T, y: T) -> T {
    let slope = rem_slope(x, y);
    if x % y < T::zero() { slope + sign(y) } else { slope }
}

/// The derivative of `x.copysign(y)` in `x`: sign(x)·sign(y), by the sign bits, so that it is ±1 at zeros too. In `y`
/// it is 0.
#[inline]
pub fn copysign_slope<T: Scalar>(x: T, y: T) -> T {
    if x.is_sign_negative() == y.is_sign_negative() { T::one() } else { -T::one() }
}

/// The derivative of `relu`: 1 for `x > 0`, 0 for `x ≤ 0`, NaN at NaN.
#[inline]
pub fn relu_slope<T: Scalar>(x: T) -> T {
    if x > T::zero() {
        T::one()
    } else if x <= T::zero() {
        T::zero()
    } else {
        x
    }
}

/// The derivative of `leaky_relu` in `x`: 1 for `x > 0`, else `slope`. In `slope` it is 0 for `x > 0`, else `x`.
#[inline]
pub fn leaky_relu_slope<T: Scalar>(x: T, slope: T) -> T {
    if x > T::zero() { T::one() } else { slope }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;
    const INF: f64 = f64::INFINITY;

    #[test]
    fn sign_is_zero_at_both_zeros() {
        assert_eq!([sign(3.0), sign(0.0), sign(-0.0), sign(-2.0)], [1.0, 0.0, 0.0, -1.0]);
        assert!(sign(NAN).is_nan());
    }

    #[test]
    fn shares_of_max_and_min() {
        for (x, y, in_max, in_min) in [
            (2.0, 1.0, 1.0, 0.0),
            (1.0, 2.0, 0.0, 1.0),
            (1.0, 1.0, 0.5, 0.5),
            (0.0, -0.0, 0.5, 0.5),
            (INF, INF, 0.5, 0.5),
            (NAN, 1.0, 0.0, 0.0),
            (1.0, NAN, 1.0, 1.0),
        ] {
            assert_eq!(max_share(x, y), in_max, "max({x}, {y})");
            assert_eq!(min_share(x, y), in_min, "min({x}, {y})");
            // Whatever one operand does not get, the other one does.
            assert_eq!(max_share(y, x), 1.0 - in_max, "max({y}, {x})");
            assert_eq!(min_share(y, x), 1.0 - in_min, "min({y}, {x})");
        }
        assert!(max_share(NAN, NAN).is_nan() && min_share(NAN, NAN).is_nan());
    }

    #[test]
    fn powi_slope_at_special_exponents() {
        assert_eq!(powi_slope(3.0, 2), 6.0);
        assert_eq!(powi_slope(0.0, 1), 1.0);
        assert_eq!(powi_slope(0.0, 2), 0.0);
        assert_eq!([powi_slope(0.0, 0), powi_slope(INF, 0), powi_slope(NAN, 0)], [0.0; 3]);
        assert_eq!(powi_slope(2.0, -1), -0.25);
        assert_eq!(powi_slope(0.0, -1), -INF);
        // n·xⁿ⁻¹ with an n whose predecessor is no i32.
        assert_eq!(powi_slope(-1.0, i32::MIN), 2_147_483_648.0);
        assert_eq!(powi_slope(2.0, i32::MIN), 0.0);
        assert_eq!(powi_slope(2.0_f32, 3), 12.0);
    }

    #[test]
    fn powers_are_differentiated_until_nothing_is_left() {
        assert_eq!([1, 2, 3, 4].map(|order| powi_derivative(2.0, 3, order)), [12.0, 12.0, 6.0, 0.0]);
        assert_eq!(powi_derivative(INF, 1, 2), 0.0);
        assert_eq!(powi_derivative(0.0, 2, 2), 2.0);
        assert_eq!(powi_derivative(2.0, -1, 2), 0.25);
        assert_eq!(powi_derivative(-1.0, i32::MIN, 1), powi_slope(-1.0, i32::MIN));
        for n in -3..5 {
            assert_eq!(powi_derivative(1.7, n, 1), powi_slope(1.7, n), "{n}");
        }
    }

    #[test]
    fn hypot_at_the_origin_is_flat() {
        assert_eq!(hypot_slope(0.0, 0.0), 0.0);
        assert_eq!(hypot_slope(3.0, 5.0), 0.6);
        assert!(hypot_slope(NAN, NAN).is_nan());
    }

    #[test]
    fn remainders_count_the_periods() {
        for (x, y, truncated, euclidean) in [
            (7.5, 2.0, -3.0, -3.0),
            (-7.5, 2.0, 3.0, 4.0),
            (7.5, -2.0, 3.0, 3.0),
            (-7.5, -2.0, -3.0, -4.0),
            (6.0, 2.0, -3.0, -3.0),
            (1.0, INF, 0.0, 0.0),
        ] {
            assert_eq!(rem_slope(x, y), truncated, "{x} % {y}");
            assert_eq!(rem_euclid_slope(x, y), euclidean, "rem_euclid({x}, {y})");
        }
        // 1 % 0.1 is 0.09999…, nine periods and a bit, although 1 / 0.1 rounds to ten.
        assert_eq!((rem_slope(1.0, 0.1), (1.0_f64 / 0.1).trunc()), (-9.0, 10.0));
    }

    #[test]
    fn copysign_goes_by_the_sign_bits() {
        assert_eq!(copysign_slope(-3.0, 2.0), -1.0);
        assert_eq!(copysign_slope(-3.0, -0.0), 1.0);
        assert_eq!(copysign_slope(0.0, -1.0), -1.0);
    }

    #[test]
    fn rectifiers_at_the_kink() {
        assert_eq!([relu_slope(0.0), relu_slope(1.0), relu_slope(-1.0)], [0.0, 1.0, 0.0]);
        assert!(relu_slope(NAN).is_nan());
        assert_eq!(leaky_relu_slope(0.0, 0.1), 0.1);
        assert_eq!(leaky_relu_slope(1.0, 0.1), 1.0);
    }
}
