use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Model(f64);

impl Model {
    #[differentiate]
    fn power(&self, x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { self.0 * x * self.power(x, n - 1) }
    }

    #[differentiate]
    fn tower(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * Self::tower(x, n - 1) }
    }
}

fn main() {
    let _ = Model(1.0).power(2.0, 3) + Model::tower(2.0, 3);
}
