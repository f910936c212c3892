use autodiff_runtime::primitive::{add, mul, pow, sigmoid, sub};

include!("../../autodiff-macro/src/golden/neuron_loss_primitives.rs");

#[test]
fn it_is_the_same_function() {
    let by_hand = crate::neuron::by_hand(0.5, 0.1, 1.5, 1.0);
    let (value, gradient) = neuron_loss_value_and_grad(0.5, 0.1, 1.5, 1.0);
    assert_eq!(value, neuron_loss(0.5, 0.1, 1.5, 1.0));
    assert!((gradient.0 - by_hand.0).abs() < 1e-16 && (gradient.1 - by_hand.1).abs() < 1e-16);
    assert_eq!(neuron_loss_grad(0.5, 0.1, 1.5, 1.0), gradient);
    let (_, pullback) = neuron_loss_pullback(0.5, 0.1, 1.5, 1.0);
    let (mut d_w, mut d_b) = (0.0, 0.0);
    pullback(1.0, &mut d_w, &mut d_b);
    assert_eq!((d_w, d_b), gradient);
}
