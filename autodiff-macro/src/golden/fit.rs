fn fit(x: &[f64], y: &[f64], w: f64, lambda: f64) -> f64 {
    let residual = |x: f64, y: f64| w * x - y;
    let loss: f64 = x
        .iter()
        .zip(y)
        .filter(|(x, _)| **x > 0.0)
        .map(|(x, y)| residual(*x, *y).powi(2))
        .sum();
    let largest = x.iter().map(|x| (w * x).abs()).fold(0.0, f64::max);
    loss / x.len() as f64 + lambda * largest
}
/// Gradient of [`fit`] with respect to `x`, `y`, `w` and `lambda`.
fn fit_grad(
    x: &[f64],
    y: &[f64],
    w: f64,
    lambda: f64,
) -> (
    ::autodiff_runtime::private::Vec<f64>,
    ::autodiff_runtime::private::Vec<f64>,
    f64,
    f64,
) {
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    let mut d_w: f64 = 0.0;
    let d_loss = 1.0 / x.len() as f64;
    let mut d_y = ::autodiff_runtime::private::zero_like(y);
    for i in 0..x.len().min(y.len()) {
        if x[i] > 0.0 {
            let x = x[i];
            let d_difference = 2.0 * d_loss * (w * x - y[i]);
            d_y[i] -= d_difference;
            d_x[i] += d_difference * w;
            d_w += d_difference * x;
        }
    }
    let mut max = 0.0;
    let bound = x.len();
    let mut tape_max = ::autodiff_runtime::private::Vec::with_capacity(bound);
    for i in 0..bound {
        tape_max.push(max);
        let x = x[i];
        max = f64::max(max, (w * x).abs());
    }
    let largest = max;
    let mut d_max = lambda;
    for i in (0..bound).rev() {
        let max = tape_max[i];
        let x = x[i];
        let abs = (w * x).abs();
        let d_max_1 = d_max;
        let d_product = d_max_1 * ::autodiff_runtime::private::max_share(abs, max)
            * ::autodiff_runtime::private::sign(w * x);
        d_x[i] += d_product * w;
        d_w += d_product * x;
        d_max = d_max_1 * ::autodiff_runtime::private::max_share(max, abs);
    }
    (d_x, d_y, d_w, largest)
}
/// Value of [`fit`], and its gradient with respect to `x`, `y`, `w` and `lambda`.
fn fit_value_and_grad(
    x: &[f64],
    y: &[f64],
    w: f64,
    lambda: f64,
) -> (
    f64,
    (
        ::autodiff_runtime::private::Vec<f64>,
        ::autodiff_runtime::private::Vec<f64>,
        f64,
        f64,
    ),
) {
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    let mut d_y = ::autodiff_runtime::private::zero_like(y);
    let mut d_w = 0.0;
    let mut d_lambda = 0.0;
    let value = fit_grad_into(
        x,
        y,
        w,
        lambda,
        &mut d_x,
        &mut d_y,
        &mut d_w,
        &mut d_lambda,
    );
    (value, (d_x, d_y, d_w, d_lambda))
}
/// Value of [`fit`], and its gradient with respect to `x`, `y`, `w` and `lambda` in the buffers `d_x`, `d_y`, `d_w` and `d_lambda`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn fit_grad_into(
    x: &[f64],
    y: &[f64],
    w: f64,
    lambda: f64,
    d_x: &mut [f64],
    d_y: &mut [f64],
    d_w: &mut f64,
    d_lambda: &mut f64,
) -> f64 {
    ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
    ::autodiff_runtime::private::check_len("y", y.len(), d_y.len());
    let d_x = &mut d_x[..x.len()];
    d_x.fill(0.0);
    let d_y = &mut d_y[..y.len()];
    d_y.fill(0.0);
    let mut sum: f64 = -0.0;
    let mut d_w_1: f64 = 0.0;
    let d_loss = 1.0 / x.len() as f64;
    for i in 0..x.len().min(y.len()) {
        let condition = x[i] > 0.0;
        if condition {
            let x = x[i];
            let y = y[i];
            sum += (w * x - y).powi(2);
        }
        if condition {
            let x = x[i];
            let d_difference = 2.0 * d_loss * (w * x - y[i]);
            d_y[i] -= d_difference;
            d_x[i] += d_difference * w;
            d_w_1 += d_difference * x;
        }
    }
    let loss: f64 = sum;
    let mut max = 0.0;
    let bound = x.len();
    let mut tape_max = ::autodiff_runtime::private::Vec::with_capacity(bound);
    for i in 0..bound {
        tape_max.push(max);
        let x = x[i];
        max = f64::max(max, (w * x).abs());
    }
    let largest = max;
    let mut d_max = lambda;
    for i in (0..bound).rev() {
        let max = tape_max[i];
        let x = x[i];
        let abs = (w * x).abs();
        let d_max_1 = d_max;
        let d_product = d_max_1 * ::autodiff_runtime::private::max_share(abs, max)
            * ::autodiff_runtime::private::sign(w * x);
        d_x[i] += d_product * w;
        d_w_1 += d_product * x;
        d_max = d_max_1 * ::autodiff_runtime::private::max_share(max, abs);
    }
    *d_w = d_w_1;
    *d_lambda = largest;
    loss / x.len() as f64 + lambda * largest
}
/// Value and pullback of [`fit`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `x`, `y`, `w` and `lambda`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn fit_pullback<'a>(
    x: &'a [f64],
    y: &'a [f64],
    w: f64,
    lambda: f64,
) -> (
    f64,
    impl ::core::ops::Fn(f64, &mut [f64], &mut [f64], &mut f64, &mut f64) + use<'a>,
) {
    let (value, pullback) = fit_pullback_for(
        fit,
        (::autodiff_runtime::private::Active, x),
        (::autodiff_runtime::private::Active, y),
        (::autodiff_runtime::private::Active, w),
        (::autodiff_runtime::private::Active, lambda),
    );
    (
        value,
        move |
            d_value: f64,
            d_x: &mut [f64],
            d_y: &mut [f64],
            d_w: &mut f64,
            d_lambda: &mut f64|
        {
            ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
            ::autodiff_runtime::private::check_len("y", y.len(), d_y.len());
            pullback(&d_value, (x, d_x), (y, d_y), ((), d_w), ((), d_lambda))
        },
    )
}
/// Value and pullback of [`fit`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`fit_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn fit_pullback_for<
    X: ::autodiff_runtime::private::Flag,
    Y: ::autodiff_runtime::private::Flag,
    W: ::autodiff_runtime::private::Flag,
    Lambda: ::autodiff_runtime::private::Flag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, &[f64]),
    (_, y): (Y, &[f64]),
    (_, w): (W, f64),
    (_, lambda): (Lambda, f64),
) -> (
    f64,
    impl ::core::ops::Fn(
        &f64,
        (&[f64], X::Slot<&mut [f64]>),
        (&[f64], Y::Slot<&mut [f64]>),
        ((), W::Slot<&mut f64>),
        ((), Lambda::Slot<&mut f64>),
    ) + use<X, Y, W, Lambda, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, fit);
    let mut sum: f64 = -0.0;
    let bound = x.len().min(y.len());
    for i in 0..bound {
        if x[i] > 0.0 {
            let x = x[i];
            let y = y[i];
            sum += (w * x - y).powi(2);
        }
    }
    let loss: f64 = sum;
    let mut max = 0.0;
    let bound_1 = x.len();
    let mut tape_max = ::autodiff_runtime::private::Vec::with_capacity(bound_1);
    for i in 0..bound_1 {
        tape_max.push(max);
        let x = x[i];
        max = f64::max(max, (w * x).abs());
    }
    let largest = max;
    let constant = x.len() as f64;
    let value = loss / constant + lambda * largest;
    let pullback = move |
        &d_result: &f64,
        (x, mut d_x): (&[f64], X::Slot<&mut [f64]>),
        (y, mut d_y): (&[f64], Y::Slot<&mut [f64]>),
        (_, mut d_w): ((), W::Slot<&mut f64>),
        (_, mut d_lambda): ((), Lambda::Slot<&mut f64>)|
    {
        let mut d_max = d_result * lambda;
        let mut d_w_1: f64 = 0.0;
        for i in (0..bound_1).rev() {
            let max = tape_max[i];
            let x = x[i];
            let abs = (w * x).abs();
            let d_max_1 = d_max;
            let d_product = d_max_1 * ::autodiff_runtime::private::max_share(abs, max)
                * ::autodiff_runtime::private::sign(w * x);
            if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                d_x[i] += d_product * w;
            }
            d_w_1 += d_product * x;
            d_max = d_max_1 * ::autodiff_runtime::private::max_share(max, abs);
        }
        let d_loss = d_result / constant;
        for i in 0..bound {
            if x[i] > 0.0 {
                let x = x[i];
                let d_difference = 2.0 * d_loss * (w * x - y[i]);
                if let ::autodiff_runtime::private::Some(d_y) = Y::slot(&mut d_y) {
                    d_y[i] -= d_difference;
                }
                if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                    d_x[i] += d_difference * w;
                }
                d_w_1 += d_difference * x;
            }
        }
        if let ::autodiff_runtime::private::Some(d_w) = W::slot(&mut d_w) {
            **d_w += d_w_1;
        }
        if let ::autodiff_runtime::private::Some(d_lambda) = Lambda::slot(
            &mut d_lambda,
        ) {
            **d_lambda += d_result * largest;
        }
    };
    (value, pullback)
}
