use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, text: &str) -> Option<[f64; 1]> {
    let scale: f64 = text.parse().ok()?;
    Some([x * scale])
}

fn main() {
    let _ = f(1.0, "2");
}
