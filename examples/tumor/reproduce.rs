//! Two descents without randomness, whose every digit is known beforehand.

use autodiff_runtime::Differentiable;
use autodiff_runtime::diagnose::global_norm;
use autodiff_runtime::optim::{Optimizer, Sgd};

use crate::data::{Dataset, FEATURES};
use crate::model::{logistic_objective, logistic_objective_grad_into};
use crate::network::Network;
use crate::reference;
use crate::report::Report;

/// Logistic regression from zeros.
pub(crate) fn logistic_regression(dataset: &Dataset, report: &mut Report) {
    use reference::logistic::{OBJECTIVE, RATE};
    report.section(&format!("Logistic regression, full-batch descent from zeros at rate {RATE}"));
    let (x, y) = (&dataset.train.x, &dataset.train.y);
    let mut parameters = ([0.0; FEATURES], 0.0);
    let mut gradient = parameters.zero_gradient();
    let mut optimizer = Optimizer::new(Sgd::new(RATE), &parameters);
    let mut taken = 0;
    for &(steps, want) in OBJECTIVE {
        for _ in taken..steps {
            let (w, b) = &parameters;
            let (d_w, d_b) = &mut gradient;
            let _ = logistic_objective_grad_into(w, *b, x, y, d_w, d_b);
            optimizer.step(&mut parameters, &gradient);
        }
        taken = steps;
        let (w, b) = &parameters;
        report.digits(&format!("objective after {steps} steps"), logistic_objective(w, *b, x, y), want);
    }
}

/// The network, from weights that a formula gives.
pub(crate) fn network(dataset: &Dataset, report: &mut Report) {
    use reference::network as want;
    let Dataset { train, test } = dataset;
    let mut network = Network::formula(want::HIDDEN);
    let mut gradient = network.parameters.zero_gradient();
    let mut optimizer = Optimizer::new(Sgd::new(want::RATE), &network.parameters);
    report.section(&format!(
        "Network {FEATURES}-{}-1, full-batch descent from formula weights at rate {:.1}",
        want::HIDDEN,
        want::RATE
    ));

    network.loss_grad_into(train, &mut gradient);
    report.digits("|gradient| at the start", global_norm(&gradient), want::GRADIENT_NORM);
    let ((d_w1, d_b1), (d_w2, d_b2)) = &gradient;
    report.slope("dW1[0][0]", d_w1[0], want::D_W1_FIRST);
    report.slope("dW1[7][29]", d_w1[7 * FEATURES + 29], want::D_W1_LAST);
    report.slope("db1[0]", d_b1[0], want::D_B1_FIRST);
    report.slope("dW2[0][0]", d_w2[0], want::D_W2_FIRST);
    report.slope("db2", d_b2[0], want::D_B2);

    let mut taken = 0;
    for &(steps, loss) in want::LOG_LOSS {
        for _ in taken..steps {
            network.loss_grad_into(train, &mut gradient);
            optimizer.step(&mut network.parameters, &gradient);
        }
        taken = steps;
        report.digits(&format!("train log-loss after {steps} steps"), network.loss(train), loss);
    }
    let score = network.score(test);
    report.digits("test log-loss then", score.log_loss, want::TEST_LOG_LOSS);
    report.count("test tumors mistaken", score.wrong, want::TEST_WRONG);
}
