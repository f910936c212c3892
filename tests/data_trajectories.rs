//! Real data, no randomness: a correct gradient reproduces every digit that scikit-learn and NumPy print.

#[path = "by_hand/mod.rs"]
mod by_hand;
#[path = "../examples/tumor/data.rs"]
mod data;
#[path = "../examples/tumor/model.rs"]
mod model;
#[path = "../examples/tumor/network.rs"]
#[allow(dead_code, reason = "the example uses all of it")]
mod network;
#[path = "../examples/tumor/reference.rs"]
mod reference;

use data::{Dataset, FEATURES, Split};
use network::Network;
use reference::Trajectory;

fn standardised() -> Dataset {
    let mut dataset = Dataset::shipped().unwrap();
    dataset.standardise();
    dataset
}

/// Equal in all `decimals` that the reference prints: half a unit of the last one, and a little for rounding on another
/// path. For the losses and slopes here that is well within 1e-9 relative.
#[track_caller]
fn assert_digits(what: &str, got: f64, want: f64, decimals: i32) {
    let difference = (got - want).abs();
    assert!(
        difference <= 0.6 * 0.1_f64.powi(decimals),
        "{what}: {got:.*} is not the reference's {want:.*}",
        decimals as usize + 2,
        decimals as usize
    );
}

fn norm(v: &[f64]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}

/// The gradient of a function into a buffer, and its value.
type Sweep<'a> = dyn Fn(&[f64], &mut [f64]) -> f64 + 'a;

/// Full-batch descent, compared with `reference` on the way.
fn assert_trajectory(parameters: &mut [f64], rate: f64, sweep: &Sweep<'_>, reference: &Trajectory) {
    let mut gradient = vec![f64::NAN; parameters.len()];
    let (last, _) = reference[reference.len() - 1];
    for step in 0..=last {
        let loss = sweep(parameters, &mut gradient);
        if let Some((_, want)) = reference.iter().find(|(at, _)| *at == step) {
            assert_digits(&format!("loss after {step} steps"), loss, *want, 12);
        }
        if step < last {
            for (parameter, slope) in parameters.iter_mut().zip(&gradient) {
                *parameter -= rate * slope;
            }
        }
    }
}

/// Logistic regression over one flat parameter vector, the bias last.
fn logistic_sweep(data: &Split) -> impl Fn(&[f64], &mut [f64]) -> f64 + '_ {
    |parameters, gradient| {
        let (w, b) = parameters.split_first_chunk().expect("weights and a bias");
        let (d_w, d_b) = gradient.split_first_chunk_mut().expect("their slopes");
        model::logistic_objective_grad_into(w, b[0], &data.x, &data.y, d_w, &mut d_b[0])
    }
}

#[test]
fn logistic_regression_follows_the_reference() {
    let dataset = standardised();
    assert_eq!(dataset.train.len(), 455);
    let mut parameters = [0.0; FEATURES + 1];
    let sweep = logistic_sweep(&dataset.train);
    assert_trajectory(&mut parameters, reference::logistic::RATE, &sweep, reference::logistic::OBJECTIVE);
}

