use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Table(Vec<f64>);

impl Table {
    #[jvp]
    fn at_jvp(&self, d_self: &Self, x: f64, d_x: f64) -> (f64, f64) {
        (self.0[0] * x, d_self.0[0] * x + self.0[0] * d_x)
    }
}

fn main() {
    let table = Table(vec![1.0]);
    let _ = table.at_jvp(&table, 0.0, 1.0);
}
