fn first_crossing(x: &[f64], limit: f64, w: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let before = s;
        s += w * x[i];
        if s > limit {
            return i as f64 + (limit - before) / (s - before);
        }
    }
    -1.0
}
/// Gradient of [`first_crossing`] with respect to `x`, `limit` and `w`.
fn first_crossing_grad(
    x: &[f64],
    limit: f64,
    w: f64,
) -> (::autodiff_runtime::private::Vec<f64>, f64, f64) {
    let mut s = 0.0;
    let mut left = false;
    let mut trips = 0_usize;
    let mut tape_condition = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    let mut tape_difference = ::autodiff_runtime::private::Vec::new();
    let mut tape_quotient = ::autodiff_runtime::private::Vec::new();
    for i in 0..x.len() {
        trips += 1;
        let before = s;
        s += w * x[i];
        let condition = s > limit;
        tape_condition.push(condition);
        if condition {
            let difference = s - before;
            tape_difference.push(difference);
            tape_quotient.push((limit - before) / difference);
            left = true;
            break;
        }
    }
    let mut at = tape_quotient.len();
    let mut at_1 = tape_difference.len();
    let mut d_result: f64 = 0.0;
    if left {
        d_result += 1.0;
    }
    let mut d_limit: f64 = 0.0;
    let mut d_s: f64 = 0.0;
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    let mut d_w: f64 = 0.0;
    for i in (0..trips).rev() {
        let condition = tape_condition[i];
        let mut d_before: f64 = 0.0;
        if condition {
            at_1 -= 1;
            let difference = tape_difference[at_1];
            at -= 1;
            let quotient = tape_quotient[at];
            let d_result_1 = d_result;
            let d_difference = -(d_result_1 * quotient / difference);
            let d_difference_1 = d_result_1 / difference;
            d_limit += d_difference_1;
            d_s += d_difference;
            d_before -= d_difference + d_difference_1;
            d_result = 0.0;
        }
        let d_s_1 = d_s;
        d_x[i] += d_s_1 * w;
        d_w += d_s_1 * x[i];
        d_s += d_before;
    }
    (d_x, d_limit, d_w)
}
/// Value of [`first_crossing`], and its gradient with respect to `x`, `limit` and `w`.
fn first_crossing_value_and_grad(
    x: &[f64],
    limit: f64,
    w: f64,
) -> (f64, (::autodiff_runtime::private::Vec<f64>, f64, f64)) {
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    let mut d_limit = 0.0;
    let mut d_w = 0.0;
    let value = first_crossing_grad_into(x, limit, w, &mut d_x, &mut d_limit, &mut d_w);
    (value, (d_x, d_limit, d_w))
}
/// Value of [`first_crossing`], and its gradient with respect to `x`, `limit` and `w` in the buffers `d_x`, `d_limit` and `d_w`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn first_crossing_grad_into(
    x: &[f64],
    limit: f64,
    w: f64,
    d_x: &mut [f64],
    d_limit: &mut f64,
    d_w: &mut f64,
) -> f64 {
    ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
    let d_x = &mut d_x[..x.len()];
    d_x.fill(0.0);
    let mut s = 0.0;
    let mut left = false;
    let mut result: f64 = 0.0;
    let mut trips = 0_usize;
    let mut tape_condition = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    let mut tape_difference = ::autodiff_runtime::private::Vec::new();
    let mut tape_quotient = ::autodiff_runtime::private::Vec::new();
    for i in 0..x.len() {
        trips += 1;
        let before = s;
        s += w * x[i];
        let condition = s > limit;
        tape_condition.push(condition);
        if condition {
            let difference = s - before;
            tape_difference.push(difference);
            let quotient = (limit - before) / difference;
            tape_quotient.push(quotient);
            result = i as f64 + quotient;
            left = true;
            break;
        }
    }
    let result_1 = if left { result } else { -1.0 };
    let mut at = tape_quotient.len();
    let mut at_1 = tape_difference.len();
    let mut d_result: f64 = 0.0;
    if left {
        d_result += 1.0;
    }
    let mut d_limit_1: f64 = 0.0;
    let mut d_s: f64 = 0.0;
    let mut d_w_1: f64 = 0.0;
    for i in (0..trips).rev() {
        let condition = tape_condition[i];
        let mut d_before: f64 = 0.0;
        if condition {
            at_1 -= 1;
            let difference = tape_difference[at_1];
            at -= 1;
            let quotient = tape_quotient[at];
            let d_result_1 = d_result;
            let d_difference = -(d_result_1 * quotient / difference);
            let d_difference_1 = d_result_1 / difference;
            d_limit_1 += d_difference_1;
            d_s += d_difference;
            d_before -= d_difference + d_difference_1;
            d_result = 0.0;
        }
        let d_s_1 = d_s;
        d_x[i] += d_s_1 * w;
        d_w_1 += d_s_1 * x[i];
        d_s += d_before;
    }
    *d_limit = d_limit_1;
    *d_w = d_w_1;
    result_1
}
/// Value and pullback of [`first_crossing`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `x`, `limit` and `w`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn first_crossing_pullback<'a>(
    x: &'a [f64],
    limit: f64,
    w: f64,
) -> (f64, impl ::core::ops::Fn(f64, &mut [f64], &mut f64, &mut f64) + use<'a>) {
    let (value, pullback) = first_crossing_pullback_for(
        first_crossing,
        (::autodiff_runtime::private::Active, x),
        (::autodiff_runtime::private::Active, limit),
        (::autodiff_runtime::private::Active, w),
    );
    (
        value,
        move |d_value: f64, d_x: &mut [f64], d_limit: &mut f64, d_w: &mut f64| {
            ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
            pullback(&d_value, (x, d_x), ((), d_limit), ((), d_w))
        },
    )
}
/// Value and pullback of [`first_crossing`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`first_crossing_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn first_crossing_pullback_for<
    X: ::autodiff_runtime::private::Flag,
    Limit: ::autodiff_runtime::private::Flag,
    W: ::autodiff_runtime::private::Flag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, &[f64]),
    (_, limit): (Limit, f64),
    (_, w): (W, f64),
) -> (
    f64,
    impl ::core::ops::Fn(
        &f64,
        (&[f64], X::Slot<&mut [f64]>),
        ((), Limit::Slot<&mut f64>),
        ((), W::Slot<&mut f64>),
    ) + use<X, Limit, W, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, first_crossing);
    let mut s = 0.0;
    let mut left = false;
    let mut result: f64 = 0.0;
    let mut trips = 0_usize;
    let mut tape_condition = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    let mut tape_difference = ::autodiff_runtime::private::Vec::new();
    let mut tape_quotient = ::autodiff_runtime::private::Vec::new();
    for i in 0..x.len() {
        trips += 1;
        let before = s;
        s += w * x[i];
        let condition = s > limit;
        tape_condition.push(condition);
        if condition {
            let difference = s - before;
            tape_difference.push(difference);
            let quotient = (limit - before) / difference;
            tape_quotient.push(quotient);
            result = i as f64 + quotient;
            left = true;
            break;
        }
    }
    let result_1 = if left { result } else { -1.0 };
    let pullback = move |
        &d_result: &f64,
        (x, mut d_x): (&[f64], X::Slot<&mut [f64]>),
        (_, mut d_limit): ((), Limit::Slot<&mut f64>),
        (_, mut d_w): ((), W::Slot<&mut f64>)|
    {
        let mut at = tape_quotient.len();
        let mut at_1 = tape_difference.len();
        let mut d_result_1: f64 = 0.0;
        if left {
            d_result_1 += d_result;
        }
        let mut d_limit_1: f64 = 0.0;
        let mut d_s: f64 = 0.0;
        let mut d_w_1: f64 = 0.0;
        for i in (0..trips).rev() {
            let condition = tape_condition[i];
            let mut d_before: f64 = 0.0;
            if condition {
                at_1 -= 1;
                let difference = tape_difference[at_1];
                at -= 1;
                let quotient = tape_quotient[at];
                let d_result_2 = d_result_1;
                let d_difference = -(d_result_2 * quotient / difference);
                let d_difference_1 = d_result_2 / difference;
                d_limit_1 += d_difference_1;
                d_s += d_difference;
                d_before -= d_difference + d_difference_1;
                d_result_1 = 0.0;
            }
            let d_s_1 = d_s;
            if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                d_x[i] += d_s_1 * w;
            }
            d_w_1 += d_s_1 * x[i];
            d_s += d_before;
        }
        if let ::autodiff_runtime::private::Some(d_limit) = Limit::slot(&mut d_limit) {
            **d_limit += d_limit_1;
        }
        if let ::autodiff_runtime::private::Some(d_w) = W::slot(&mut d_w) {
            **d_w += d_w_1;
        }
    };
    (result_1, pullback)
}
