//! Every loss's gradients and pullback against central differences, called as generated code calls them.
#![cfg(feature = "std")]

use approx::assert_relative_eq;
use autodiff_runtime::loss::*;
use autodiff_runtime::private::{Active, Inactive};

const LOGITS: [f64; 6] = [0.3, -1.2, 2.5, -0.4, 0.0, 1.1];
const LABELS: [f64; 6] = [0.0, 1.0, 1.0, 0.25, 0.5, 0.0];

fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-3 * x.abs().max(1.0);
    (8.0 * (f(x + h) - f(x - h)) - (f(x + 2.0 * h) - f(x - 2.0 * h))) / (12.0 * h)
}

#[track_caller]
fn agrees(gradient: &[f64], scale: f64, x: &[f64], f: impl Fn(&[f64]) -> f64) {
    assert_eq!(gradient.len(), x.len());
    for i in 0..x.len() {
        let along = |v| {
            let mut x = x.to_vec();
            x[i] = v;
            f(&x)
        };
        assert_relative_eq!(gradient[i], scale * slope(along, x[i]), epsilon = 1e-9);
    }
}

/// Two scalar arguments: `_grad`, `_value_and_grad`, and the pullback with either argument active, or both.
macro_rules! scalar_loss {
    ($test:ident, $loss:ident, $grad:ident, $value_and_grad:ident, $pullback_for:ident) => {
        #[test]
        fn $test() {
            for (p, y) in LOGITS.into_iter().zip(LABELS) {
                let (d_p, d_y) = (slope(|p| $loss(p, y), p), slope(|y| $loss(p, y), y));
                assert_relative_eq!($grad(p, y), d_p, epsilon = 1e-9);
                assert_eq!($value_and_grad(p, y), ($loss(p, y), $grad(p, y)));

                let (value, pullback) = $pullback_for($loss, (Active, p), (Active, y));
                assert_eq!(value, $loss(p, y));
                let (mut got_p, mut got_y) = (10.0, 20.0);
                pullback(&3.0, ((), &mut got_p), ((), &mut got_y));
                assert_relative_eq!(got_p, 10.0 + 3.0 * d_p, epsilon = 1e-9);
                assert_relative_eq!(got_y, 20.0 + 3.0 * d_y, epsilon = 1e-9);

                let (_, pullback) = $pullback_for($loss, (Active, p), (Inactive, y));
                let mut alone = 10.0;
                pullback(&3.0, ((), &mut alone), ((), ()));
                assert_eq!(alone, got_p);
                let (_, pullback) = $pullback_for($loss, (Inactive, p as f32), (Active, y as f32));
                let mut single = 20.0_f32;
                pullback(&3.0, ((), ()), ((), &mut single));
                assert_relative_eq!(f64::from(single), got_y, epsilon = 1e-5);
            }
        }
    };
}

scalar_loss!(squared, squared_error, squared_error_grad, squared_error_value_and_grad, squared_error_pullback_for);
scalar_loss!(
    logistic,
    binary_cross_entropy_from_logits,
    binary_cross_entropy_from_logits_grad,
    binary_cross_entropy_from_logits_value_and_grad,
    binary_cross_entropy_from_logits_pullback_for
);

