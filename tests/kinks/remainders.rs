//! Remainders: 1 in the dividend, and in the divisor how often it was taken away.

use autodiff_runtime::prelude::*;

functions! {
    remainder(x, y) = x % y;
    euclidean(x, y) = x.rem_euclid(y);
    by_a_literal(x) = x % 2.0;
}

#[test]
fn the_remainder_of_truncation() {
    for (x, y, periods) in [(7.5, 2.0, 3.0), (-7.5, 2.0, -3.0), (7.5, -2.0, -3.0), (-7.5, -2.0, 3.0), (1.5, 2.0, 0.0)] {
        assert_eq!(f64::trunc(x / y), periods);
        assert_eq!(remainder_grad(x, y), (1.0, -periods), "{x} % {y}");
    }
}

#[test]
fn the_remainder_at_a_multiple() {
    assert_eq!(remainder_value_and_grad(6.0, 2.0), (0.0, (1.0, -3.0)));
    assert_eq!(remainder_value_and_grad(0.0, 2.0), (0.0, (1.0, 0.0)));
    assert_eq!(by_a_literal_grad(4.0), 1.0);
}

/// 1 / 0.1 rounds to ten, but 0.1 goes into 1 nine times, with 0.09999… to spare.
#[test]
fn the_periods_are_those_that_the_remainder_took() {
    assert_eq!(remainder_grad(1.0, 0.1), (1.0, -9.0));
}

#[test]
fn the_euclidean_remainder() {
    for (x, y, periods) in [(7.5, 2.0, 3.0), (-7.5, 2.0, -4.0), (7.5, -2.0, -3.0), (-7.5, -2.0, 4.0), (6.0, 2.0, 3.0)] {
        assert_eq!(f64::div_euclid(x, y), periods);
        assert_eq!(euclidean_grad(x, y), (1.0, -periods), "{x}.rem_euclid({y})");
    }
}