#[test]
fn logistic_regression_reaches_the_reference_optimum() {
    let Dataset { train, test } = standardised();
    let sweep = logistic_sweep(&train);
    let mut gradient = [0.0; FEATURES + 1];
    let mut parameters = [0.0; FEATURES + 1];
    // Nesterov's descent: plain descent would need some 20,000 steps for the last digits of the weights.
    let mut previous = parameters;
    for step in 0..3000 {
        let momentum = step as f64 / (step as f64 + 3.0);
        let mut ahead = parameters;
        for k in 0..ahead.len() {
            ahead[k] += momentum.min(0.96) * (parameters[k] - previous[k]);
        }
        sweep(&ahead, &mut gradient);
        previous = parameters;
        for k in 0..ahead.len() {
            parameters[k] = ahead[k] - 0.25 * gradient[k];
        }
    }
    let optimum = sweep(&parameters, &mut gradient);
    assert!(norm(&gradient) < 1e-10, "not there yet: |gradient| = {:.1e}", norm(&gradient));

    let (w, rest) = parameters.split_first_chunk::<FEATURES>().expect("weights and a bias");
    let b = rest[0];
    assert_digits("objective", optimum, 0.056615609767, 12);
    assert_digits("bias", b, -0.305005163, 9);
    assert_digits("w[0]", w[0], 0.624762561, 9);
    assert_digits("w[1]", w[1], 0.253101397, 9);
    assert_digits("w[2]", w[2], 0.593938436, 9);
    assert_digits("|w|", norm(w), 3.871487468, 9);

    let log_loss = |data: &Split| {
        let ridge = w.iter().map(|w| w * w).sum::<f64>() / (2.0 * data.len() as f64);
        model::logistic_objective(w, b, &data.x, &data.y) - ridge
    };
    assert_digits("train log-loss", log_loss(&train), 0.040145, 6);
    assert_digits("test log-loss", log_loss(&test), 0.116889, 6);
    let wrong = |data: &Split| {
        let malignant = |x: &[f64; FEATURES]| b + w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() > 0.0;
        data.x.iter().zip(&data.y).filter(|&(x, &y)| malignant(x) != (y == 1.0)).count()
    };
    assert_eq!((wrong(&train), wrong(&test)), (4, 3));
}

/// A flat parameter vector cut into the weights and biases of the two layers.
fn cut(flat: &[f64], hidden: usize) -> [&[f64]; 4] {
    let (w1, rest) = flat.split_at(hidden * FEATURES);
    let (b1, rest) = rest.split_at(hidden);
    let (w2, b2) = rest.split_at(hidden);
    [w1, b1, w2, b2]
}

fn cut_mut(flat: &mut [f64], hidden: usize) -> [&mut [f64]; 4] {
    let (w1, rest) = flat.split_at_mut(hidden * FEATURES);
    let (b1, rest) = rest.split_at_mut(hidden);
    let (w2, b2) = rest.split_at_mut(hidden);
    [w1, b1, w2, b2]
}

/// The weights that the formula gives, flat.
fn formula() -> Vec<f64> {
    let ((w1, b1), (w2, b2)) = Network::formula(reference::network::HIDDEN).parameters;
    [w1, b1, w2, b2].concat()
}

/// The network over one flat parameter vector.
fn network_sweep(data: &Split) -> impl Fn(&[f64], &mut [f64]) -> f64 + '_ {
    |parameters, gradient| {
        let [w1, b1, w2, b2] = cut(parameters, reference::network::HIDDEN);
        let [d_w1, d_b1, d_w2, d_b2] = cut_mut(gradient, reference::network::HIDDEN);
        model::log_loss_grad_into(w1, b1, w2, b2, &data.x, &data.y, d_w1, d_b1, d_w2, d_b2)
    }
}

#[test]
fn the_network_starts_with_the_reference_gradient() {
    use reference::network as want;
    let dataset = standardised();
    let parameters = formula();
    let mut gradient = vec![f64::NAN; 257];
    network_sweep(&dataset.train)(&parameters, &mut gradient);
    assert_digits("|gradient|", norm(&gradient), want::GRADIENT_NORM, 12);
    let [d_w1, d_b1, d_w2, d_b2] = cut(&gradient, want::HIDDEN);
    assert_digits("dW1[0][0]", d_w1[0], want::D_W1_FIRST, 14);
    assert_digits("dW1[7][29]", d_w1[7 * FEATURES + 29], want::D_W1_LAST, 14);
    assert_digits("db1[0]", d_b1[0], want::D_B1_FIRST, 14);
    assert_digits("dW2[0][0]", d_w2[0], want::D_W2_FIRST, 14);
    assert_digits("db2", d_b2[0], want::D_B2, 13);
}

