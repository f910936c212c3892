fn neuron_loss(w: f64, b: f64, x: f64, y: f64) -> f64 {
    let z = w * x + b;
    let a = sigmoid(z);
    (a - y).powi(2)
}
/// Gradient of [`neuron_loss`] with respect to `w` and `b`.
///
/// `∂/∂w = 2·(a − y)·a·(1 − a)·x`, `∂/∂b = 2·(a − y)·a·(1 − a)`, where `z = w·x + b`, `a = σ(z)`.
fn neuron_loss_grad(w: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    let z = w * x + b;
    let a = sigmoid(z);
    let d_a = 2.0 * (a - y);
    let d_z = d_a * a * (1.0 - a);
    (d_z * x, d_z)
}
/// Value of [`neuron_loss`], and its gradient with respect to `w` and `b`.
fn neuron_loss_value_and_grad(w: f64, b: f64, x: f64, y: f64) -> (f64, (f64, f64)) {
    let z = w * x + b;
    let a = sigmoid(z);
    let d_a = 2.0 * (a - y);
    let d_z = d_a * a * (1.0 - a);
    ((a - y).powi(2), (d_z * x, d_z))
}
/// Value and pullback of [`neuron_loss`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `w` and `b`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn neuron_loss_pullback(
    w: f64,
    b: f64,
    x: f64,
    y: f64,
) -> (f64, impl ::core::ops::Fn(f64, &mut f64, &mut f64)) {
    let (value, pullback) = neuron_loss_pullback_for(
        neuron_loss,
        (::autodiff_runtime::private::Active, w),
        (::autodiff_runtime::private::Active, b),
        (::autodiff_runtime::private::Inactive, x),
        (::autodiff_runtime::private::Inactive, y),
    );
    (
        value,
        move |d_value: f64, d_w: &mut f64, d_b: &mut f64| pullback(
            &d_value,
            ((), d_w),
            ((), d_b),
            ((), ()),
            ((), ()),
        ),
    )
}
/// Value and pullback of [`neuron_loss`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`neuron_loss_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn neuron_loss_pullback_for<
    W: ::autodiff_runtime::private::Flag,
    B: ::autodiff_runtime::private::Flag,
    X: ::autodiff_runtime::private::ConstantFlag,
    Y: ::autodiff_runtime::private::ConstantFlag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, w): (W, f64),
    (_, b): (B, f64),
    (_, x): (X, f64),
    (_, y): (Y, f64),
) -> (
    f64,
    impl ::core::ops::Fn(
        &f64,
        ((), W::Slot<&mut f64>),
        ((), B::Slot<&mut f64>),
        ((), X::Slot<&mut f64>),
        ((), Y::Slot<&mut f64>),
    ) + use<W, B, X, Y, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, neuron_loss);
    const _: () = ::autodiff_runtime::private::primitive(
        ::autodiff_runtime::primitive::sigmoid::<f64>,
        sigmoid,
    );
    let z = w * x + b;
    let a = sigmoid(z);
    let value = (a - y).powi(2);
    let pullback = move |
        &d_result: &f64,
        (_, mut d_w): ((), W::Slot<&mut f64>),
        (_, mut d_b): ((), B::Slot<&mut f64>),
        (_, _): ((), X::Slot<&mut f64>),
        (_, _): ((), Y::Slot<&mut f64>)|
    {
        let d_a = 2.0 * d_result * (a - y);
        let d_z = d_a * a * (1.0 - a);
        if let ::autodiff_runtime::private::Some(d_w) = W::slot(&mut d_w) {
            **d_w += d_z * x;
        }
        if let ::autodiff_runtime::private::Some(d_b) = B::slot(&mut d_b) {
            **d_b += d_z;
        }
    };
    (value, pullback)
}
