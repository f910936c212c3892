fn diffuse(x: &[f64], rate: f64, steps: usize) -> f64 {
    let mut old = Vec::with_capacity(x.len());
    for v in x {
        old.push(v * rate);
    }
    let mut new = old.clone();
    for _ in 0..steps {
        for i in 1..x.len() {
            new[i] = old[i] + rate * old[i - 1];
        }
        std::mem::swap(&mut old, &mut new);
    }
    let mut sum = 0.0;
    while let Some(last) = old.pop() {
        sum = sum * rate + last;
    }
    sum
}
/// Gradient of [`diffuse`] with respect to `x` and `rate`.
fn diffuse_grad(
    x: &[f64],
    rate: f64,
    steps: usize,
) -> (::autodiff_runtime::private::Vec<f64>, f64) {
    let mut old = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 0..x.len() {
        let v = x[i];
        old.push(v * rate);
    }
    let mut new = old.clone();
    let mut tape_element = ::autodiff_runtime::private::Vec::new();
    for _ in 0..steps {
        for i in 1..x.len() {
            let element = old[i - 1];
            tape_element.push(element);
            new[i] = old[i] + rate * element;
        }
        ::core::mem::swap(&mut old, &mut new);
    }
    let mut sum = 0.0;
    let mut trips = 0_usize;
    let mut tape_sum = ::autodiff_runtime::private::Vec::new();
    while !old.is_empty() {
        tape_sum.push(sum);
        trips += 1;
        let last = old.pop().unwrap();
        sum = sum * rate + last;
    }
    let mut at = tape_element.len();
    let mut d_sum: f64 = 1.0;
    let mut d_old = ::autodiff_runtime::private::zero_like(&old);
    let mut d_rate: f64 = 0.0;
    for trip in (0..trips).rev() {
        let sum = tape_sum[trip];
        let d_sum_1 = d_sum;
        d_old.push(d_sum_1);
        d_rate += d_sum_1 * sum;
        d_sum = d_sum_1 * rate;
    }
    let mut d_new = ::autodiff_runtime::private::zero_like(&new);
    for _ in (0..steps).rev() {
        ::core::mem::swap(&mut d_old, &mut d_new);
        for i in (1..x.len()).rev() {
            at -= 1;
            let element = tape_element[at];
            let d_sum_1 = d_new[i];
            d_new[i] = 0.0;
            d_old[i - 1] += d_sum_1 * rate;
            d_old[i] += d_sum_1;
            d_rate += d_sum_1 * element;
        }
    }
    ::autodiff_runtime::private::accumulate(&mut d_old, &d_new);
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    for i in (0..x.len()).rev() {
        let ::autodiff_runtime::private::Some(d_product) = d_old.pop() else {
            ::core::unreachable!()
        };
        d_x[i] += d_product * rate;
        d_rate += d_product * x[i];
    }
    (d_x, d_rate)
}
/// Value of [`diffuse`], and its gradient with respect to `x` and `rate`.
fn diffuse_value_and_grad(
    x: &[f64],
    rate: f64,
    steps: usize,
) -> (f64, (::autodiff_runtime::private::Vec<f64>, f64)) {
    let mut d_x = ::autodiff_runtime::private::zero_like(x);
    let mut d_rate = 0.0;
    let value = diffuse_grad_into(x, rate, steps, &mut d_x, &mut d_rate);
    (value, (d_x, d_rate))
}
/// Value of [`diffuse`], and its gradient with respect to `x` and `rate` in the buffers `d_x` and `d_rate`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn diffuse_grad_into(
    x: &[f64],
    rate: f64,
    steps: usize,
    d_x: &mut [f64],
    d_rate: &mut f64,
) -> f64 {
    ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
    let d_x = &mut d_x[..x.len()];
    d_x.fill(0.0);
    let mut old = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 0..x.len() {
        let v = x[i];
        old.push(v * rate);
    }
    let mut new = old.clone();
    let mut tape_element = ::autodiff_runtime::private::Vec::new();
    for _ in 0..steps {
        for i in 1..x.len() {
            let element = old[i - 1];
            tape_element.push(element);
            new[i] = old[i] + rate * element;
        }
        ::core::mem::swap(&mut old, &mut new);
    }
    let mut sum = 0.0;
    let mut trips = 0_usize;
    let mut tape_sum = ::autodiff_runtime::private::Vec::new();
    while !old.is_empty() {
        tape_sum.push(sum);
        trips += 1;
        let last = old.pop().unwrap();
        sum = sum * rate + last;
    }
    let mut at = tape_element.len();
    let mut d_sum: f64 = 1.0;
    let mut d_old = ::autodiff_runtime::private::zero_like(&old);
    let mut d_rate_1: f64 = 0.0;
    for trip in (0..trips).rev() {
        let sum = tape_sum[trip];
        let d_sum_1 = d_sum;
        d_old.push(d_sum_1);
        d_rate_1 += d_sum_1 * sum;
        d_sum = d_sum_1 * rate;
    }
    let mut d_new = ::autodiff_runtime::private::zero_like(&new);
    for _ in (0..steps).rev() {
        ::core::mem::swap(&mut d_old, &mut d_new);
        for i in (1..x.len()).rev() {
            at -= 1;
            let element = tape_element[at];
            let d_sum_1 = d_new[i];
            d_new[i] = 0.0;
            d_old[i - 1] += d_sum_1 * rate;
            d_old[i] += d_sum_1;
            d_rate_1 += d_sum_1 * element;
        }
    }
    ::autodiff_runtime::private::accumulate(&mut d_old, &d_new);
    for i in (0..x.len()).rev() {
        let ::autodiff_runtime::private::Some(d_product) = d_old.pop() else {
            ::core::unreachable!()
        };
        d_x[i] += d_product * rate;
        d_rate_1 += d_product * x[i];
    }
    *d_rate = d_rate_1;
    sum
}
/// Value and pullback of [`diffuse`].
///
/// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
/// of `x` and `rate`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn diffuse_pullback<'a>(
    x: &'a [f64],
    rate: f64,
    steps: usize,
) -> (f64, impl ::core::ops::Fn(f64, &mut [f64], &mut f64) + use<'a>) {
    let (value, pullback) = diffuse_pullback_for(
        diffuse,
        (::autodiff_runtime::private::Active, x),
        (::autodiff_runtime::private::Active, rate),
        (::autodiff_runtime::private::Inactive, steps),
    );
    (
        value,
        move |d_value: f64, d_x: &mut [f64], d_rate: &mut f64| {
            ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
            pullback(&d_value, (x, d_x), ((), d_rate), ((), ()))
        },
    )
}
/// Value and pullback of [`diffuse`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`diffuse_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn diffuse_pullback_for<
    X: ::autodiff_runtime::private::Flag,
    Rate: ::autodiff_runtime::private::Flag,
    Steps: ::autodiff_runtime::private::ConstantFlag,
    F: ::core::marker::Copy + 'static,
