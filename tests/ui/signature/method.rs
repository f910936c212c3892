use autodiff_runtime::prelude::*;

struct Model(f64);

impl Model {
    #[differentiate]
    fn loss(&self, x: f64) -> f64 {
        self.0 * x
    }
}

fn main() {
    let _ = Model(1.0).loss(2.0);
}
