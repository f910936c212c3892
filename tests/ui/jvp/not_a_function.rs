use autodiff_runtime::prelude::*;

#[jvp]
struct Rule;

fn main() {
    let _ = Rule;
}
