use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Table(Vec<f64>);

impl Table {
    fn at(&self, x: f64) -> f64 {
        self.0[x as usize]
    }

    #[pullback]
    fn at_pullback(&self, x: f64) -> (f64, impl Fn(f64, &mut Self, &mut f64)) {
        (self.at(x), move |_, _, _| {})
    }
}

fn main() {
    let _ = Table(vec![1.0]).at_pullback(0.0).0;
}
