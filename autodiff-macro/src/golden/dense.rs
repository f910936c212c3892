fn dense(x: &[f64], w: &[f64], b: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut y = vec![0.0; b.len()];
    for o in 0..b.len() {
        let mut z = b[o];
        for i in 0..n {
            z += w[o * n + i] * x[i];
        }
        y[o] = z.tanh();
    }
    y
}
/// Value and pullback of [`dense`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `x`, `w` and `b`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn dense_pullback<'a>(
    x: &'a [f64],
    w: &'a [f64],
    b: &'a [f64],
) -> (
    Vec<f64>,
    impl ::core::ops::Fn(&[f64], &mut [f64], &mut [f64], &mut [f64]) + use<'a>,
) {
    let (value, pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Active, x),
        (::autodiff_runtime::private::Active, w),
        (::autodiff_runtime::private::Active, b),
    );
    let length = value.len();
    (
        value,
        move |d_value: &[f64], d_x: &mut [f64], d_w: &mut [f64], d_b: &mut [f64]| {
            ::autodiff_runtime::private::check_len("value", length, d_value.len());
            ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
            ::autodiff_runtime::private::check_len("w", w.len(), d_w.len());
            ::autodiff_runtime::private::check_len("b", b.len(), d_b.len());
            pullback(d_value, (x, d_x), (w, d_w), (b, d_b))
        },
    )
}
/// Value and pullback of [`dense`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`dense_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn dense_pullback_for<
    X: ::autodiff_runtime::private::Flag,
    W: ::autodiff_runtime::private::Flag,
    B: ::autodiff_runtime::private::Flag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, &[f64]),
    (_, w): (W, &[f64]),
    (_, b): (B, &[f64]),
) -> (
    Vec<f64>,
    impl ::core::ops::Fn(
        &[f64],
        (&[f64], X::Slot<&mut [f64]>),
        (&[f64], W::Slot<&mut [f64]>),
        (&[f64], B::Slot<&mut [f64]>),
    ) + use<X, W, B, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, dense);
    let n = x.len();
    let mut y = ::autodiff_runtime::private::vec![0.0; b.len()];
    let mut tape_tanh = ::autodiff_runtime::private::Vec::with_capacity(b.len());
    for o in 0..b.len() {
        let mut z = b[o];
        for i in 0..n {
            z += w[o * n + i] * x[i];
        }
        let tanh = z.tanh();
        tape_tanh.push(tanh);
        y[o] = tanh;
    }
    let pullback = move |
        d_result: &[f64],
        (x, mut d_x): (&[f64], X::Slot<&mut [f64]>),
        (w, mut d_w): (&[f64], W::Slot<&mut [f64]>),
        (b, mut d_b): (&[f64], B::Slot<&mut [f64]>)|
    {
        for o in 0..b.len() {
            let tanh = tape_tanh[o];
            let d_z = d_result[o] * (1.0 - tanh * tanh);
            for i in 0..n {
                if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                    d_x[i] += d_z * w[o * n + i];
                }
                if let ::autodiff_runtime::private::Some(d_w) = W::slot(&mut d_w) {
                    d_w[o * n + i] += d_z * x[i];
                }
            }
            if let ::autodiff_runtime::private::Some(d_b) = B::slot(&mut d_b) {
                d_b[o] += d_z;
            }
        }
    };
    (y, pullback)
}
