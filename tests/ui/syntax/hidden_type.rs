use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, n: u64) -> f64 {
    #[allow(non_camel_case_types)]
    type usize = u8;
    x * (n as usize) as f64
}

fn main() {
    let _ = f_grad(1.0, 300);
}
