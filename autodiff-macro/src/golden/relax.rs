fn relax(u: f64, y: &mut [f64], decay: f64, steps: usize) {
    for _ in 0..steps {
        for i in (1..y.len()).rev() {
            y[i] = decay * y[i - 1] * y[i];
        }
        y[0] = u;
    }
}
/// Runs [`relax`], and pulls the cotangent of what it leaves in `y` back to `u`, what `y` held before and `decay`.
///
/// On entry `d_y` holds the cotangent of what `y` holds after the call, on return that of what it held before.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn relax_vjp(
    u: f64,
    y: &mut [f64],
    decay: f64,
    steps: usize,
    d_y: &mut [f64],
) -> (f64, f64) {
    ::autodiff_runtime::private::check_len("y", y.len(), d_y.len());
    let d_y = &mut d_y[..y.len()];
    let mut tape_element = ::autodiff_runtime::private::Vec::new();
    let mut tape_element_1 = ::autodiff_runtime::private::Vec::new();
    for _ in 0..steps {
        for i in (1..y.len()).rev() {
            let element = y[i - 1];
            tape_element.push(element);
            let element_1 = y[i];
            tape_element_1.push(element_1);
            y[i] = decay * element * element_1;
        }
        y[0] = u;
    }
    let mut at = tape_element_1.len();
    let mut at_1 = tape_element.len();
    let mut d_decay: f64 = 0.0;
    let mut d_u: f64 = 0.0;
    for _ in (0..steps).rev() {
        let d_u_1 = d_y[0];
        d_y[0] = 0.0;
        for i in 1..y.len() {
            at_1 -= 1;
            let element = tape_element[at_1];
            at -= 1;
            let element_1 = tape_element_1[at];
            let d_product = d_y[i];
            d_y[i] = d_product * decay * element;
            d_y[i - 1] += d_product * element_1 * decay;
            d_decay += d_product * element_1 * element;
        }
        d_u += d_u_1;
    }
    (d_u, d_decay)
}
/// Value and pullback of [`relax`].
///
/// The pullback takes one `&mut` for each of `u`, `y` and `decay`.
/// What it finds of `u` and `decay` is added to.
/// On entry `d_y` holds the cotangent of what `y` holds after the call, on return that of what it held before.
///
/// It can be called as often as you like, whatever the memory behind `&mut` holds by then.
#[allow(impl_trait_redundant_captures)]
fn relax_pullback(
    u: f64,
    y: &mut [f64],
    decay: f64,
    steps: usize,
) -> ((), impl ::core::ops::Fn(&mut f64, &mut [f64], &mut f64) + use<>) {
    let (value, pullback) = relax_pullback_for(
        relax,
        (::autodiff_runtime::private::Active, u),
        (::autodiff_runtime::private::Active, y),
        (::autodiff_runtime::private::Active, decay),
        (::autodiff_runtime::private::Inactive, steps),
    );
    let y_len = y.len();
    (
        value,
        move |d_u: &mut f64, d_y: &mut [f64], d_decay: &mut f64| {
            ::autodiff_runtime::private::check_len("y", y_len, d_y.len());
            pullback(((), d_u), ((), d_y), ((), d_decay), ((), ()))
        },
    )
}
/// Value and pullback of [`relax`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`relax_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn relax_pullback_for<
    U: ::autodiff_runtime::private::Flag,
    Y: ::autodiff_runtime::private::WrittenFlag,
    Decay: ::autodiff_runtime::private::Flag,
    Steps: ::autodiff_runtime::private::ConstantFlag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, u): (U, f64),
    (_, y): (Y, &mut [f64]),
    (_, decay): (Decay, f64),
    (_, steps): (Steps, usize),
) -> (
    (),
    impl ::core::ops::Fn(
        ((), U::Slot<&mut f64>),
        ((), Y::Slot<&mut [f64]>),
        ((), Decay::Slot<&mut f64>),
        ((), Steps::Slot<()>),
    ) + use<U, Y, Decay, Steps, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, relax);
    let y_len = y.len();
    let mut tape_element = ::autodiff_runtime::private::Vec::new();
    let mut tape_element_1 = ::autodiff_runtime::private::Vec::new();
    for _ in 0..steps {
        for i in (1..y.len()).rev() {
            let element = y[i - 1];
            tape_element.push(element);
            let element_1 = y[i];
            tape_element_1.push(element_1);
            y[i] = decay * element * element_1;
        }
        y[0] = u;
    }
    let pullback = move |
        (_, mut d_u): ((), U::Slot<&mut f64>),
        (_, d_y): ((), Y::Slot<&mut [f64]>),
        (_, mut d_decay): ((), Decay::Slot<&mut f64>),
        (_, _): ((), Steps::Slot<()>)|
    {
        let d_y = Y::written(d_y);
        let mut at = tape_element_1.len();
        let mut at_1 = tape_element.len();
        let mut d_decay_1: f64 = 0.0;
        let mut d_u_1: f64 = 0.0;
        for _ in (0..steps).rev() {
            let d_u_2 = d_y[0];
            d_y[0] = 0.0;
            for i in 1..y_len {
                at_1 -= 1;
                let element = tape_element[at_1];
                at -= 1;
                let element_1 = tape_element_1[at];
                let d_product = d_y[i];
                d_y[i] = d_product * decay * element;
                d_y[i - 1] += d_product * element_1 * decay;
                d_decay_1 += d_product * element_1 * element;
            }
            d_u_1 += d_u_2;
        }
        if let ::autodiff_runtime::private::Some(d_u) = U::slot(&mut d_u) {
            **d_u += d_u_1;
        }
        if let ::autodiff_runtime::private::Some(d_decay) = Decay::slot(&mut d_decay) {
            **d_decay += d_decay_1;
        }
    };
    ((), pullback)
}
