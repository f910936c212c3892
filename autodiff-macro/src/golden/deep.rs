fn deep(x: &[f64], w: &[f64], b: &[f64], depth: usize) -> f64 {
    let mut h = dense(x, w, b);
    for _ in 0..depth {
        h = dense(&h, w, b);
    }
    h[0]
}
/// Gradient of [`deep`] with respect to `w` and `b`.
fn deep_grad(
    x: &[f64],
    w: &[f64],
    b: &[f64],
    depth: usize,
) -> (::autodiff_runtime::private::Vec<f64>, ::autodiff_runtime::private::Vec<f64>) {
    let (mut h, h_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Inactive, x),
        (::autodiff_runtime::private::Active, w),
        (::autodiff_runtime::private::Active, b),
    );
    let mut tape_h = ::autodiff_runtime::private::Vec::with_capacity(depth);
    let mut tape_dense_pullback = ::autodiff_runtime::private::Vec::with_capacity(depth);
    for _ in 0..depth {
        let (value, dense_pullback) = dense_pullback_for(
            dense,
            (::autodiff_runtime::private::Active, &h),
            (::autodiff_runtime::private::Active, w),
            (::autodiff_runtime::private::Active, b),
        );
        tape_dense_pullback.push(dense_pullback);
        tape_h.push(::core::mem::replace(&mut h, value));
    }
    let mut d_h = ::autodiff_runtime::private::zero_like(&h);
    d_h[0] += 1.0;
    let mut d_w = ::autodiff_runtime::private::zero_like(w);
    let mut d_b = ::autodiff_runtime::private::zero_like(b);
    for i in (0..depth).rev() {
        let h = &tape_h[i];
        let dense_pullback = &tape_dense_pullback[i];
        let d_value = ::core::mem::replace(
            &mut d_h,
            ::autodiff_runtime::private::zero_like(h),
        );
        dense_pullback(&d_value, (h, &mut d_h), (w, &mut d_w), (b, &mut d_b));
    }
    h_pullback(&d_h, (x, ()), (w, &mut d_w), (b, &mut d_b));
    (d_w, d_b)
}
/// Value of [`deep`], and its gradient with respect to `w` and `b`.
fn deep_value_and_grad(
    x: &[f64],
    w: &[f64],
    b: &[f64],
    depth: usize,
) -> (
    f64,
    (::autodiff_runtime::private::Vec<f64>, ::autodiff_runtime::private::Vec<f64>),
) {
    let mut d_w = ::autodiff_runtime::private::zero_like(w);
    let mut d_b = ::autodiff_runtime::private::zero_like(b);
    let value = deep_grad_into(x, w, b, depth, &mut d_w, &mut d_b);
    (value, (d_w, d_b))
}
/// Value of [`deep`], and its gradient with respect to `w` and `b` in the buffers `d_w` and `d_b`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn deep_grad_into(
    x: &[f64],
    w: &[f64],
    b: &[f64],
    depth: usize,
    d_w: &mut [f64],
    d_b: &mut [f64],
) -> f64 {
    ::autodiff_runtime::private::check_len("w", w.len(), d_w.len());
    ::autodiff_runtime::private::check_len("b", b.len(), d_b.len());
    let d_w = &mut d_w[..w.len()];
    d_w.fill(0.0);
    let d_b = &mut d_b[..b.len()];
    d_b.fill(0.0);
    let (mut h, h_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Inactive, x),
        (::autodiff_runtime::private::Active, w),
        (::autodiff_runtime::private::Active, b),
    );
    let mut tape_h = ::autodiff_runtime::private::Vec::with_capacity(depth);
    let mut tape_dense_pullback = ::autodiff_runtime::private::Vec::with_capacity(depth);
    for _ in 0..depth {
        let (value, dense_pullback) = dense_pullback_for(
            dense,
            (::autodiff_runtime::private::Active, &h),
            (::autodiff_runtime::private::Active, w),
            (::autodiff_runtime::private::Active, b),
        );
        tape_dense_pullback.push(dense_pullback);
        tape_h.push(::core::mem::replace(&mut h, value));
    }
    let mut d_h = ::autodiff_runtime::private::zero_like(&h);
    d_h[0] += 1.0;
    for i in (0..depth).rev() {
        let h = &tape_h[i];
        let dense_pullback = &tape_dense_pullback[i];
        let d_value = ::core::mem::replace(
            &mut d_h,
            ::autodiff_runtime::private::zero_like(h),
        );
        dense_pullback(&d_value, (h, &mut d_h), (w, &mut *d_w), (b, &mut *d_b));
    }
    h_pullback(&d_h, (x, ()), (w, &mut *d_w), (b, &mut *d_b));
    h[0]
}
/// Value and pullback of [`deep`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `w` and `b`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn deep_pullback<'a>(
    x: &'a [f64],
    w: &'a [f64],
    b: &'a [f64],
    depth: usize,
) -> (f64, impl ::core::ops::Fn(f64, &mut [f64], &mut [f64]) + use<'a>) {
    let (value, pullback) = deep_pullback_for(
        deep,
        (::autodiff_runtime::private::Inactive, x),
        (::autodiff_runtime::private::Active, w),
        (::autodiff_runtime::private::Active, b),
        (::autodiff_runtime::private::Inactive, depth),
    );
    (
        value,
        move |d_value: f64, d_w: &mut [f64], d_b: &mut [f64]| {
            ::autodiff_runtime::private::check_len("w", w.len(), d_w.len());
            ::autodiff_runtime::private::check_len("b", b.len(), d_b.len());
            pullback(&d_value, (x, ()), (w, d_w), (b, d_b), ((), ()))
        },
    )
}
/// Value and pullback of [`deep`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`deep_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn deep_pullback_for<
    X: ::autodiff_runtime::private::ConstantFlag,
    W: ::autodiff_runtime::private::Flag,
    B: ::autodiff_runtime::private::Flag,
    Depth: ::autodiff_runtime::private::ConstantFlag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, &[f64]),
    (_, w): (W, &[f64]),
    (_, b): (B, &[f64]),
    (_, depth): (Depth, usize),
) -> (
    f64,
    impl ::core::ops::Fn(
        &f64,
        (&[f64], X::Slot<&mut [f64]>),
        (&[f64], W::Slot<&mut [f64]>),
        (&[f64], B::Slot<&mut [f64]>),
        ((), Depth::Slot<()>),
    ) + use<X, W, B, Depth, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, deep);
    let (mut h, h_pullback) = dense_pullback_for(
        dense,
        (::autodiff_runtime::private::Inactive, x),
        (W::FLAG, w),
        (B::FLAG, b),
    );
    let mut tape_h = ::autodiff_runtime::private::Vec::with_capacity(depth);
    let mut tape_dense_pullback = ::autodiff_runtime::private::Vec::with_capacity(depth);
    for _ in 0..depth {
        let (value, dense_pullback) = dense_pullback_for(
            dense,
            (::autodiff_runtime::private::Active, &h),
            (W::FLAG, w),
            (B::FLAG, b),
        );
        tape_dense_pullback.push(dense_pullback);
        tape_h.push(::core::mem::replace(&mut h, value));
    }
    let value = ::autodiff_runtime::private::float(h[0]);
    let pullback = move |
        &d_result: &f64,
        (x, _): (&[f64], X::Slot<&mut [f64]>),
        (w, mut d_w): (&[f64], W::Slot<&mut [f64]>),
        (b, mut d_b): (&[f64], B::Slot<&mut [f64]>),
        (_, _): ((), Depth::Slot<()>)|
    {
        let mut d_h = ::autodiff_runtime::private::zero_like(&h);
        d_h[0] += d_result;
        for i in (0..depth).rev() {
            let h = &tape_h[i];
            let dense_pullback = &tape_dense_pullback[i];
            let d_value = ::core::mem::replace(
                &mut d_h,
                ::autodiff_runtime::private::zero_like(h),
            );
            dense_pullback(
                &d_value,
                (h, &mut d_h),
                (w, W::lend(&mut d_w, |d_w| d_w)),
                (b, B::lend(&mut d_b, |d_b| d_b)),
            );
        }
        h_pullback(
            &d_h,
            (x, ()),
            (w, W::lend(&mut d_w, |d_w| d_w)),
            (b, B::lend(&mut d_b, |d_b| d_b)),
        );
    };
    (value, pullback)
}
