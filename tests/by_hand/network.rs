//! A network with one hidden layer: `1/n · Σ (softplus(z) − y·z)`, `z = w2·h + b2`, `h = σ(W1·x + b1)`.

use super::softplus_and_sigmoid;

/// The loss; its gradient goes into the four `d_…`. One row after another, forward and straight back, so that the hidden
/// layer of one row is all that is ever kept.
#[expect(clippy::too_many_arguments, reason = "the signature that a companion of the loss has")]
pub(crate) fn log_loss_grad_into<const N: usize>(
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: &[f64],
    x: &[[f64; N]],
    y: &[f64],
    d_w1: &mut [f64],
    d_b1: &mut [f64],
    d_w2: &mut [f64],
    d_b2: &mut [f64],
) -> f64 {
    let (w1, _) = w1.as_chunks::<N>();
    let (d_w1, _) = d_w1.as_chunks_mut::<N>();
    let hidden = b1.len();
    let (w1, d_w1, w2) = (&w1[..hidden], &mut d_w1[..hidden], &w2[..hidden]);
    let (d_b1, d_w2) = (&mut d_b1[..hidden], &mut d_w2[..hidden]);
    d_w1.fill([0.0; N]);
    d_b1.fill(0.0);
    d_w2.fill(0.0);
    d_b2.fill(0.0);

    let mut h = vec![0.0; hidden];
    let mut sum = 0.0;
    let share = 1.0 / x.len() as f64;
    for (row, &y) in x.iter().zip(y) {
        let mut z = b2[0];
        for j in 0..hidden {
            let mut a = b1[j];
            for (w, x) in w1[j].iter().zip(row) {
                a += w * x;
            }
            h[j] = softplus_and_sigmoid(a).1;
            z += w2[j] * h[j];
        }
        let (softplus, sigmoid) = softplus_and_sigmoid(z);
        sum += softplus - y * z;

        let d_z = (sigmoid - y) * share;
        d_b2[0] += d_z;
        for j in 0..hidden {
            d_w2[j] += d_z * h[j];
            let d_a = d_z * w2[j] * h[j] * (1.0 - h[j]);
            d_b1[j] += d_a;
            for (d_w, x) in d_w1[j].iter_mut().zip(row) {
                *d_w += d_a * x;
            }
        }
    }
    sum / x.len() as f64
}
