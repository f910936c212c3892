use autodiff_runtime::prelude::*;

#[differentiate]
fn trade(one: &mut [f64], other: &mut [f64]) {
    let before = one[0];
    one[0] = other[0];
    other[0] = before;
}

#[differentiate]
fn f(y: &mut [f64]) {
    let (left, right) = y.split_at_mut(1);
    trade(left, right);
}

fn main() {
    f(&mut [1.0, 2.0]);
}
