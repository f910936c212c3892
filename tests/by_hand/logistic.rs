//! Logistic regression with a ridge: `1/n · Σ (softplus(z) − y·z) + |w|² / 2n`, `z = w·x + b`.

use super::softplus_and_sigmoid;

/// The objective; its gradient goes into `d_w` and `d_b`. One sweep over the rows: what a row adds to the gradient needs
/// nothing of the others.
pub(crate) fn logistic_objective_grad_into<const N: usize>(
    w: &[f64; N],
    b: f64,
    x: &[[f64; N]],
    y: &[f64],
    d_w: &mut [f64; N],
    d_b: &mut f64,
) -> f64 {
    let n = x.len() as f64;
    let mut sum = 0.0;
    let mut total_d_z = 0.0;
    let mut row_sums = [0.0; N];
    for (row, &y) in x.iter().zip(y) {
        let mut z = b;
        for (w, x) in w.iter().zip(row) {
            z += w * x;
        }
        let (softplus, sigmoid) = softplus_and_sigmoid(z);
        sum += softplus - y * z;
        let d_z = sigmoid - y;
        total_d_z += d_z;
        for (total, x) in row_sums.iter_mut().zip(row) {
            *total += d_z * x;
        }
    }
    let mut square = 0.0;
    for j in 0..N {
        square += w[j] * w[j];
        d_w[j] = (row_sums[j] + w[j]) / n;
    }
    *d_b = total_d_z / n;
    sum / n + square / (2.0 * n)
}
