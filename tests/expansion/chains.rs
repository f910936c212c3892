use autodiff_runtime::check::assert_gradient;

include!("../../autodiff-macro/src/golden/fit.rs");

#[test]
fn closures_and_chains() {
    let at = (vec![0.3, -0.7, 1.1], vec![0.5, 0.2, -0.4], 0.8, 0.1);
    let (x, y, w, lambda) = at.clone();
    let gradient = fit_grad(&x, &y, w, lambda);
    assert_gradient(|(x, y, w, lambda): &(Vec<f64>, Vec<f64>, f64, f64)| fit(x, y, *w, *lambda), &at, &gradient);
    assert_eq!(fit_value_and_grad(&x, &y, w, lambda), (fit(&x, &y, w, lambda), gradient.clone()));
    let (value, pullback) = fit_pullback(&x, &y, w, lambda);
    let (mut d_x, mut d_y, mut d_w, mut d_lambda) = (vec![0.0; 3], vec![0.0; 3], 0.0, 0.0);
    pullback(1.0, &mut d_x, &mut d_y, &mut d_w, &mut d_lambda);
    assert_eq!((value, d_x, d_y, d_lambda), (fit(&x, &y, w, lambda), gradient.0, gradient.1, gradient.3));
    // Summed in another order.
    assert!((d_w - gradient.2).abs() < 1e-15);
}
