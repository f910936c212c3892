//! Training from random starts, the way networks are trained: stochastic gradient descent on mini-batches.

use autodiff_runtime::Differentiable;
use autodiff_runtime::diagnose::LayerNorms;
use autodiff_runtime::init::{Initializer, generator};
use autodiff_runtime::optim::{Optimizer, Sgd};
use indicatif::{ProgressBar, ProgressStyle};
use rand::Rng;
use rand::seq::SliceRandom;

use crate::data::{Dataset, FEATURES, Split};
use crate::network::{Network, Score};
use crate::report::Report;

const HIDDEN: usize = 16;
const RATE: f64 = 0.1;
const BATCH: usize = 32;
const EPOCHS: usize = 100;
const SEEDS: u64 = 10;

/// scikit-learn's mean and standard deviation over ten seeds of its own: log-loss, and accuracy.
const REFERENCE_TRAIN: [(f64, f64); 2] = [(0.0423, 0.0005), (0.9890, 0.0000)];
const REFERENCE_TEST: [(f64, f64); 2] = [(0.1173, 0.0015), (0.9728, 0.0026)];

/// One trained network.
struct Run {
    train: Score,
    test: Score,
    /// Norms of the full train gradient where training stopped: hidden layer, output layer.
    norms: [f64; 2],
}

/// Trains from ten random starts, and compares the mean with the reference's.
pub(crate) fn random_starts(dataset: &Dataset, report: &mut Report) {
    report.section(&format!(
        "Network {FEATURES}-{HIDDEN}-1 from {SEEDS} random starts, descent at rate {RATE}, batches of {BATCH}, {EPOCHS} epochs"
    ));
    // Drawn on a terminal only; never part of what is printed.
    let bar = ProgressBar::new(SEEDS * EPOCHS as u64);
    bar.set_style(
        ProgressStyle::with_template("  {msg:<28} [{wide_bar}] {percent:>3} %, {eta} left")
            .expect("a well-formed template")
            .progress_chars("=> "),
    );
    let runs: Vec<Run> = (0..SEEDS).map(|seed| train(dataset, seed, &bar)).collect();
    bar.finish_and_clear();

    table(&runs);
    println!();
    let of = |number: fn(&Score) -> f64| mean(&runs.iter().map(|run| number(&run.test)).collect::<Vec<_>>());
    report.spread("test log-loss, mean", of(|score| score.log_loss), REFERENCE_TEST[0]);
    report.spread("test accuracy, mean", of(|score| score.accuracy), REFERENCE_TEST[1]);
}

/// Everything random about a run comes from `seed`: the first weights, and the order of the tumors in each epoch.
fn train(dataset: &Dataset, seed: u64, bar: &ProgressBar) -> Run {
    let mut rng = generator(seed);
    let mut network = Network::random(HIDDEN, &mut rng);
    let mut gradient = network.parameters.zero_gradient();
    let mut optimizer = Optimizer::new(Sgd::new(RATE), &network.parameters);
    let mut order: Vec<usize> = (0..dataset.train.len()).collect();
    let mut batch = Split::default();
    for _ in 0..EPOCHS {
        order.shuffle(&mut rng);
        let mut sum = 0.0;
        for rows in order.chunks(BATCH) {
            batch.gather(&dataset.train, rows);
            sum += network.loss_grad_into(&batch, &mut gradient) * rows.len() as f64;
            optimizer.step(&mut network.parameters, &gradient);
        }
        bar.set_message(format!("seed {seed}: train log-loss {:.4}", sum / order.len() as f64));
        bar.inc(1);
    }
    network.loss_grad_into(&dataset.train, &mut gradient);
    Run { train: network.score(&dataset.train), test: network.score(&dataset.test), norms: gradient.layer_norms() }
}

/// One line for each run, then mean and standard deviation, ours and the reference's.
fn table(runs: &[Run]) {
    println!("                 train                test                  |gradient| of the");
    println!("       seed   log-loss  accuracy   log-loss  accuracy   hidden layer   output layer");
    let line = |name: &str, [a, b, c, d, e, f]: [f64; 6]| {
        println!("  {name:>9}{a:>11.4}{b:>10.4}{c:>11.4}{d:>10.4}{e:>15.2e}{f:>15.2e}");
    };
    let mut columns: [Vec<f64>; 6] = Default::default();
    for (seed, Run { train, test, norms }) in runs.iter().enumerate() {
        let numbers = [train.log_loss, train.accuracy, test.log_loss, test.accuracy, norms[0], norms[1]];
        line(&seed.to_string(), numbers);
        for (column, number) in columns.iter_mut().zip(numbers) {
            column.push(number);
        }
    }
    line("mean", columns.each_ref().map(|column| mean(column)));
    line("±", columns.each_ref().map(|column| deviation(column)));
    let [(a, a_sd), (b, b_sd)] = REFERENCE_TRAIN;
    let [(c, c_sd), (d, d_sd)] = REFERENCE_TEST;
    println!("  reference{a:>11.4}{b:>10.4}{c:>11.4}{d:>10.4}");
    println!("          ±{a_sd:>11.4}{b_sd:>10.4}{c_sd:>11.4}{d_sd:>10.4}");
}

fn mean(column: &[f64]) -> f64 {
    column.iter().sum::<f64>() / column.len() as f64
}

/// The population standard deviation, as the reference gives it.
fn deviation(column: &[f64]) -> f64 {
    let mean = mean(column);
    (column.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / column.len() as f64).sqrt()
}

impl Network {
    /// Small weights, so that no neuron starts saturated. Biases 0.
    fn random(hidden: usize, rng: &mut impl Rng) -> Network {
        let mut layer = |inputs: usize, outputs: usize| {
            let weights = Initializer::glorot_uniform(inputs, outputs).vec(inputs * outputs, rng);
            (weights, vec![0.0; outputs])
        };
        Network { parameters: (layer(FEATURES, hidden), layer(hidden, 1)) }
    }
}

impl Split {
    /// Makes this the given rows of `all`, in that order.
    fn gather(&mut self, all: &Split, rows: &[usize]) {
        self.x.clear();
        self.y.clear();
        self.x.extend(rows.iter().map(|&row| all.x[row]));
        self.y.extend(rows.iter().map(|&row| all.y[row]));
    }
}
