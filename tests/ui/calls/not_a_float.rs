use autodiff_runtime::prelude::*;

static SCALE: f64 = 2.0;

fn scale() -> &'static f64 {
    &SCALE
}

#[differentiate]
fn f(x: f64) -> f64 {
    scale() * x.sin()
}

fn main() {
    let _ = f_grad(1.0);
}
