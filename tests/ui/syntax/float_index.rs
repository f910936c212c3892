use autodiff_runtime::prelude::*;

struct Table;

impl std::ops::Index<f64> for Table {
    type Output = f64;

    fn index(&self, at: f64) -> &f64 {
        if at < 0.0 { &0.0 } else { &1.0 }
    }
}

#[differentiate]
fn f(x: f64, #[constant] table: &Table) -> f64 {
    table[x] * x
}

fn main() {
    let _ = f_grad(1.0, &Table);
}
