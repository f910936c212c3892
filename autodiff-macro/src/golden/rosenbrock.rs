fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
    }
    sum
}
/// Gradient of [`rosenbrock`] with respect to `x`.
fn rosenbrock_grad(x: &[f64]) -> ::autodiff_runtime::private::Vec<f64> {
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        d_x[i] -= 2.0 * b + 400.0 * a * x[i];
        d_x[i + 1] += 200.0 * a;
    }
    d_x
}
/// Value of [`rosenbrock`], and its gradient with respect to `x`.
fn rosenbrock_value_and_grad(x: &[f64]) -> (f64, ::autodiff_runtime::private::Vec<f64>) {
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    let value = rosenbrock_grad_into(x, &mut d_x);
    (value, d_x)
}
/// Value of [`rosenbrock`], and its gradient with respect to `x` in the buffer `d_x`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn rosenbrock_grad_into(x: &[f64], d_x: &mut [f64]) -> f64 {
    ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
    let d_x = &mut d_x[..x.len()];
    d_x.fill(0.0);
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
        d_x[i] -= 2.0 * b + 400.0 * a * x[i];
        d_x[i + 1] += 200.0 * a;
    }
    sum
}
/// Value and pullback of [`rosenbrock`].
///
/// The pullback takes the cotangent of the value, and adds to its other argument the cotangent
/// of `x`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn rosenbrock_pullback<'a>(
    x: &'a [f64],
) -> (f64, impl ::core::ops::Fn(f64, &mut [f64]) + use<'a>) {
    let (value, pullback) = rosenbrock_pullback_for(
        rosenbrock,
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
/// Value and pullback of [`rosenbrock`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`rosenbrock_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn rosenbrock_pullback_for<
    X: ::autodiff_runtime::private::Flag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, &[f64]),
) -> (f64, impl ::core::ops::Fn(&f64, (&[f64], X::Slot<&mut [f64]>)) + use<X, F>) {
    ::autodiff_runtime::private::derived_from(primal, rosenbrock);
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
    }
    let pullback = move |&d_result: &f64, (x, mut d_x): (&[f64], X::Slot<&mut [f64]>)| {
        for i in 0..x.len() - 1 {
            let d_b = 2.0 * d_result * (1.0 - x[i]);
            let d_a = 200.0 * d_result * (x[i + 1] - x[i] * x[i]);
            if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                d_x[i] -= d_b + 2.0 * d_a * x[i];
                d_x[i + 1] += d_a;
            }
        }
    };
    (sum, pullback)
}
