use autodiff_runtime::prelude::*;
use num_traits::{Euclid, Float};

#[differentiate]
fn f<T: Float + Euclid>(x: T, y: T) -> T {
    x.rem_euclid(&y) + T::abs_sub(x, y)
}

fn main() {
    let _ = f(1.0, 2.0);
}
