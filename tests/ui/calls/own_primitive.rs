use autodiff_runtime::differentiate;

fn sigmoid(x: f64) -> f64 {
    x / (1.0 + x.abs())
}

#[differentiate]
fn f(x: f64) -> f64 {
    sigmoid(x) + 1.0
}

fn main() {
    let _ = f_grad(1.0);
}
