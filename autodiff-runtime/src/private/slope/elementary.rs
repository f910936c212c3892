//! Slopes of `powf` and `atan2`.

use crate::Scalar;

/// The derivative of `x.powf(y)` in `x`: `y·x^(y−1)`, and 0 for every `x` where `y = 0`.
#[inline]
pub fn powf_slope_base<T: Scalar>(x: T, y: T) -> T {
    if y == T::zero() { T::zero() } else { y * x.powf(y - T::one()) }
}

/// The derivative of `x.powf(y)` in `y`, where `r` is its value: `r·ln(x)`; 0 at `x = 0` for `y ≥ 0`, NaN for `x < 0`.
///
/// Where the power itself vanishes it does so faster than the logarithm grows: 0 there, never 0·inf.
#[inline]
pub fn powf_slope_exponent<T: Scalar>(x: T, y: T, r: T) -> T {
    if x < T::zero() {
        T::nan()
    } else if r == T::zero() || (x == T::zero() && y >= T::zero()) {
        T::zero()
    } else {
        r * x.ln()
    }
}

/// The derivative of `atan2(y, x)` in `y`: `x / (x² + y²)`. NaN at the origin.
#[inline]
pub fn atan2_slope_y<T: Scalar>(y: T, x: T) -> T {
    over_square_of_radius(x, y, x)
}

/// The derivative of `atan2(y, x)` in `x`: `−y / (x² + y²)`. NaN at the origin.
#[inline]
pub fn atan2_slope_x<T: Scalar>(y: T, x: T) -> T {
    -over_square_of_radius(y, y, x)
}

/// `numerator / (x² + y²)` by way of the radius, since the squares leave the range of floats long before the quotient
/// does.
#[inline]
fn over_square_of_radius<T: Scalar>(numerator: T, y: T, x: T) -> T {
    let r = y.hypot(x);
    // An angle does not move with a coordinate at infinity. (`hypot(inf, NaN)` is inf.)
    if r == T::infinity() && !y.is_nan() && !x.is_nan() { T::zero() } else { numerator / r / r }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    const NAN: f64 = f64::NAN;
    const INF: f64 = f64::INFINITY;

    #[test]
    fn powf_in_the_base() {
        assert_relative_eq!(powf_slope_base(4.0, 0.5), 0.25);
        assert_eq!(powf_slope_base(0.0, 0.5), INF);
        assert_eq!([powf_slope_base(0.0, 0.0), powf_slope_base(NAN, 0.0)], [0.0; 2]);
        assert_eq!(powf_slope_base(-3.0, 2.0), -6.0);
    }

    #[test]
    fn powf_in_the_exponent() {
        let slope = |x: f64, y: f64| powf_slope_exponent(x, y, x.powf(y));
        assert_relative_eq!(slope(2.0, 3.0), 8.0 * 2.0_f64.ln());
        assert_eq!([slope(0.0, 0.0), slope(-0.0, 2.0), slope(0.0, 1.5)], [0.0; 3]);
        assert_eq!(slope(0.0, -1.0), -INF);
        assert!(slope(-2.0, 2.0).is_nan());
        assert_eq!(slope(INF, -1.0), 0.0);
        assert!(slope(NAN, 1.0).is_nan());
    }

    #[test]
    fn atan2_far_out_and_close_in() {
        assert_eq!(atan2_slope_y(3.0, 4.0), 4.0 / 25.0);
        assert_eq!(atan2_slope_x(3.0, 4.0), -3.0 / 25.0);
        assert_relative_eq!(atan2_slope_y(1e200, 1e200), 0.5e-200);
        assert_relative_eq!(atan2_slope_x(3e-200, 4e-200), -0.12e200);
        assert!(atan2_slope_y(0.0_f64, 0.0).is_nan() && atan2_slope_x(0.0_f64, 0.0).is_nan());
        assert_eq!([atan2_slope_y(1.0, INF), atan2_slope_x(1.0, INF)], [0.0; 2]);
        assert!(atan2_slope_y(NAN, INF).is_nan());
    }
}
