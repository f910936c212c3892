fn neuron_loss(w: f64, b: f64, x: f64, y: f64) -> f64 {
    let z = w * x + b;
    let a = sigmoid(z);
    (a - y).powi(2)
}
fn neuron_loss_jvp(w: f64, d_w: f64, b: f64, d_b: f64, x: f64, y: f64) -> (f64, f64) {
    let z = w * x + b;
    let a = sigmoid(z);
    ((a - y).powi(2), 2.0 * (d_w * x + d_b) * a * (1.0 - a) * (a - y))
}
fn neuron_loss_hvp(w: f64, d_w: f64, b: f64, d_b: f64, x: f64, y: f64) -> (f64, f64) {
    let z = w * x + b;
    let d_z = d_w * x + d_b;
    let a = sigmoid(z);
    let bar_d_difference = 2.0 * (a - y);
    let bar_a = 2.0 * d_z * a * (1.0 - a) - bar_d_difference * d_z * a
        + bar_d_difference * (1.0 - a) * d_z;
    let bar_z = bar_a * a * (1.0 - a);
    (bar_z * x, bar_z)
}
fn neuron_loss_hessian(w: f64, b: f64, x: f64, y: f64) -> [[f64; 2]; 2] {
    ::autodiff_runtime::private::hessian_array(
        (
            ::autodiff_runtime::private::still_direction(w),
            ::autodiff_runtime::private::still_direction(b),
        ),
        |(d_w, d_b)| neuron_loss_hvp(w, *d_w, b, *d_b, x, y),
    )
}
