use autodiff_runtime::prelude::*;

struct Table(Vec<f64>);

fn table(n: usize) -> Table {
    Table(vec![0.5; n])
}

#[differentiate]
fn g(x: f64) -> f64 {
    let made;
    loop {
        if x > 2.0 {
            return x;
        }
        made = table(3);
        break;
    }
    x * made.0[0]
}

fn main() {
    let _ = g_grad(1.0);
}
