//! Differentiated functions that call each other: by name, by path, many levels deep, and never the wrong one.

use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;

#[differentiate]
fn wave(x: f64, y: f64) -> f64 {
    (x * y).sin() + y
}

#[differentiate]
fn level_1(x: f64, y: f64) -> f64 {
    wave(x, y) * wave(y, x)
}

#[differentiate]
fn level_2(x: f64, y: f64) -> f64 {
    let a = level_1(x, y);
    level_1(a, x) + level_1(y, a)
}

#[differentiate]
fn level_3(x: f64, y: f64) -> f64 {
    level_2(level_2(x, y), y) - level_1(wave(x, y), level_2(y, x))
}

#[differentiate]
fn level_4(x: f64, y: f64) -> f64 {
    let mut a = x;
    for i in 0..3 {
        a = if a > 0.5 { level_3(a, y) } else { level_2(a, wave(y, i as f64)) };
    }
    a
}

#[test]
fn calls_of_calls() {
    for at in [(0.3, 0.4), (0.9, -0.2), (-0.5, 0.7)] {
        assert_gradient(|&(x, y)| level_1(x, y), &at, &level_1_grad(at.0, at.1));
        assert_gradient(|&(x, y)| level_2(x, y), &at, &level_2_grad(at.0, at.1));
        assert_gradient(|&(x, y)| level_3(x, y), &at, &level_3_grad(at.0, at.1));
        assert_gradient(|&(x, y)| level_4(x, y), &at, &level_4_grad(at.0, at.1));
    }
}

#[differentiate]
fn layer(h: &[f64], w: &[f64]) -> Vec<f64> {
    let n = h.len();
    let mut y = vec![0.0; n];
    for i in 0..n {
        let mut z = 0.0;
        for j in 0..n {
            z += w[i * n + j] * h[j];
        }
        y[i] = z.tanh();
    }
    y
}

#[differentiate]
fn recurrent(x: &[f64], w: &[f64], turns: usize) -> f64 {
    let mut h = layer(x, w);
    for _ in 0..turns {
        h = layer(&h, w);
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += h[i] * h[i];
    }
    sum
}

#[test]
fn layer_after_layer() {
    let at = ([0.3, -0.7], [0.9, -0.4, 0.5, 1.1]);
    for turns in [0, 1, 5] {
        let (d_x, d_w) = recurrent_grad(&at.0, &at.1, turns);
        let gradient = (d_x.try_into().unwrap(), d_w.try_into().unwrap());
        assert_gradient(|(x, w): &([f64; 2], [f64; 4])| recurrent(x, w, turns), &at, &gradient);
    }
}

#[differentiate]
fn twice_the_same(x: &[f64], y: f64) -> f64 {
    both(x, x) + wave(y, y) + wave(x[0], x[0])
}

#[differentiate]
fn both(x: &[f64], y: &[f64]) -> f64 {
    x[0] * y[1] * y[1]
}

/// `g(x, x)`: two accumulators of one variable.
#[test]
fn one_argument_given_twice() {
    let at = ([0.3, 0.8], 0.6);
    let (d_x, d_y) = twice_the_same_grad(&at.0, at.1);
    assert_gradient(|(x, y)| twice_the_same(x, *y), &at, &(d_x.try_into().unwrap(), d_y));
}

mod library {
    use autodiff_runtime::prelude::*;

    #[differentiate]
    pub(super) fn cube(x: f64) -> f64 {
        x * x * x
    }

    pub(super) mod inner {
        use autodiff_runtime::prelude::*;

        #[differentiate]
        pub(in super::super) fn cube(x: f64) -> f64 {
            // Not a cube at all, so that a mistake shows.
            x * super::cube(x)
        }
    }
}

#[differentiate]
fn by_paths(x: f64) -> f64 {
    library::cube(x) + 10.0 * library::inner::cube(x) + 100.0 * self::library::cube(x) + crate::calls::library::cube(x)
}

mod by_name {
    use super::library::{cube, cube_pullback_for};
    use autodiff_runtime::differentiate;

    #[differentiate]
    pub(super) fn imported(x: f64) -> f64 {
        cube(x)
    }
}

mod by_glob {
    use super::library::*;
    use autodiff_runtime::differentiate;

    #[differentiate]
    pub(super) fn imported(x: f64) -> f64 {
        cube(x)
    }
}

mod by_another_name {
    use super::library::inner::{cube as quartic, cube_pullback_for as quartic_pullback_for};
    use autodiff_runtime::differentiate;

    #[differentiate]
    pub(super) fn imported(x: f64) -> f64 {
        quartic(x)
    }
}

#[test]
fn a_callee_is_found_as_rust_finds_it() {
    assert_eq!(by_paths_grad(2.0), 12.0 + 10.0 * 32.0 + 1200.0 + 12.0);
    assert_eq!(by_name::imported_grad(2.0), 12.0);
    assert_eq!(by_glob::imported_grad(2.0), 12.0);
    assert_eq!(by_another_name::imported_grad(2.0), 32.0);
}

mod shadowed {
    use super::library::*;
    use autodiff_runtime::differentiate;

    /// Hides the glob's `cube`, but not its companion.
    fn cube(x: f64) -> f64 {
        x
    }

    #[differentiate]
    pub(super) fn mistaken(x: f64) -> f64 {
        cube(x)
    }

    /// So that the glob's own is not unused.
    pub(super) fn unchanged(x: f64) -> f64 {
        super::library::cube(x) + cube(x)
    }
}

#[test]
#[should_panic(
    expected = "calls::shadowed::cube` was called, but the companion found under its name was derived from \
                           `companions::calls::library::cube`"
)]
fn the_companion_of_another_function_panics_at_its_first_call() {
    assert_eq!(shadowed::unchanged(2.0), 10.0);
    let _ = shadowed::mistaken_grad(2.0);
}

/// A function of the user's own that has the name of a primitive, called by a path.
mod own {
    use autodiff_runtime::differentiate;

    #[differentiate]
    pub(super) fn sigmoid(x: f64) -> f64 {
        x * x
    }

    #[differentiate]
    pub(super) fn of_own(x: f64) -> f64 {
        self::sigmoid(x) + autodiff_runtime::primitive::sigmoid(x)
    }
}

#[test]
fn an_own_function_is_not_mistaken_for_a_primitive() {
    let s = sigmoid(0.3_f64);
    assert_eq!(own::of_own_grad(0.3), 0.6 + s * (1.0 - s));
}

#[differentiate]
fn with_plain_functions(x: f64, n: usize) -> f64 {
    let steps = count(n);
    let mut y = x;
    for _ in 0..steps {
        y *= factor(n) * x;
    }
    y
}

fn count(n: usize) -> usize {
    n / 2
}

fn factor(n: usize) -> f64 {
    n as f64
}

/// A function without a companion is fine as long as nothing active reaches it.
#[test]
fn calls_without_active_arguments_are_left_alone() {
    // x·(4x)²
    assert_eq!(with_plain_functions_grad(2.0, 4), 3.0 * 16.0 * 4.0);
}
