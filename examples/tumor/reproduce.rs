//! Two descents without randomness, whose every digit is known beforehand.

use crate::data::{Dataset, FEATURES};
use crate::descent::descend;
use crate::model::{logistic_objective, logistic_objective_grad_into};
use crate::network::Network;
use crate::reference;
use crate::report::Report;

/// Logistic regression from zeros.
pub(crate) fn logistic_regression(dataset: &Dataset, report: &mut Report) {
    use reference::logistic::{OBJECTIVE, RATE};
    report.section(&format!("Logistic regression, full-batch descent from zeros at rate {RATE}"));
    let (x, y) = (&dataset.train.x, &dataset.train.y);
    let (mut w, mut b) = ([0.0; FEATURES], 0.0);
    let (mut d_w, mut d_b) = ([0.0; FEATURES], 0.0);
    let mut taken = 0;
    for &(steps, want) in OBJECTIVE {
        for _ in taken..steps {
            logistic_objective_grad_into(&w, b, x, y, &mut d_w, &mut d_b);
            descend(&mut w, &d_w, RATE);
            b -= RATE * d_b;
        }
        taken = steps;
        report.digits(&format!("objective after {steps} steps"), logistic_objective(&w, b, x, y), want);
    }
}

/// The network, from weights that a formula gives.
pub(crate) fn network(dataset: &Dataset, report: &mut Report) {
    use reference::network as want;
    let Dataset { train, test } = dataset;
    let mut network = Network::formula(want::HIDDEN);
    let mut gradient = Network::zeros(want::HIDDEN);
    report.section(&format!(
        "Network {FEATURES}-{}-1, full-batch descent from formula weights at rate {:.1}",
        want::HIDDEN,
        want::RATE
    ));

    network.loss_grad_into(train, &mut gradient);
    report.digits("|gradient| at the start", gradient.norms().2, want::GRADIENT_NORM);
    report.slope("dW1[0][0]", gradient.w1[0], want::D_W1_FIRST);
    report.slope("dW1[7][29]", gradient.w1[7 * FEATURES + 29], want::D_W1_LAST);
    report.slope("db1[0]", gradient.b1[0], want::D_B1_FIRST);
    report.slope("dW2[0][0]", gradient.w2[0], want::D_W2_FIRST);
    report.slope("db2", gradient.b2[0], want::D_B2);

    let mut taken = 0;
    for &(steps, loss) in want::LOG_LOSS {
        for _ in taken..steps {
            network.loss_grad_into(train, &mut gradient);
            network.descend(&gradient, want::RATE);
        }
        taken = steps;
        report.digits(&format!("train log-loss after {steps} steps"), network.loss(train), loss);
    }
    let score = network.score(test);
    report.digits("test log-loss then", score.log_loss, want::TEST_LOG_LOSS);
    report.count("test tumors mistaken", score.wrong, want::TEST_WRONG);
}
