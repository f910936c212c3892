fn log_determinant<const N: usize>(mut a: [[f64; N]; N]) -> f64 {
    let mut sum = 0.0;
    for k in 0..N {
        sum += a[k][k].ln();
        for i in k + 1..N {
            let factor = a[i][k] / a[k][k];
            for j in k + 1..N {
                a[i][j] -= factor * a[k][j];
            }
        }
    }
    sum
}
/// Gradient of [`log_determinant`] with respect to `a`.
fn log_determinant_grad<const N: usize>(mut a: [[f64; N]; N]) -> [[f64; N]; N] {
    let mut tape_element = [0.0; N];
    let mut tape_element_1 = [0.0; N];
    let mut tape_row = [[0.0; N]; N];
    let mut tape_factor = [[0.0; N]; N];
    for k in 0..N {
        tape_element[k] = a[k][k];
        let element = a[k][k];
        tape_element_1[k] = element;
        let row = a[k];
        tape_row[k] = row;
        for i in k + 1..N {
            let factor = a[i][k] / element;
            tape_factor[k][i] = factor;
            for j in k + 1..N {
                a[i][j] -= factor * row[j];
            }
        }
    }
    let mut d_a = [[0.0; N]; N];
    for k in (0..N).rev() {
        let element = tape_element_1[k];
        let row = &tape_row[k];
        let mut d_row = [0.0; N];
        let mut d_element: f64 = 0.0;
        for i in (k + 1..N).rev() {
            let factor = tape_factor[k][i];
            let mut d_factor: f64 = 0.0;
            for j in k + 1..N {
                let d_product = d_a[i][j];
                d_row[j] -= d_product * factor;
                d_factor -= d_product * row[j];
            }
            let d_factor_1 = d_factor;
            d_a[i][k] += d_factor_1 / element;
            d_element -= d_factor_1 * factor / element;
        }
        ::autodiff_runtime::private::accumulate(&mut d_a[k], &d_row);
        d_a[k][k] += d_element + 1.0 / tape_element[k];
    }
    d_a
}
/// Value of [`log_determinant`], and its gradient with respect to `a`.
fn log_determinant_value_and_grad<const N: usize>(
    mut a: [[f64; N]; N],
) -> (f64, [[f64; N]; N]) {
    let mut d_a = ::autodiff_runtime::private::zero_like(&a);
    let value = log_determinant_grad_into::<N>(a, &mut d_a);
    (value, d_a)
}
/// Value of [`log_determinant`], and its gradient with respect to `a` in the buffer `d_a`.
///
/// What was there is overwritten.
///
/// # Panics
///
/// If a buffer is not as long as its parameter.
#[track_caller]
fn log_determinant_grad_into<const N: usize>(
    mut a: [[f64; N]; N],
    d_a: &mut [[f64; N]; N],
) -> f64 {
    *d_a = [[0.0; N]; N];
    let mut sum = 0.0;
    let mut tape_element = [0.0; N];
    let mut tape_element_1 = [0.0; N];
    let mut tape_row = [[0.0; N]; N];
    let mut tape_factor = [[0.0; N]; N];
    for k in 0..N {
        let element = a[k][k];
        tape_element[k] = element;
        sum += element.ln();
        let element_1 = a[k][k];
        tape_element_1[k] = element_1;
        let row = a[k];
        tape_row[k] = row;
        for i in k + 1..N {
            let factor = a[i][k] / element_1;
            tape_factor[k][i] = factor;
            for j in k + 1..N {
                a[i][j] -= factor * row[j];
            }
        }
    }
    let mut d_a_1 = [[0.0; N]; N];
    for k in (0..N).rev() {
        let element = tape_element_1[k];
        let row = &tape_row[k];
        let mut d_row = [0.0; N];
        let mut d_element: f64 = 0.0;
        for i in (k + 1..N).rev() {
            let factor = tape_factor[k][i];
            let mut d_factor: f64 = 0.0;
            for j in k + 1..N {
                let d_product = d_a_1[i][j];
                d_row[j] -= d_product * factor;
                d_factor -= d_product * row[j];
            }
            let d_factor_1 = d_factor;
            d_a_1[i][k] += d_factor_1 / element;
            d_element -= d_factor_1 * factor / element;
        }
        ::autodiff_runtime::private::accumulate(&mut d_a_1[k], &d_row);
        d_a_1[k][k] += d_element + 1.0 / tape_element[k];
    }
    ::autodiff_runtime::private::accumulate(d_a, &d_a_1);
    sum
}
/// Value and pullback of [`log_determinant`].
///
/// The pullback takes the cotangent of the value, and adds to its other argument the cotangent
/// of `a`. It can be called as often as you like.
#[allow(impl_trait_redundant_captures)]
fn log_determinant_pullback<const N: usize>(
    a: [[f64; N]; N],
) -> (f64, impl ::core::ops::Fn(f64, &mut [[f64; N]; N])) {
    let (value, pullback) = log_determinant_pullback_for::<
        N,
        _,
        _,
    >(log_determinant::<N>, (::autodiff_runtime::private::Active, a));
    (value, move |d_value: f64, d_a: &mut [[f64; N]; N]| pullback(&d_value, ((), d_a)))
}
/// Value and pullback of [`log_determinant`], for as many gradients as the caller asks for.
///
/// This is what other differentiated functions call; [`log_determinant_pullback`] is made for calls by hand.
#[allow(dead_code)]
#[allow(impl_trait_redundant_captures)]
fn log_determinant_pullback_for<
    const N: usize,
    A: ::autodiff_runtime::private::Flag,
    F: ::core::marker::Copy + 'static + ::core::ops::Fn([[f64; N]; N]) -> f64,
