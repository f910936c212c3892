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
    let bar_a = d_z
        * (2.0 * a * (1.0 - a) + bar_d_difference * (1.0 - a) - bar_d_difference * a);
    let bar_z = bar_a * a * (1.0 - a);
    (bar_z * x, bar_z)
}
fn neuron_loss_hvp_group<const LANES: usize>(
    w: f64,
    d_w: ::autodiff_runtime::Tangents<f64, LANES>,
    b: f64,
    d_b: ::autodiff_runtime::Tangents<f64, LANES>,
    x: f64,
    y: f64,
) -> (
    ::autodiff_runtime::Tangents<f64, LANES>,
    ::autodiff_runtime::Tangents<f64, LANES>,
) {
    let z = w * x + b;
    let d_z = d_w * x + d_b;
    let a = sigmoid(z);
    let bar_d_difference = 2.0 * (a - y);
    let bar_a = d_z
        * (2.0 * a * (1.0 - a) + bar_d_difference * (1.0 - a) - bar_d_difference * a);
    let bar_z = bar_a * (a * (1.0 - a));
    (bar_z * x, bar_z)
}
fn neuron_loss_hessian(w: f64, b: f64, x: f64, y: f64) -> [[f64; 2]; 2] {
    ::autodiff_runtime::private::hessian_array_in_groups(
        |along| neuron_loss_hvp_group(w, along.of(&w), b, along.of(&b), x, y),
        |along| neuron_loss_hvp_group(w, along.of(&w), b, along.of(&b), x, y),
    )
}
