use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    'done: {
        if x < 0.0 {
            break 'done 0.0;
        }
        x * x
    }
}

fn main() {
    let _ = f_grad(1.0);
}
