fn log_sum_exp(x: &[f64]) -> f64 {
    let mut top = x[0];
    for i in 1..x.len() {
        if x[i] > top {
            top = x[i];
        }
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (x[i] - top).exp();
    }
    top + sum.ln()
}
/// Gradient of [`log_sum_exp`] with respect to `x`.
fn log_sum_exp_grad(x: &[f64]) -> ::autodiff_runtime::private::Vec<f64> {
    let mut top = x[0];
    let mut tape_condition = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 1..x.len() {
        let condition = x[i] > top;
        tape_condition.push(condition);
        if condition {
            top = x[i];
        }
    }
    let mut sum = 0.0;
    let mut tape_exp = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 0..x.len() {
        let exp = (x[i] - top).exp();
        tape_exp.push(exp);
        sum += exp;
    }
    let d_sum = 1.0 / sum;
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    let mut d_top: f64 = 1.0;
    for i in 0..x.len() {
        let exp = tape_exp[i];
        d_x[i] += d_sum * exp;
        d_top -= d_sum * exp;
    }
    for i in (1..x.len()).rev() {
        let condition = tape_condition[i - 1];
        if condition {
            d_x[i] += d_top;
            d_top = 0.0;
        }
    }
    d_x[0] += d_top;
    d_x
}
/// Value of [`log_sum_exp`], and its gradient with respect to `x`.
fn log_sum_exp_value_and_grad(
    x: &[f64],
) -> (f64, ::autodiff_runtime::private::Vec<f64>) {
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    let value = log_sum_exp_grad_into(x, &mut d_x);
    (value, d_x)
}
/// Value of [`log_sum_exp`], and its gradient with respect to `x` in the buffer `d_x`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn log_sum_exp_grad_into(x: &[f64], d_x: &mut [f64]) -> f64 {
    ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
    let d_x = &mut d_x[..x.len()];
    d_x.fill(0.0);
    let mut top = x[0];
    let mut tape_condition = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 1..x.len() {
        let condition = x[i] > top;
        tape_condition.push(condition);
        if condition {
            top = x[i];
        }
    }
    let mut sum = 0.0;
    let mut tape_exp = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 0..x.len() {
        let exp = (x[i] - top).exp();
        tape_exp.push(exp);
        sum += exp;
    }
    let d_sum = 1.0 / sum;
    let mut d_top: f64 = 1.0;
    for i in 0..x.len() {
        let exp = tape_exp[i];
        d_x[i] += d_sum * exp;
        d_top -= d_sum * exp;
    }
    for i in (1..x.len()).rev() {
        let condition = tape_condition[i - 1];
        if condition {
            d_x[i] += d_top;
            d_top = 0.0;
        }
    }
    d_x[0] += d_top;
    top + sum.ln()
}
/// Value and pullback of [`log_sum_exp`].
///
/// The pullback takes the cotangent of the value, and adds to its other argument the cotangent
/// of `x`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn log_sum_exp_pullback<'a>(
    x: &'a [f64],
) -> (f64, impl ::core::ops::Fn(f64, &mut [f64]) + use<'a>) {
    let (value, pullback) = log_sum_exp_pullback_for(
        log_sum_exp,
        (::autodiff_runtime::private::Active, x),
    );
    (
        value,
        move |d_value: f64, d_x: &mut [f64]| {
            ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
            pullback(&d_value, (x, d_x))
        },
    )
}
/// Value and pullback of [`log_sum_exp`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`log_sum_exp_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn log_sum_exp_pullback_for<
    X: ::autodiff_runtime::private::Flag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, &[f64]),
) -> (f64, impl ::core::ops::Fn(&f64, (&[f64], X::Slot<&mut [f64]>)) + use<X, F>) {
    ::autodiff_runtime::private::derived_from(primal, log_sum_exp);
    let mut top = x[0];
    let mut tape_condition = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 1..x.len() {
        let condition = x[i] > top;
        tape_condition.push(condition);
        if condition {
            top = x[i];
        }
    }
    let mut sum = 0.0;
    let mut tape_exp = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 0..x.len() {
        let exp = (x[i] - top).exp();
        tape_exp.push(exp);
        sum += exp;
    }
    let value = top + sum.ln();
    let pullback = move |&d_result: &f64, (x, mut d_x): (&[f64], X::Slot<&mut [f64]>)| {
        let d_sum = d_result / sum;
        let mut d_top = d_result;
        for i in 0..x.len() {
            let exp = tape_exp[i];
            if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                d_x[i] += d_sum * exp;
            }
            d_top -= d_sum * exp;
        }
        for i in (1..x.len()).rev() {
            let condition = tape_condition[i - 1];
            if condition {
                if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                    d_x[i] += d_top;
                }
                d_top = 0.0;
            }
        }
        if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
            d_x[0] += d_top;
        }
    };
    (value, pullback)
}
