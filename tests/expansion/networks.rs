use autodiff_runtime::check::assert_gradient;

include!("../../autodiff-macro/src/golden/dense.rs");
include!("../../autodiff-macro/src/golden/two_layers.rs");
include!("../../autodiff-macro/src/golden/deep.rs");

/// A few numbers, no two alike.
fn wave<const N: usize>(k: f64) -> [f64; N] {
    std::array::from_fn(|i| (1.0 + k * i as f64).sin() * 0.5)
}

#[test]
fn a_layer() {
    let at: ([f64; 4], [f64; 8], [f64; 2]) = (wave(0.3), wave(0.7), wave(1.3));
    let (y, pullback) = dense_pullback(&at.0, &at.1, &at.2);
    assert_eq!(y, dense(&at.0, &at.1, &at.2));
    for row in 0..2 {
        let mut seed = [0.0; 2];
        seed[row] = 1.0;
        let mut gradient = ([0.0; 4], [0.0; 8], [0.0; 2]);
        pullback(&seed, &mut gradient.0, &mut gradient.1, &mut gradient.2);
        assert_gradient(|(x, w, b)| dense(x, w, b)[row], &at, &gradient);
    }
}

#[test]
fn two_layers_of_them() {
    let x: [f64; 4] = wave(0.3);
    let at: ([f64; 12], [f64; 3], [f64; 3], [f64; 1]) = (wave(0.7), wave(1.3), wave(0.4), wave(1.0));
    let value = |(w1, b1, w2, b2): &([f64; 12], [f64; 3], [f64; 3], [f64; 1])| two_layers(&x, w1, b1, w2, b2, 0.9);
    let mut into = ([7.0; 12], [7.0; 3], [7.0; 3], [7.0; 1]);
    let returned =
        two_layers_grad_into(&x, &at.0, &at.1, &at.2, &at.3, 0.9, &mut into.0, &mut into.1, &mut into.2, &mut into.3);
    assert_eq!(returned, value(&at));
    assert_gradient(value, &at, &into);
    let gradient = (into.0.to_vec(), into.1.to_vec(), into.2.to_vec(), into.3.to_vec());
    assert_eq!(two_layers_grad(&x, &at.0, &at.1, &at.2, &at.3, 0.9), gradient);
    assert_eq!(two_layers_value_and_grad(&x, &at.0, &at.1, &at.2, &at.3, 0.9), (returned, gradient));
    let (_, pullback) = two_layers_pullback(&x, &at.0, &at.1, &at.2, &at.3, 0.9);
    let mut added = ([0.0; 12], [0.0; 3], [0.0; 3], [0.0; 1]);
    pullback(1.0, &mut added.0, &mut added.1, &mut added.2, &mut added.3);
    assert_eq!(added, into);
}

#[test]
fn a_loop_of_layers() {
    let x: [f64; 3] = wave(0.3);
    let at: ([f64; 9], [f64; 3]) = (wave(0.7), wave(1.3));
    for depth in [0, 1, 4] {
        let value = |(w, b): &([f64; 9], [f64; 3])| deep(&x, w, b, depth);
        let mut into = ([7.0; 9], [7.0; 3]);
        assert_eq!(deep_grad_into(&x, &at.0, &at.1, depth, &mut into.0, &mut into.1), value(&at));
        assert_gradient(value, &at, &into);
        let gradient = (into.0.to_vec(), into.1.to_vec());
        assert_eq!(deep_grad(&x, &at.0, &at.1, depth), gradient);
        assert_eq!(deep_value_and_grad(&x, &at.0, &at.1, depth), (value(&at), gradient));
        let (_, pullback) = deep_pullback(&x, &at.0, &at.1, depth);
        let mut added = ([0.0; 9], [0.0; 3]);
        pullback(1.0, &mut added.0, &mut added.1);
        assert_eq!(added, into);
    }
}
