fn root(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-12 {
        x = 0.5 * (x + a / x);
    }
    x
}
/// Gradient of [`root`] with respect to `a`.
fn root_grad(a: f64) -> f64 {
    let mut x = a;
    let mut trips = 0_usize;
    let mut tape_x = ::autodiff_runtime::private::Vec::new();
    let mut tape_quotient = ::autodiff_runtime::private::Vec::new();
    while (x * x - a).abs() > 1e-12 {
        tape_x.push(x);
        trips += 1;
        let quotient = a / x;
        tape_quotient.push(quotient);
        x = 0.5 * (x + quotient);
    }
    let mut d_x: f64 = 1.0;
    let mut d_a: f64 = 0.0;
    for trip in (0..trips).rev() {
        let x = tape_x[trip];
        let quotient = tape_quotient[trip];
        let d_x_1 = d_x;
        d_a += 0.5 * d_x_1 / x;
        d_x = 0.5 * d_x_1 - 0.5 * d_x_1 * quotient / x;
    }
    d_a + d_x
}
/// Value of [`root`], and its gradient with respect to `a`.
fn root_value_and_grad(a: f64) -> (f64, f64) {
    let mut x = a;
    let mut trips = 0_usize;
    let mut tape_x = ::autodiff_runtime::private::Vec::new();
    let mut tape_quotient = ::autodiff_runtime::private::Vec::new();
    while (x * x - a).abs() > 1e-12 {
        tape_x.push(x);
        trips += 1;
        let quotient = a / x;
        tape_quotient.push(quotient);
        x = 0.5 * (x + quotient);
    }
    let mut d_x: f64 = 1.0;
    let mut d_a: f64 = 0.0;
    for trip in (0..trips).rev() {
        let x = tape_x[trip];
        let quotient = tape_quotient[trip];
        let d_x_1 = d_x;
        d_a += 0.5 * d_x_1 / x;
        d_x = 0.5 * d_x_1 - 0.5 * d_x_1 * quotient / x;
    }
    (x, d_a + d_x)
}
/// Value and pullback of [`root`].
///
/// The pullback takes the cotangent of the value, and adds to its other argument the cotangent
/// of `a`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn root_pullback(a: f64) -> (f64, impl ::core::ops::Fn(f64, &mut f64)) {
    let (value, pullback) = root_pullback_for(
        root,
        (::autodiff_runtime::private::Active, a),
    );
    (value, move |d_value: f64, d_a: &mut f64| pullback(&d_value, ((), d_a)))
}
/// Value and pullback of [`root`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`root_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn root_pullback_for<
    A: ::autodiff_runtime::private::Flag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, a): (A, f64),
) -> (f64, impl ::core::ops::Fn(&f64, ((), A::Slot<&mut f64>)) + use<A, F>) {
    ::autodiff_runtime::private::derived_from(primal, root);
    let mut x = a;
    let mut trips = 0_usize;
    let mut tape_x = ::autodiff_runtime::private::Vec::new();
    let mut tape_quotient = ::autodiff_runtime::private::Vec::new();
    while (x * x - a).abs() > 1e-12 {
        tape_x.push(x);
        trips += 1;
        let quotient = a / x;
        tape_quotient.push(quotient);
        x = 0.5 * (x + quotient);
    }
    let pullback = move |&d_result: &f64, (_, mut d_a): ((), A::Slot<&mut f64>)| {
        let mut d_x = d_result;
        let mut d_a_1: f64 = 0.0;
        for trip in (0..trips).rev() {
            let x = tape_x[trip];
            let quotient = tape_quotient[trip];
            let d_x_1 = d_x;
            d_a_1 += 0.5 * d_x_1 / x;
            d_x = 0.5 * d_x_1 - 0.5 * d_x_1 * quotient / x;
        }
        if let ::autodiff_runtime::private::Some(d_a) = A::slot(&mut d_a) {
            **d_a += d_a_1 + d_x;
        }
    };
    (x, pullback)
}
