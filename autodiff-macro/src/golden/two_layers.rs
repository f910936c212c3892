fn two_layers(
    x: &[f64],
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: &[f64],
    target: f64,
) -> f64 {
    let h = dense(x, w1, b1);
    let y = dense(&h, w2, b2);
    (y[0] - target).powi(2)
}
/// Gradient of [`two_layers`] with respect to `w1`, `b1`, `w2` and `b2`.
fn two_layers_grad(
    x: &[f64],
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: &[f64],
    target: f64,
) -> (
    ::autodiff_runtime::private::Vec<f64>,
    ::autodiff_runtime::private::Vec<f64>,
    ::autodiff_runtime::private::Vec<f64>,
    ::autodiff_runtime::private::Vec<f64>,
) {
    let (h, h_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Inactive, x),
        (::autodiff_runtime::private::Active, w1),
        (::autodiff_runtime::private::Active, b1),
    );
    let (y, y_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Active, &h),
        (::autodiff_runtime::private::Active, w2),
        (::autodiff_runtime::private::Active, b2),
    );
    let mut d_y = ::autodiff_runtime::private::zero_like(&y);
    d_y[0] += 2.0 * (y[0] - target);
    let mut d_h = ::autodiff_runtime::private::zero_like(&h);
    let mut d_w2 = ::autodiff_runtime::private::zero_like(w2);
    let mut d_b2 = ::autodiff_runtime::private::zero_like(b2);
    y_pullback(&d_y, (&h, &mut d_h), (w2, &mut d_w2), (b2, &mut d_b2));
    let mut d_w1 = ::autodiff_runtime::private::zero_like(w1);
    let mut d_b1 = ::autodiff_runtime::private::zero_like(b1);
    h_pullback(&d_h, (x, ()), (w1, &mut d_w1), (b1, &mut d_b1));
    (d_w1, d_b1, d_w2, d_b2)
}
/// Value of [`two_layers`], and its gradient with respect to `w1`, `b1`, `w2` and `b2`.
fn two_layers_value_and_grad(
    x: &[f64],
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: &[f64],
    target: f64,
) -> (
    f64,
    (
        ::autodiff_runtime::private::Vec<f64>,
        ::autodiff_runtime::private::Vec<f64>,
        ::autodiff_runtime::private::Vec<f64>,
        ::autodiff_runtime::private::Vec<f64>,
    ),
) {
    let mut d_w1 = ::autodiff_runtime::private::zero_like(w1);
    let mut d_b1 = ::autodiff_runtime::private::zero_like(b1);
    let mut d_w2 = ::autodiff_runtime::private::zero_like(w2);
    let mut d_b2 = ::autodiff_runtime::private::zero_like(b2);
    let value = two_layers_grad_into(
        x,
        w1,
        b1,
        w2,
        b2,
        target,
        &mut d_w1,
        &mut d_b1,
        &mut d_w2,
        &mut d_b2,
    );
    (value, (d_w1, d_b1, d_w2, d_b2))
}
/// Value of [`two_layers`], and its gradient with respect to `w1`, `b1`, `w2` and `b2` in the buffers `d_w1`, `d_b1`, `d_w2` and `d_b2`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn two_layers_grad_into(
    x: &[f64],
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: &[f64],
    target: f64,
    d_w1: &mut [f64],
    d_b1: &mut [f64],
    d_w2: &mut [f64],
    d_b2: &mut [f64],
) -> f64 {
    ::autodiff_runtime::private::check_len("w1", w1.len(), d_w1.len());
    ::autodiff_runtime::private::check_len("b1", b1.len(), d_b1.len());
    ::autodiff_runtime::private::check_len("w2", w2.len(), d_w2.len());
    ::autodiff_runtime::private::check_len("b2", b2.len(), d_b2.len());
    let d_w1 = &mut d_w1[..w1.len()];
    d_w1.fill(0.0);
    let d_b1 = &mut d_b1[..b1.len()];
    d_b1.fill(0.0);
    let d_w2 = &mut d_w2[..w2.len()];
    d_w2.fill(0.0);
    let d_b2 = &mut d_b2[..b2.len()];
    d_b2.fill(0.0);
    let (h, h_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Inactive, x),
        (::autodiff_runtime::private::Active, w1),
        (::autodiff_runtime::private::Active, b1),
    );
    let (y, y_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Active, &h),
        (::autodiff_runtime::private::Active, w2),
        (::autodiff_runtime::private::Active, b2),
    );
    let mut d_y = ::autodiff_runtime::private::zero_like(&y);
    d_y[0] += 2.0 * (y[0] - target);
    let mut d_h = ::autodiff_runtime::private::zero_like(&h);
    y_pullback(&d_y, (&h, &mut d_h), (w2, &mut *d_w2), (b2, &mut *d_b2));
    h_pullback(&d_h, (x, ()), (w1, &mut *d_w1), (b1, &mut *d_b1));
    (y[0] - target).powi(2)
}
/// Value and pullback of [`two_layers`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `w1`, `b1`, `w2` and `b2`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn two_layers_pullback<'a>(
    x: &'a [f64],
    w1: &'a [f64],
    b1: &'a [f64],
    w2: &'a [f64],
    b2: &'a [f64],
    target: f64,
) -> (
    f64,
    impl ::core::ops::Fn(f64, &mut [f64], &mut [f64], &mut [f64], &mut [f64]) + use<'a>,
) {
    let (value, pullback) = two_layers_pullback_for(
        two_layers,
        (::autodiff_runtime::private::Inactive, x),
        (::autodiff_runtime::private::Active, w1),
        (::autodiff_runtime::private::Active, b1),
        (::autodiff_runtime::private::Active, w2),
        (::autodiff_runtime::private::Active, b2),
        (::autodiff_runtime::private::Inactive, target),
    );
    (
        value,
        move |
            d_value: f64,
            d_w1: &mut [f64],
            d_b1: &mut [f64],
            d_w2: &mut [f64],
            d_b2: &mut [f64]|
        {
            ::autodiff_runtime::private::check_len("w1", w1.len(), d_w1.len());
            ::autodiff_runtime::private::check_len("b1", b1.len(), d_b1.len());
            ::autodiff_runtime::private::check_len("w2", w2.len(), d_w2.len());
            ::autodiff_runtime::private::check_len("b2", b2.len(), d_b2.len());
            pullback(
                &d_value,
                (x, ()),
                (w1, d_w1),
                (b1, d_b1),
                (w2, d_w2),
                (b2, d_b2),
                ((), ()),
            )
        },
    )
}
/// Value and pullback of [`two_layers`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`two_layers_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn two_layers_pullback_for<
    X: ::autodiff_runtime::private::ConstantFlag,
    W1: ::autodiff_runtime::private::Flag,
    B1: ::autodiff_runtime::private::Flag,
    W2: ::autodiff_runtime::private::Flag,
    B2: ::autodiff_runtime::private::Flag,
    Target: ::autodiff_runtime::private::ConstantFlag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, &[f64]),
    (_, w1): (W1, &[f64]),
    (_, b1): (B1, &[f64]),
    (_, w2): (W2, &[f64]),
    (_, b2): (B2, &[f64]),
    (_, target): (Target, f64),
) -> (
    f64,
    impl ::core::ops::Fn(
        &f64,
        (&[f64], X::Slot<&mut [f64]>),
        (&[f64], W1::Slot<&mut [f64]>),
        (&[f64], B1::Slot<&mut [f64]>),
        (&[f64], W2::Slot<&mut [f64]>),
        (&[f64], B2::Slot<&mut [f64]>),
        ((), Target::Slot<&mut f64>),
    ) + use<X, W1, B1, W2, B2, Target, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, two_layers);
    let (h, h_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Inactive, x),
        (W1::FLAG, w1),
        (B1::FLAG, b1),
    );
    let (y, y_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Active, &h),
        (W2::FLAG, w2),
        (B2::FLAG, b2),
    );
    let float = ::autodiff_runtime::private::float(y[0]);
    let value = (float - target).powi(2);
    let pullback = move |
        &d_result: &f64,
        (x, _): (&[f64], X::Slot<&mut [f64]>),
        (w1, mut d_w1): (&[f64], W1::Slot<&mut [f64]>),
        (b1, mut d_b1): (&[f64], B1::Slot<&mut [f64]>),
        (w2, mut d_w2): (&[f64], W2::Slot<&mut [f64]>),
        (b2, mut d_b2): (&[f64], B2::Slot<&mut [f64]>),
        (_, _): ((), Target::Slot<&mut f64>)|
    {
        let mut d_y = ::autodiff_runtime::private::zero_like(&y);
        d_y[0] += 2.0 * d_result * (float - target);
        let mut d_h = ::autodiff_runtime::private::zero_like(&h);
        y_pullback(
            &d_y,
            (&h, &mut d_h),
            (w2, W2::lend(&mut d_w2, |d_w2| d_w2)),
            (b2, B2::lend(&mut d_b2, |d_b2| d_b2)),
        );
        h_pullback(
            &d_h,
            (x, ()),
            (w1, W1::lend(&mut d_w1, |d_w1| d_w1)),
            (b1, B1::lend(&mut d_b1, |d_b1| d_b1)),
        );
    };
    (value, pullback)
}
