use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::primitive::sigmoid;

include!("../../autodiff-macro/src/golden/neuron_loss.rs");

#[test]
fn it_is_what_it_says() {
    let gradient = neuron_loss_grad(0.5, 0.1, 1.5, 1.0);
    assert_gradient(|&(w, b)| neuron_loss(w, b, 1.5, 1.0), &(0.5, 0.1), &gradient);
    assert_eq!(neuron_loss_value_and_grad(0.5, 0.1, 1.5, 1.0), (neuron_loss(0.5, 0.1, 1.5, 1.0), gradient));
    let (value, pullback) = neuron_loss_pullback(0.5, 0.1, 1.5, 1.0);
    let (mut d_w, mut d_b) = (0.0, 0.0);
    pullback(2.0, &mut d_w, &mut d_b);
    assert_eq!((value, d_w, d_b), (neuron_loss(0.5, 0.1, 1.5, 1.0), 2.0 * gradient.0, 2.0 * gradient.1));
}

/// For the same in named primitives.
pub(crate) fn by_hand(w: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    let a = 1.0 / (1.0 + (-(w * x + b)).exp());
    let d_z = 2.0 * (a - y) * a * (1.0 - a);
    (d_z * x, d_z)
}
