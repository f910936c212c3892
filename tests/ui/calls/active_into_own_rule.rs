use autodiff_runtime::prelude::*;

fn lookup(table: f64, x: f64) -> f64 {
    table * x
}

#[pullback]
fn lookup_pullback(#[constant] table: f64, x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (lookup(table, x), move |d_value, d_x| *d_x += d_value * table)
}

#[differentiate]
fn f(x: f64) -> f64 {
    lookup(x, x)
}

fn main() {
    let _ = f_grad(1.0);
}
