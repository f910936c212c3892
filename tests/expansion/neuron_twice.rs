use autodiff_runtime::primitive::sigmoid;

include!("../../autodiff-macro/src/golden/neuron_loss_twice.rs");

#[test]
fn it_is_what_it_says() {
    let (w, b, x, y) = (0.5, 0.1, 1.5, 1.0);
    let a = sigmoid(w * x + b);
    let slope = a * (1.0 - a);
    // ∂²/∂z² of (σ(z) − y)², with z = w·x + b.
    let bend = 2.0 * slope * slope + 2.0 * (a - y) * slope * (1.0 - 2.0 * a);
    let want = [[bend * x * x, bend * x], [bend * x, bend]];
    let got = neuron_loss_hessian(w, b, x, y);
    (0..4).for_each(|k| assert!((got[k / 2][k % 2] - want[k / 2][k % 2]).abs() < 1e-15));
    let (of_w, of_b) = neuron_loss_hvp(w, 2.0, b, -1.0, x, y);
    assert!((of_w - (2.0 * want[0][0] - want[0][1])).abs() < 1e-15);
    assert!((of_b - (2.0 * want[1][0] - want[1][1])).abs() < 1e-15);
    let (value, tangent) = neuron_loss_jvp(w, 2.0, b, -1.0, x, y);
    assert_eq!(value, neuron_loss(w, b, x, y));
    assert!((tangent - 2.0 * (a - y) * slope * (2.0 * x - 1.0)).abs() < 1e-15);
}
