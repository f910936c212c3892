fn straight_line(x: f64, y: f64, z: f64, c: f64) -> f64 {
    let a0 = x + y;
    let a1 = x - y;
    let a2 = -a1;
    let a3 = -z;
    let a4 = a0 * a2;
    let a5 = a3 / a0;
    let a6 = a4 + a5;
    let a7 = c - a6;
    let a8 = a7 * a7;
    let a9 = a8 + a7;
    let a10 = a9 - x;
    let a11 = a10.sin();
    let a12 = a11.exp();
    let a13 = a12 * c;
    let a14 = a13 / c;
    let a15 = a14.powi(2);
    let a16 = a15.powi(1);
    let a17 = a16.powi(0) + a16;
    let a18 = sigmoid(a17);
    let a19 = a18.max(a11);
    let a20 = a19.abs();
    let a21 = -a20;
    let a22 = a21 * a21;
    let a23 = a22 - a22.floor();
    let a24 = a23.mul_add(x, -y);
    let a25 = a24 + stop_gradient(z);
    let a26 = a25 * 2.0 * 3.0;
    let a27 = a26.hypot(c);
    let a28 = a27.recip();
    let a29 = a28.tanh() - a28;
    let _unused = a29 * a29;
    -a29
}
/// Gradient of [`straight_line`] with respect to `x`, `y` and `z`.
fn straight_line_grad(x: f64, y: f64, z: f64, c: f64) -> (f64, f64, f64) {
    let a0 = x + y;
    let a1 = x - y;
    let a2 = -a1;
    let a3 = -z;
    let a4 = a0 * a2;
    let a5 = a3 / a0;
    let a6 = a4 + a5;
    let a7 = c - a6;
    let a8 = a7 * a7;
    let a9 = a8 + a7;
    let a10 = a9 - x;
    let a11 = a10.sin();
    let a12 = a11.exp();
    let a13 = a12 * c;
    let a14 = a13 / c;
    let a15 = a14.powi(2);
    let a16 = a15.powi(1);
    let a17 = a16.powi(0) + a16;
    let a18 = sigmoid(a17);
    let a19 = a18.max(a11);
    let a20 = a19.abs();
    let a21 = -a20;
    let a22 = a21 * a21;
    let a23 = a22 - a22.floor();
    let a24 = a23.mul_add(x, -y);
    let a25 = a24 + stop_gradient(z);
    let a26 = a25 * 2.0 * 3.0;
    let a27 = a26.hypot(c);
    let a28 = a27.recip();
    let tanh = a28.tanh();
    let d_a28 = 1.0 + (tanh * tanh - 1.0);
    let d_a27 = -(d_a28 * a28 * a28);
    let d_a26 = d_a27 * ::autodiff_runtime::private::hypot_slope(a26, a27);
    let d_a21 = 12.0 * d_a26 * x * a21;
    let d_a19 = -(d_a21 * ::autodiff_runtime::private::sign(a19));
    let d_a18 = d_a19 * ::autodiff_runtime::private::max_share(a18, a11);
    let d_a17 = d_a18 * a18 * (1.0 - a18);
    let d_a14 = 2.0 * d_a17 * a14;
    let d_a13 = d_a14 / c;
    let d_a11 = d_a19 * ::autodiff_runtime::private::max_share(a11, a18)
        + d_a13 * c * a12;
    let d_a10 = d_a11 * a10.cos();
    let d_a7 = d_a10 + 2.0 * d_a10 * a7;
    let d_a6 = -d_a7;
    let d_a3 = d_a6 / a0;
    let d_a1 = -(d_a6 * a0);
    let d_a0 = d_a6 * a2 - d_a6 * a5 / a0;
    (6.0 * d_a26 * a23 - d_a10 + d_a1 + d_a0, d_a0 - (6.0 * d_a26 + d_a1), -d_a3)
}
/// Value of [`straight_line`], and its gradient with respect to `x`, `y` and `z`.
fn straight_line_value_and_grad(
    x: f64,
    y: f64,
    z: f64,
    c: f64,
) -> (f64, (f64, f64, f64)) {
    let a0 = x + y;
    let a1 = x - y;
    let a2 = -a1;
    let a3 = -z;
    let a4 = a0 * a2;
    let a5 = a3 / a0;
    let a6 = a4 + a5;
    let a7 = c - a6;
    let a8 = a7 * a7;
    let a9 = a8 + a7;
    let a10 = a9 - x;
    let a11 = a10.sin();
    let a12 = a11.exp();
    let a13 = a12 * c;
    let a14 = a13 / c;
    let a15 = a14.powi(2);
    let a16 = a15.powi(1);
    let a17 = a16.powi(0) + a16;
    let a18 = sigmoid(a17);
    let a19 = a18.max(a11);
    let a20 = a19.abs();
    let a21 = -a20;
    let a22 = a21 * a21;
    let a23 = a22 - a22.floor();
    let a24 = a23.mul_add(x, -y);
    let a25 = a24 + stop_gradient(z);
    let a26 = a25 * 2.0 * 3.0;
    let a27 = a26.hypot(c);
    let a28 = a27.recip();
    let tanh = a28.tanh();
    let a29 = tanh - a28;
    let d_a28 = 1.0 + (tanh * tanh - 1.0);
    let d_a27 = -(d_a28 * a28 * a28);
    let d_a26 = d_a27 * ::autodiff_runtime::private::hypot_slope(a26, a27);
    let d_a21 = 12.0 * d_a26 * x * a21;
    let d_a19 = -(d_a21 * ::autodiff_runtime::private::sign(a19));
    let d_a18 = d_a19 * ::autodiff_runtime::private::max_share(a18, a11);
    let d_a17 = d_a18 * a18 * (1.0 - a18);
    let d_a14 = 2.0 * d_a17 * a14;
    let d_a13 = d_a14 / c;
    let d_a11 = d_a19 * ::autodiff_runtime::private::max_share(a11, a18)
        + d_a13 * c * a12;
    let d_a10 = d_a11 * a10.cos();
    let d_a7 = d_a10 + 2.0 * d_a10 * a7;
    let d_a6 = -d_a7;
    let d_a3 = d_a6 / a0;
    let d_a1 = -(d_a6 * a0);
    let d_a0 = d_a6 * a2 - d_a6 * a5 / a0;
    (-a29, (6.0 * d_a26 * a23 - d_a10 + d_a1 + d_a0, d_a0 - (6.0 * d_a26 + d_a1), -d_a3))
}
/// Value and pullback of [`straight_line`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `x`, `y` and `z`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn straight_line_pullback(
    x: f64,
    y: f64,
    z: f64,
    c: f64,
) -> (f64, impl ::core::ops::Fn(f64, &mut f64, &mut f64, &mut f64)) {
    let (value, pullback) = straight_line_pullback_for(
        straight_line,
        (::autodiff_runtime::private::Active, x),
        (::autodiff_runtime::private::Active, y),
        (::autodiff_runtime::private::Active, z),
        (::autodiff_runtime::private::Inactive, c),
    );
    (
        value,
        move |d_value: f64, d_x: &mut f64, d_y: &mut f64, d_z: &mut f64| pullback(
            &d_value,
            ((), d_x),
            ((), d_y),
            ((), d_z),
            ((), ()),
        ),
    )
}
/// Value and pullback of [`straight_line`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`straight_line_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn straight_line_pullback_for<
    X: ::autodiff_runtime::private::Flag,
    Y: ::autodiff_runtime::private::Flag,
    Z: ::autodiff_runtime::private::Flag,
    C: ::autodiff_runtime::private::ConstantFlag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, f64),
    (_, y): (Y, f64),
    (_, z): (Z, f64),
    (_, c): (C, f64),
) -> (
    f64,
    impl ::core::ops::Fn(
        &f64,
        ((), X::Slot<&mut f64>),
        ((), Y::Slot<&mut f64>),
        ((), Z::Slot<&mut f64>),
        ((), C::Slot<&mut f64>),
    ) + use<X, Y, Z, C, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, straight_line);
    const _: () = ::autodiff_runtime::private::primitive(
        ::autodiff_runtime::primitive::sigmoid::<f64>,
        sigmoid,
    );
    const _: () = ::autodiff_runtime::private::primitive(
        ::autodiff_runtime::primitive::stop_gradient::<f64>,
        stop_gradient,
    );
    let a0 = x + y;
    let a1 = x - y;
    let a2 = -a1;
    let a3 = -z;
    let a4 = a0 * a2;
    let a5 = a3 / a0;
    let a6 = a4 + a5;
    let a7 = c - a6;
    let a8 = a7 * a7;
    let a9 = a8 + a7;
    let a10 = a9 - x;
    let a11 = a10.sin();
    let a12 = a11.exp();
    let a13 = a12 * c;
    let a14 = a13 / c;
    let a15 = a14.powi(2);
    let a16 = a15.powi(1);
    let a17 = a16.powi(0) + a16;
    let a18 = sigmoid(a17);
    let a19 = a18.max(a11);
    let a20 = a19.abs();
    let a21 = -a20;
    let a22 = a21 * a21;
    let a23 = a22 - a22.floor();
    let a24 = a23.mul_add(x, -y);
    let a25 = a24 + stop_gradient(z);
    let a26 = a25 * 2.0 * 3.0;
    let a27 = a26.hypot(c);
    let a28 = a27.recip();
    let tanh = a28.tanh();
    let a29 = tanh - a28;
    let value = -a29;
    let pullback = move |
        &d_result: &f64,
        (_, mut d_x): ((), X::Slot<&mut f64>),
        (_, mut d_y): ((), Y::Slot<&mut f64>),
        (_, mut d_z): ((), Z::Slot<&mut f64>),
        (_, _): ((), C::Slot<&mut f64>)|
    {
        let d_a28 = d_result - d_result * (1.0 - tanh * tanh);
        let d_a27 = -(d_a28 * a28 * a28);
        let d_a26 = d_a27 * ::autodiff_runtime::private::hypot_slope(a26, a27);
        let d_a21 = 12.0 * d_a26 * x * a21;
        let d_a19 = -(d_a21 * ::autodiff_runtime::private::sign(a19));
        let d_a18 = d_a19 * ::autodiff_runtime::private::max_share(a18, a11);
        let d_a17 = d_a18 * a18 * (1.0 - a18);
        let d_a14 = 2.0 * d_a17 * a14;
        let d_a13 = d_a14 / c;
        let d_a11 = d_a19 * ::autodiff_runtime::private::max_share(a11, a18)
            + d_a13 * c * a12;
        let d_a10 = d_a11 * a10.cos();
        let d_a7 = d_a10 + 2.0 * d_a10 * a7;
        let d_a6 = -d_a7;
        let d_a3 = d_a6 / a0;
        let d_a1 = -(d_a6 * a0);
        let d_a0 = d_a6 * a2 - d_a6 * a5 / a0;
        if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
            **d_x += 6.0 * d_a26 * a23 - d_a10 + d_a1 + d_a0;
        }
        if let ::autodiff_runtime::private::Some(d_y) = Y::slot(&mut d_y) {
            **d_y += d_a0 - (6.0 * d_a26 + d_a1);
        }
        if let ::autodiff_runtime::private::Some(d_z) = Z::slot(&mut d_z) {
            **d_z -= d_a3;
        }
    };
    (value, pullback)
}
