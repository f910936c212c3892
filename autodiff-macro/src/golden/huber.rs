fn huber<T: Float>(w: &[T], x: &[T], y: T) -> T {
    let half = T::from(0.5).unwrap();
    let mut z = T::zero();
    for i in 0..w.len() {
        z = z + w[i] * x[i];
    }
    let r = (z - y).abs();
    if r < T::one() { half * r.powi(2) } else { r - half }
}
const _: fn() = {
    fn bound<T: Float>() {
        ::autodiff_runtime::private::generic_float::<T>()
    }
    bound::<f64>
};
/// Gradient of [`huber`] with respect to `w` and `y`.
fn huber_grad<T: Float + ::autodiff_runtime::Scalar>(
    w: &[T],
    x: &[T],
    y: T,
) -> (::autodiff_runtime::private::Vec<T>, T) {
    let half = T::from(0.5).unwrap();
    let mut z = T::zero();
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    let difference = z - y;
    let r = difference.abs();
    let mut d_r = T::zero();
    if r < T::one() {
        d_r += ::autodiff_runtime::private::lit::<T>(2.0) * half * r;
    } else {
        d_r += T::one();
    }
    let d_difference = d_r * ::autodiff_runtime::private::sign(difference);
    let mut d_w = ::autodiff_runtime::private::zero_like(w);
    for i in 0..w.len() {
        d_w[i] += d_difference * x[i];
    }
    (d_w, -d_difference)
}
/// Value of [`huber`], and its gradient with respect to `w` and `y`.
fn huber_value_and_grad<T: Float + ::autodiff_runtime::Scalar>(
    w: &[T],
    x: &[T],
    y: T,
) -> (T, (::autodiff_runtime::private::Vec<T>, T)) {
    let mut d_w = ::autodiff_runtime::private::zero_like(w);
    let mut d_y = T::zero();
    let value = huber_grad_into::<T>(w, x, y, &mut d_w, &mut d_y);
    (value, (d_w, d_y))
}
/// Value of [`huber`], and its gradient with respect to `w` and `y` in the buffers `d_w` and `d_y`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn huber_grad_into<T: Float + ::autodiff_runtime::Scalar>(
    w: &[T],
    x: &[T],
    y: T,
    d_w: &mut [T],
    d_y: &mut T,
) -> T {
    ::autodiff_runtime::private::check_len("w", w.len(), d_w.len());
    let d_w = &mut d_w[..w.len()];
    d_w.fill(T::zero());
    let half = T::from(0.5).unwrap();
    let mut z = T::zero();
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    let difference = z - y;
    let r = difference.abs();
    let value = if r < T::one() { half * r.powi(2) } else { r - half };
    let mut d_r = T::zero();
    if r < T::one() {
        d_r += ::autodiff_runtime::private::lit::<T>(2.0) * half * r;
    } else {
        d_r += T::one();
    }
    let d_difference = d_r * ::autodiff_runtime::private::sign(difference);
    for i in 0..w.len() {
        d_w[i] += d_difference * x[i];
    }
    *d_y = -d_difference;
    value
}
/// Value and pullback of [`huber`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `w` and `y`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn huber_pullback<'a, T: Float + ::autodiff_runtime::Scalar>(
    w: &'a [T],
    x: &'a [T],
    y: T,
) -> (T, impl ::core::ops::Fn(T, &mut [T], &mut T) + use<'a, T>) {
    let (value, pullback) = huber_pullback_for::<
        T,
        _,
        _,
        _,
        _,
    >(
        huber::<T>,
        (::autodiff_runtime::private::Active, w),
        (::autodiff_runtime::private::Inactive, x),
        (::autodiff_runtime::private::Active, y),
    );
    (
        value,
        move |d_value: T, d_w: &mut [T], d_y: &mut T| {
            ::autodiff_runtime::private::check_len("w", w.len(), d_w.len());
            pullback(&d_value, (w, d_w), (x, ()), ((), d_y))
        },
    )
}
/// Value and pullback of [`huber`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`huber_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn huber_pullback_for<
    T: Float + ::autodiff_runtime::Scalar,
    W: ::autodiff_runtime::private::Flag,
    X: ::autodiff_runtime::private::ConstantFlag,
    Y: ::autodiff_runtime::private::Flag,
    F: ::core::marker::Copy + 'static + ::core::ops::Fn(&[T], &[T], T) -> T,
>(
    primal: F,
    (_, w): (W, &[T]),
    (_, x): (X, &[T]),
    (_, y): (Y, T),
) -> (
    T,
    impl ::core::ops::Fn(
        &T,
        (&[T], W::Slot<&mut [T]>),
        (&[T], X::Slot<&mut [T]>),
        ((), Y::Slot<&mut T>),
    ) + use<T, W, X, Y, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, huber::<T>);
    let half = T::from(0.5).unwrap();
    let mut z = T::zero();
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    let difference = z - y;
    let r = difference.abs();
    let value = if r < T::one() { half * r.powi(2) } else { r - half };
    let pullback = move |
        &d_result: &T,
        (w, mut d_w): (&[T], W::Slot<&mut [T]>),
        (x, _): (&[T], X::Slot<&mut [T]>),
        (_, mut d_y): ((), Y::Slot<&mut T>)|
    {
        let mut d_r = T::zero();
        if r < T::one() {
            d_r += ::autodiff_runtime::private::lit::<T>(2.0) * d_result * half * r;
        } else {
            d_r += d_result;
        }
        let d_difference = d_r * ::autodiff_runtime::private::sign(difference);
        for i in 0..w.len() {
            if let ::autodiff_runtime::private::Some(d_w) = W::slot(&mut d_w) {
                d_w[i] += d_difference * x[i];
            }
        }
        if let ::autodiff_runtime::private::Some(d_y) = Y::slot(&mut d_y) {
            **d_y -= d_difference;
        }
    };
    (value, pullback)
}
