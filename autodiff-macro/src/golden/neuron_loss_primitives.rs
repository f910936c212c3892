fn neuron_loss(w: f64, b: f64, x: f64, y: f64) -> f64 {
    pow(sub(sigmoid(add(mul(w, x), b)), y), 2.0)
}
/// Gradient of [`neuron_loss`] with respect to `w` and `b`.
///
/// `∂/∂w = 2·(sigmoid − y)·sigmoid·(1 − sigmoid)·x`, `∂/∂b = 2·(sigmoid − y)·sigmoid·(1 − sigmoid)`, where `sigmoid = σ(w·x + b)`.
fn neuron_loss_grad(w: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    let sigmoid_1 = sigmoid(add(mul(w, x), b));
    let d_sum = 2.0 * sub(sigmoid_1, y) * sigmoid_1 * (1.0 - sigmoid_1);
    (d_sum * x, d_sum)
}
/// Value of [`neuron_loss`], and its gradient with respect to `w` and `b`.
fn neuron_loss_value_and_grad(w: f64, b: f64, x: f64, y: f64) -> (f64, (f64, f64)) {
    let sigmoid_1 = sigmoid(add(mul(w, x), b));
    let d_sum = 2.0 * sub(sigmoid_1, y) * sigmoid_1 * (1.0 - sigmoid_1);
    (pow(sub(sigmoid_1, y), 2.0), (d_sum * x, d_sum))
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
        ::autodiff_runtime::primitive::pow::<f64>,
        pow,
    );
    const _: () = ::autodiff_runtime::private::primitive(
        ::autodiff_runtime::primitive::sub::<f64>,
        sub,
    );
    const _: () = ::autodiff_runtime::private::primitive(
        ::autodiff_runtime::primitive::sigmoid::<f64>,
        sigmoid,
    );
    const _: () = ::autodiff_runtime::private::primitive(
        ::autodiff_runtime::primitive::add::<f64>,
        add,
    );
    const _: () = ::autodiff_runtime::private::primitive(
        ::autodiff_runtime::primitive::mul::<f64>,
        mul,
    );
    let sigmoid_1 = sigmoid(add(mul(w, x), b));
    let value = pow(sub(sigmoid_1, y), 2.0);
    let pullback = move |
        &d_result: &f64,
        (_, mut d_w): ((), W::Slot<&mut f64>),
        (_, mut d_b): ((), B::Slot<&mut f64>),
        (_, _): ((), X::Slot<&mut f64>),
        (_, _): ((), Y::Slot<&mut f64>)|
    {
        let d_sum = 2.0 * d_result * sub(sigmoid_1, y) * sigmoid_1 * (1.0 - sigmoid_1);
        if let ::autodiff_runtime::private::Some(d_w) = W::slot(&mut d_w) {
            **d_w += d_sum * x;
        }
        if let ::autodiff_runtime::private::Some(d_b) = B::slot(&mut d_b) {
            **d_b += d_sum;
        }
    };
    (value, pullback)
}
