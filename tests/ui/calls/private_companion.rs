mod layers {
    use autodiff_runtime::differentiate;

    #[differentiate]
    fn scale(x: f64) -> f64 {
        2.0 * x
    }
}

fn main() {
    let _ = layers::scale_grad(1.0);
}