>(
    primal: F,
    (_, mut a): (A, [[f64; N]; N]),
) -> (
    f64,
    impl ::core::ops::Fn(&f64, ((), A::Slot<&mut [[f64; N]; N]>)) + use<N, A, F>,
) {
    ::autodiff_runtime::private::derived_from(primal, log_determinant::<N>);
    let mut sum = 0.0;
    let mut tape_element = [0.0; N];
    let mut tape_element_1 = [0.0; N];
    let mut tape_row = [[0.0; N]; N];
    let mut tape_factor = [[0.0; N]; N];
    for k in 0..N {
        let element = a[k][k];
        tape_element[k] = element;
        sum += element.ln();
        let element_1 = a[k][k];
        tape_element_1[k] = element_1;
        let row = a[k];
        tape_row[k] = row;
        for i in k + 1..N {
            let factor = a[i][k] / element_1;
            tape_factor[k][i] = factor;
            for j in k + 1..N {
                a[i][j] -= factor * row[j];
            }
        }
    }
    let pullback = move |
        &d_result: &f64,
        (_, mut d_a): ((), A::Slot<&mut [[f64; N]; N]>)|
    {
        let mut d_a_1 = [[0.0; N]; N];
        for k in (0..N).rev() {
            let element = tape_element_1[k];
            let row = &tape_row[k];
            let mut d_row = [0.0; N];
            let mut d_element: f64 = 0.0;
            for i in (k + 1..N).rev() {
                let factor = tape_factor[k][i];
                let mut d_factor: f64 = 0.0;
                for j in k + 1..N {
                    let d_product = d_a_1[i][j];
                    d_row[j] -= d_product * factor;
                    d_factor -= d_product * row[j];
                }
                let d_factor_1 = d_factor;
                d_a_1[i][k] += d_factor_1 / element;
                d_element -= d_factor_1 * factor / element;
            }
            ::autodiff_runtime::private::accumulate(&mut d_a_1[k], &d_row);
            d_a_1[k][k] += d_element + d_result / tape_element[k];
        }
        if let ::autodiff_runtime::private::Some(d_a) = A::slot(&mut d_a) {
            ::autodiff_runtime::private::accumulate(d_a, &d_a_1);
        }
    };
    (sum, pullback)
}
