use autodiff_runtime::prelude::*;

#[differentiate]
struct Weights {
    w: f64,
}

#[differentiate]
impl Weights {
    fn loss(&self) -> f64 {
        self.w
    }
}

#[differentiate]
mod layers {}

fn main() {
    let _ = Weights { w: 1.0 };
}