/// Two slices of equal length.
macro_rules! mean_loss {
    ($test:ident, $loss:ident, $grad:ident, $value_and_grad:ident, $grad_into:ident, $pullback_for:ident) => {
        #[test]
        fn $test() {
            let (p, y) = (LOGITS.to_vec(), LABELS.to_vec());
            let gradient = $grad(&p, &y);
            agrees(&gradient, 1.0, &p, |p| $loss(p, &y));
            assert_eq!($value_and_grad(&p, &y), ($loss(&p, &y), gradient.clone()));
            let mut into = vec![7.0; 6];
            assert_eq!($grad_into(&p, &y, &mut into), $loss(&p, &y));
            assert_eq!(into, gradient);

            // Borrowed from `Vec`s and without a turbofish, as generated code has it.
            let (value, pullback) = $pullback_for($loss, (Active, &p), (Active, &y));
            assert_eq!(value, $loss(&p, &y));
            let (mut d_p, mut d_y) = (vec![0.0; 6], vec![0.0; 6]);
            pullback(&3.0, (&p, &mut d_p), (&y, &mut d_y));
            agrees(&d_p, 3.0, &p, |p| $loss(p, &y));
            agrees(&d_y, 3.0, &y, |y| $loss(&p, y));
            // It accumulates, and can be asked again.
            let once = d_p.clone();
            pullback(&3.0, (&p, &mut d_p), (&y, &mut d_y));
            for (twice, once) in d_p.iter().zip(once) {
                assert_eq!(*twice, 2.0 * once);
            }
            let (_, pullback) = $pullback_for($loss, (Inactive, &p), (Inactive, &y));
            pullback(&3.0, (&p, ()), (&y, ()));
        }
    };
}

mean_loss!(
    mean_squared,
    mean_squared_error,
    mean_squared_error_grad,
    mean_squared_error_value_and_grad,
    mean_squared_error_grad_into,
    mean_squared_error_pullback_for
);
mean_loss!(
    mean_logistic,
    mean_binary_cross_entropy_from_logits,
    mean_binary_cross_entropy_from_logits_grad,
    mean_binary_cross_entropy_from_logits_value_and_grad,
    mean_binary_cross_entropy_from_logits_grad_into,
    mean_binary_cross_entropy_from_logits_pullback_for
);

#[test]
fn softmax() {
    let z = LOGITS.to_vec();
    for class in 0..z.len() {
        let gradient = softmax_cross_entropy_grad(&z, class);
        agrees(&gradient, 1.0, &z, |z| softmax_cross_entropy(z, class));
        // Probabilities sum to one before and after a step.
        assert_relative_eq!(gradient.iter().sum::<f64>(), 0.0, epsilon = 1e-15);

        let (value, pullback) =
            softmax_cross_entropy_pullback_for(softmax_cross_entropy, (Active, &z), (Inactive, class));
        assert_relative_eq!(value, softmax_cross_entropy(&z, class), max_relative = 1e-15);
        let mut d_z = vec![0.0; z.len()];
        pullback(&3.0, (&z, &mut d_z), ((), ()));
        agrees(&d_z, 3.0, &z, |z| softmax_cross_entropy(z, class));
    }
    let (value, pullback) = softmax_cross_entropy_pullback_for(softmax_cross_entropy, (Inactive, &z), (Inactive, 2));
    assert_eq!(value, softmax_cross_entropy(&z, 2));
    pullback(&1.0, (&z, ()), ((), ()));
}

#[test]
fn softmax_of_a_batch() {
    let (z, classes) = (LOGITS.to_vec(), vec![2, 0]);
    let f = |z: &[f64]| mean_softmax_cross_entropy(z, &classes);
    let (value, gradient) = mean_softmax_cross_entropy_value_and_grad(&z, &classes);
    assert_relative_eq!(value, f(&z), max_relative = 1e-15);
    agrees(&gradient, 1.0, &z, f);
    let rows = [&z[..3], &z[3..]].into_iter().zip(&classes);
    let sum: f64 = rows.map(|(row, &class)| softmax_cross_entropy(row, class)).sum();
    assert_relative_eq!(f(&z), sum / 2.0);

    let (_, pullback) =
        mean_softmax_cross_entropy_pullback_for(mean_softmax_cross_entropy, (Active, &z), (Inactive, &classes));
    let mut d_z = vec![0.0; z.len()];
    pullback(&3.0, (&z, &mut d_z), (&classes, ()));
    agrees(&d_z, 3.0, &z, f);
}

#[test]
#[should_panic(expected = "derived from `autodiff_runtime::loss::squared::squared_error<f64>`")]
fn another_function_of_the_same_shape_is_found_out() {
    fn squared_error(prediction: f64, target: f64) -> f64 {
        (prediction - target).abs()
    }
    let _ = squared_error_pullback_for(squared_error, (Active, 1.0), (Inactive, 2.0));
}
