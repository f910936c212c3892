use autodiff_runtime::prelude::*;
use std::rc::Rc;

#[derive(Clone, Differentiable)]
struct Model(f64);

impl Model {
    #[differentiate]
    fn loss(self: Rc<Self>, x: f64) -> f64 {
        self.0 * x
    }
}

fn main() {
    let _ = Rc::new(Model(1.0)).loss(2.0);
}
