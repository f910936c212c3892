use autodiff_runtime::prelude::*;

trait Model {
    #[differentiate]
    fn loss(&self, w: f64) -> f64 {
        w * w
    }
}

fn main() {}