>(
    primal: F,
    (_, x): (X, &[f64]),
    (_, rate): (Rate, f64),
    (_, steps): (Steps, usize),
) -> (
    f64,
    impl ::core::ops::Fn(
        &f64,
        (&[f64], X::Slot<&mut [f64]>),
        ((), Rate::Slot<&mut f64>),
        ((), Steps::Slot<()>),
    ) + use<X, Rate, Steps, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, diffuse);
    let mut old = ::autodiff_runtime::private::Vec::with_capacity(x.len());
    for i in 0..x.len() {
        let v = x[i];
        old.push(v * rate);
    }
    let mut new = old.clone();
    let mut tape_element = ::autodiff_runtime::private::Vec::new();
    for _ in 0..steps {
        for i in 1..x.len() {
            let element = old[i - 1];
            tape_element.push(element);
            new[i] = old[i] + rate * element;
        }
        ::core::mem::swap(&mut old, &mut new);
    }
    let mut sum = 0.0;
    let mut trips = 0_usize;
    let mut tape_sum = ::autodiff_runtime::private::Vec::new();
    while !old.is_empty() {
        tape_sum.push(sum);
        trips += 1;
        let last = old.pop().unwrap();
        sum = sum * rate + last;
    }
    let pullback = move |
        &d_result: &f64,
        (x, mut d_x): (&[f64], X::Slot<&mut [f64]>),
        (_, mut d_rate): ((), Rate::Slot<&mut f64>),
        (_, _): ((), Steps::Slot<()>)|
    {
        let mut at = tape_element.len();
        let mut d_sum = d_result;
        let mut d_old = ::autodiff_runtime::private::zero_like(&old);
        let mut d_rate_1: f64 = 0.0;
        for trip in (0..trips).rev() {
            let sum = tape_sum[trip];
            let d_sum_1 = d_sum;
            d_old.push(d_sum_1);
            d_rate_1 += d_sum_1 * sum;
            d_sum = d_sum_1 * rate;
        }
        let mut d_new = ::autodiff_runtime::private::zero_like(&new);
        for _ in (0..steps).rev() {
            ::core::mem::swap(&mut d_old, &mut d_new);
            for i in (1..x.len()).rev() {
                at -= 1;
                let element = tape_element[at];
                let d_sum_1 = d_new[i];
                d_new[i] = 0.0;
                d_old[i - 1] += d_sum_1 * rate;
                d_old[i] += d_sum_1;
                d_rate_1 += d_sum_1 * element;
            }
        }
        ::autodiff_runtime::private::accumulate(&mut d_old, &d_new);
        for i in (0..x.len()).rev() {
            let ::autodiff_runtime::private::Some(d_product) = d_old.pop() else {
                ::core::unreachable!()
            };
            if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                d_x[i] += d_product * rate;
            }
            d_rate_1 += d_product * x[i];
        }
        if let ::autodiff_runtime::private::Some(d_rate) = Rate::slot(&mut d_rate) {
            **d_rate += d_rate_1;
        }
    };
    (sum, pullback)
}
