use autodiff_runtime::prelude::*;

#[pullback]
struct Rule;

fn main() {
    let _ = Rule;
}
