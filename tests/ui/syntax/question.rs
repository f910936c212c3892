use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, text: &str) -> Result<[f64; 1], std::num::ParseFloatError> {
    let scale: f64 = text.parse()?;
    Ok([x * scale])
}

fn main() {
    let _ = f(1.0, "2");
}