#[test]
fn the_network_follows_the_reference() {
    use reference::network as want;
    let Dataset { train, test } = standardised();
    let mut parameters = formula();
    assert_trajectory(&mut parameters, want::RATE, &network_sweep(&train), want::LOG_LOSS);

    let [w1, b1, w2, b2] = cut(&parameters, want::HIDDEN).map(<[f64]>::to_vec);
    let score = Network { parameters: ((w1, b1), (w2, b2)) }.score(&test);
    assert_digits("test log-loss", score.log_loss, want::TEST_LOG_LOSS, 12);
    assert_eq!(score.wrong, want::TEST_WRONG);
}

/// Relative to the largest slope: what rounding in another order leaves.
#[track_caller]
fn assert_same(got: &[f64], want: &[f64]) {
    let largest = want.iter().fold(0.0_f64, |largest, slope| largest.max(slope.abs()));
    for (k, (got, want)) in got.iter().zip(want).enumerate() {
        assert!((got - want).abs() <= 1e-12 * largest, "slope {k}: {got} by the macro, {want} by hand");
    }
}

#[test]
fn derived_gradients_are_the_hand_written_ones() {
    let train = standardised().train;
    let wave = |k: usize, start: f64| (start + 0.7 * k as f64).sin();
    for start in [0.3, 1.9, 4.4] {
        let w: [f64; FEATURES] = std::array::from_fn(|k| wave(k, start));
        let (mut derived, mut by_hand) = (([f64::NAN; FEATURES], f64::NAN), ([f64::NAN; FEATURES], f64::NAN));
        let sweep = model::logistic_objective_grad_into;
        let value = sweep(&w, start, &train.x, &train.y, &mut derived.0, &mut derived.1);
        let sweep = by_hand::logistic_objective_grad_into;
        let want = sweep(&w, start, &train.x, &train.y, &mut by_hand.0, &mut by_hand.1);
        assert_same(&derived.0, &by_hand.0);
        assert_same(&[derived.1, value], &[by_hand.1, want]);

        let parameters: Vec<f64> = (0..257).map(|k| wave(k, start)).collect();
        let (mut derived, mut by_hand) = (vec![f64::NAN; 257], vec![f64::NAN; 257]);
        let value = network_sweep(&train)(&parameters, &mut derived);
        let [w1, b1, w2, b2] = cut(&parameters, reference::network::HIDDEN);
        let [d_w1, d_b1, d_w2, d_b2] = cut_mut(&mut by_hand, reference::network::HIDDEN);
        let want = by_hand::log_loss_grad_into(w1, b1, w2, b2, &train.x, &train.y, d_w1, d_b1, d_w2, d_b2);
        assert_same(&derived, &by_hand);
        assert_same(&[value], &[want]);
    }
}

#[test]
fn every_companion_gives_the_same_gradient() {
    let train = standardised().train;
    let w: [f64; FEATURES] = std::array::from_fn(|k| (k as f64).cos());
    let b = -0.4;
    let mut into = ([f64::NAN; FEATURES], f64::NAN);
    let value = model::logistic_objective_grad_into(&w, b, &train.x, &train.y, &mut into.0, &mut into.1);

    let both = model::logistic_objective_value_and_grad(&w, b, &train.x, &train.y);
    assert_same(&[both.0], &[value]);
    assert_same(&both.1.0, &into.0);
    assert_same(&[both.1.1], &[into.1]);
    let alone = model::logistic_objective_grad(&w, b, &train.x, &train.y);
    assert_same(&alone.0, &into.0);
    assert_same(&[alone.1], &[into.1]);

    // Accumulated twice, with seeds that add up to one.
    let (value_again, pullback) = model::logistic_objective_pullback(&w, b, &train.x, &train.y);
    let mut sum = ([0.0; FEATURES], 0.0);
    pullback(0.25, &mut sum.0, &mut sum.1);
    pullback(0.75, &mut sum.0, &mut sum.1);
    assert_same(&[value_again], &[value]);
    assert_same(&sum.0, &into.0);
    assert_same(&[sum.1], &[into.1]);
}
