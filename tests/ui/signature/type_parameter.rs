use autodiff_runtime::prelude::*;

#[differentiate]
fn f<T: Scalar>(x: T) -> T {
    x * x
}

fn main() {
    let _ = f(1.0);
}
